"""What somebody may not see or do: by agency, by role, by office."""

import re

import pytest

from gateway.store import audit, reports
from tests.web.attacks.addresses import filled, guarded
from tests.web.heard import parts_of
from tests.web.stage import Stage, now

FORMS = (
    *("claim", "give-back", "see", "reopen", "close", "reply", "release", "assign", "grade", "cancel"),
    *("recall", "edit"),
)
FIELDS = {"partner": "TCL", "text": "x", "why": "x", "to": "somchai", "handling": "P", "version": "1"}


NUMBER, CALLSIGN = "+66812345678", "E21ABC-7"


def test_the_officers_address_is_found_in_whatever_form_it_stands() -> None:
    at = now()
    for sender in (NUMBER, CALLSIGN):
        for part in parts_of(sender, "DRG MSI", at):
            assert _tells(sender, f"<pre>{part['raw'].hex(' ')}</pre>")
        assert _tells(sender, f"<td>{sender}</td>")
    assert not _tells(NUMBER, "<td>hello</td>")


@pytest.mark.parametrize("role", ["duty", "supervisor", "clerk", "administrator", "auditor", "analyst"])
async def test_the_officer_is_never_shown(console: Stage, role: str) -> None:
    key = await console.report()
    spoken, radioed = await console.message("hello"), await console.message("hello", sender=CALLSIGN)
    await console.account("watcher", role=role)
    staff = await console.signed_in("watcher")
    of_report = (f"/r/{key}{end}" for end in ("", "/release/TCL", "/edit", "/source", "/related"))
    of_lane = (f"/m/{spoken}", f"/m/{radioed}", f"/m/{spoken}/decode", f"/m/{radioed}/decode")
    before = await console.store.read(audit.head)
    for path in ("/", "/messages", "/shift", "/situation", *of_report, *of_lane):
        page = (await staff.client.get(path)).text
        assert "Sgt Nobody" not in page
        assert not _tells(NUMBER, page), path
        assert not _tells(CALLSIGN, page), path
    assert await console.store.read(audit.head) == before


async def test_the_text_stands_byte_for_byte_beside_what_was_read(console: Stage) -> None:
    key, radioed = await console.report(text="DRG แม่สาย"), await console.message("hello", sender=CALLSIGN)
    staff = await console.signed_in()
    assert "DRG แม่สาย".encode("utf-16-be").hex(" ") in (await staff.client.get(f"/r/{key}")).text
    assert b":E20MSI   :hello{01".hex(" ") in (await staff.client.get(f"/m/{radioed}")).text


def _tells(sender: str, page: str) -> bool:
    """Say whether a page tells an address: in letters, or in the octets of a PDU or a frame."""
    octets = bytes.fromhex("".join(re.findall(r"\b(?:[0-9a-f]{2} )+[0-9a-f]{2}\b", page)))
    swapped = "".join(f"{octet & 15:x}{octet >> 4:x}" for octet in octets)
    aired = bytes(octet >> 1 for octet in octets).decode("ascii")
    name = sender.strip("+").partition("-")[0]
    return any(name in one for one in (page, swapped, aired, octets.decode("latin-1")))


async def test_another_agencys_report_is_not_there_at_all(console: Stage) -> None:
    key = await console.report(agency="RTP")
    await console.account("customs", agency="CUS")
    staff = await console.signed_in("customs")
    assert str(key) not in (await staff.client.get("/")).text
    assert (await staff.client.get(f"/r/{key}")).status_code == 404
    assert (await staff.client.get(f"/r/{key}/release/TCL")).status_code == 404
    for form in FORMS:
        assert (await staff.post(f"/r/{key}/{form}", **FIELDS)).status_code == 404


@pytest.mark.parametrize("role", ["auditor", "clerk", "emperor"])
async def test_a_role_without_the_right_changes_nothing(console: Stage, role: str) -> None:
    key = await console.report()
    await console.account("watcher", role=role)
    staff = await console.signed_in("watcher")
    for form in FORMS:
        answer = await staff.post(f"/r/{key}/{form}", **FIELDS)
        assert answer.headers["location"].endswith("done=forbidden")
    report = await console.store.read(lambda conn: reports.get(conn, key))
    assert report is not None
    assert report.claimed_by is None


async def test_nobody_opens_anything_without_signing_in(console: Stage) -> None:
    key = await console.report()
    patterns = [*guarded(console, "GET"), *guarded(console, "POST")]
    assert len(patterns) > 10
    async with console.client() as client:
        for method in ("GET", "POST"):
            for pattern in guarded(console, method):
                answer = await client.request(method, filled(pattern, key))
                signed_out = answer.status_code == 401 or answer.headers.get("location", "").startswith(
                    "/sign-in"
                )
                assert signed_out, pattern
                assert str(key) not in answer.text
