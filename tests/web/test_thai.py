"""The pages in Thai hold no English word of ours: only codes, names, and what people and machines wrote."""

import re
from html import unescape
from html.parser import HTMLParser

from tests.web.api.program import token
from tests.web.stage import Browserless, Stage

_SHOWN = ("title", "aria-label", "alt", "placeholder", "data-units")
_WORD = re.compile(r"[A-Za-z][a-z]{2,}")  # codes are written in capitals
# Names and what people, programs and machines call themselves.
_NAMES = {
    *("BLO", "Mae", "Sai", "Tachileik", "Bangkok", "Asia", "Patrol", "Patrolwire", "TCCC", "Boat"),
    *("somchai", "suda", "kanya", "malee", "nok", "arun", "wallboard", "gsm", "Anan", "Sgt", "lek", "admin"),
}
_OURS = {  # what is the same in each language, or is a language's own name
    *("Tieng", "Viet"),  # the language of phones without its marks
    *("English", "api", "Geo", "patrolwire", "backup"),
    *("plain", "name", "unit", "agency", "language", "number", "callsign", "shared"),  # columns of a file
}


class _Words(HTMLParser):
    """Gathers what a reader sees or hears, but for what people wrote and what scripts and styles are."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        self.said += [value or "" for name, value in attrs if name in _SHOWN]

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


_SILENT = ("style", "script", "pre", "code")
_PAGES = {
    "supervisor": (
        *(
            "/",
            "/?state=all",
            "/r/MSI-1-1",
            "/r/MSI-1-2",
            "/r/MSI-1-1/edit",
            "/r/MSI-1-1/release/TCL",
            "/messages",
        ),
        *("/m/{message}", "/m/{message}/decode", "/duty", "/health", "/people", "/roster", "/shift"),
        *("/situation", "/map", "/statistics", "/export", "/me"),
    ),
    "clerk": ("/roster", "/roster/1", "/confirm"),
    "administrator": ("/people", "/staff", "/staff/suda", "/tokens"),
    "auditor": ("/audit",),
}

_READERS = {"supervisor": "malee", "clerk": "nok", "administrator": "arun", "auditor": "lek"}


async def _fill(console: Stage) -> int:
    fix = [{"field": "items", "from": "YABA", "to": "YAB", "rule": "joined"}]
    await console.report(corrections=fix)
    await console.report(type="SOS", precedence=0, fields={"place": "MSI"}, text="SOS")
    number = await console.message("???")
    await console.account("suda")
    duty = await console.signed_in("suda")
    await duty.post("/r/MSI-1-1/claim")
    await duty.post("/r/MSI-1-1/release", partner="TCL", version="1")
    await duty.post("/shift/line", text="...")
    await duty.post("/shift/handover", text="...")
    await console.account("kanya", role="clerk")
    clerk = await console.signed_in("kanya")
    await clerk.post("/roster/add", name="Sgt Anan", unit="Patrol 3", language="th", number="0812345671")
    await token(console, "suda")
    return number


async def _read(staff: Browserless, path: str) -> set[str]:
    reader = _Words()
    reader.feed((await staff.client.get(path)).text)
    return {word for said in reader.said for word in _WORD.findall(unescape(said))} - _NAMES - _OURS


async def test_no_page_in_thai_says_anything_in_english(console: Stage) -> None:
    number = await _fill(console)
    found: dict[str, set[str]] = {}
    for role, paths in _PAGES.items():
        await console.account(_READERS[role], role=role, language="th")
        staff = await console.signed_in(_READERS[role])
        for path in paths:
            left = await _read(staff, path.format(message=number))
            if left:
                found[path] = left
    assert not found, "\n".join(f"{path}: {sorted(words)}" for path, words in found.items())
