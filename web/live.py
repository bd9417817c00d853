"""The live stream: what changed in the feed since the page was made, as rows ready to stand in its table.

Events: `r` a row, `x` a row's id to take away (the id is the report's key, whose own page renews itself), `h`
the head (notices and alarms), `n` the counts (open, lane, what the filter finds, saved views), `m` the marks
on the map; an empty one is the heartbeat. The opening comment of a squeezed stream holds a row of no report,
so that the squeezing knows its words before the first one comes.
Each row carries the feed's seq as its id, so that a browser that was cut off asks for what it missed.
"""

import asyncio
import secrets
import zlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field, replace

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.response import Stream

from codes.precedence import Precedence
from gateway.desk.desk import Desk
from gateway.desk.roles import Right
from gateway.desk.values import NEW, Change, Filter, Overview, Person, Row
from gateway.desk.views import Views
from gateway.errors import StoreFullError, StoreLostError
from gateway.store.keys import ReportKey
from web.access import Asked, Cookies
from web.geography.marks import marks_of
from web.once import Once
from web.pages.messages import number_in
from web.pages.queue import filter_of
from web.render import Renderer, most
from web.sessions import Sessions
from web.settings import ConsoleSettings

HEARTBEAT = "data:\n\n"
HELLO = ":\n\n"
_LIKELY = {"items": [{"code": "YAB", "quantity": "1", "unit": "T"}], "action": "SEIZED"}
_BREATH = 0.1  # seconds between two parts of a backlog
_AGAIN = 1.0  # seconds until a reading that failed is tried again
_TOKEN = secrets.token_urlsafe(24)  # stands for a reader's own in what is rendered for many
_WINDOW, _MEMORY, _GZIP = 13, 6, 16  # 8 kB of window and 64 kB in all for a client


@dataclass(slots=True)
class Console:
    """One open console: who watches what, and how far he has been told."""

    who: Person
    wanted: Filter
    since: int
    secret: str
    head: str | None = None
    counts: str | None = None
    marks: str = ""
    squeezed: bool = False
    behind: bool = False

    @property
    def view(self) -> tuple[str, str, str, Filter]:
        """What decides about the rows this console sees; consoles of one view share them."""
        mine = self.who.name if self.wanted.state == "mine" else ""
        return self.who.agency, self.who.language, mine, self.wanted


@dataclass(frozen=True, slots=True)
class Live:
    """Makes streams for one office's consoles."""

    desk: Desk
    sessions: Sessions
    renderer: Renderer
    settings: ConsoleSettings
    views: Views
    once: Once = field(default_factory=Once)

    async def events(self, console: Console) -> AsyncIterator[str]:
        """Yield events until the session or the station ends; the first at once, so that headers go out."""
        watch = self.desk.watch
        yield HELLO
        if console.squeezed:
            yield self._likely(console.who.language)
        with self.sessions.opened(console.secret) as since:
            while not watch.closed:
                turn = watch.turn
                try:
                    if not await self.sessions.holds(console.secret, console.who, since):
                        return
                    said = await self._said(console, turn)
                except (StoreFullError, StoreLostError):
                    # Not even a heartbeat: a page that hears nothing says that what it shows may be old.
                    await watch.wait(turn, min(_AGAIN, self.settings.heartbeat))
                    continue
                self._seen(console)
                yield said or HEARTBEAT
                if console.behind:
                    await asyncio.sleep(_BREATH)  # the rest of a long backlog, but not at the others' cost
                else:
                    await watch.wait(turn, self.settings.heartbeat)

    def _seen(self, console: Console) -> None:
        """Say that this console is live, if its person could take an alarm."""
        if self.desk.presence is not None and console.who.may(Right.CLAIM):
            self.desk.presence.seen()

    async def _said(self, console: Console, turn: int) -> str:
        overview = await self.once.get(turn, console.view[:2], lambda: self.desk.overview(console.who))
        views = await self.once.get(turn, ("views", console.who.name), lambda: self.views.of(console.who))
        total = await self._total(turn, console, overview)
        marks = await self.once.get(turn, ("marks", *console.view), lambda: self._marks(console))
        since = console.since
        rows, console.since = await self.once.get(
            turn, (*console.view, since), lambda: self._rows(console, since)
        )
        console.behind = since < console.since < overview.seq
        head = await self._head(turn, console, overview)
        news = _news(console, head, (overview.open, overview.lane, total, *(one.count for one in views)))
        said = "".join([rows, *news, marks if marks != console.marks else ""])
        console.marks = marks
        return said

    async def _total(self, turn: int, console: Console, overview: Overview) -> int:
        wanted = replace(console.wanted, offset=0)
        if wanted == Filter():
            return overview.open
        key = ("total", *console.view)
        return await self.once.get(turn, key, lambda: self.desk.count(console.who, wanted))

    async def _marks(self, console: Console) -> str:
        marks = marks_of(await self.desk.spots(console.who, console.wanted))
        html = self.renderer.piece("marks.html", console.who.language, marks=marks)
        return f"event:m\ndata:{_line(html)}\n\n"

    async def _rows(self, console: Console, since: int) -> tuple[str, int]:
        changes = await self.desk.changes(console.who, console.wanted, since)
        text = "".join(self._row(console.who.language, change) for change in changes)
        return text, max([since, *(change.seq for change in changes)])

    def _row(self, language: str, change: Change) -> str:
        if change.key is None:
            return ""
        if change.row is None:
            return f"id:{change.seq}\nevent:x\ndata:{change.key}\n\n"
        html = self.renderer.piece("row.html", language, row=change.row)
        return f"id:{change.seq}\nevent:r\ndata:{_line(html)}\n\n"

    def _likely(self, language: str) -> str:
        """Return a comment that reads like a row, of no report: later rows need not spell its words."""
        words, office, now = self.desk.words, self.desk.office.code, self.desk.clock.now()
        gist = ", ".join(value for _, _, value in words.slots("DRG", _LIKELY, language))
        said = (words.type("DRG", language), gist, words.place(office, language))
        urgent = Precedence.PRIORITY
        row = Row(
            *(ReportKey(office, 0, 0), "", "DRG", *said, urgent.name, urgent.value),
            *(NEW, "", "C", False, "", now, (), False),
        )
        told = self._row(language, Change(0, row.key, row)).replace("event:r", "event:")
        return "".join(f":{line}\n" for line in told.strip().split("\n")) + "\n"

    async def _head(self, turn: int, console: Console, overview: Overview) -> str:
        """Return the head for one reader: rendered once for all who read alike, but for their own token."""
        alike = replace(console.who, name="", csrf=_TOKEN, proved_at=None, only=None)

        async def render() -> str:
            staff = self.renderer.staff(alike, overview)
            return _line(self.renderer.piece("head.html", alike.language, **staff))

        return (await self.once.get(turn, ("head", alike), render)).replace(_TOKEN, console.who.csrf)


def _news(console: Console, head: str, numbers: Iterable[int]) -> list[str]:
    counts = " ".join(map(most, numbers))
    said = [f"event:h\ndata:{head}\n\n"] if head != console.head else []
    said += [f"event:n\ndata:{counts}\n\n"] if counts != console.counts else []
    console.head, console.counts = head, counts
    return said


def _line(html: str) -> str:
    return " ".join(html.split())


async def squeezed(events: AsyncIterator[str]) -> AsyncIterator[bytes]:
    """Yield the same events in gzip, each whole as soon as it is there."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP + _WINDOW, _MEMORY)
    async for event in events:
        yield packer.compress(event.encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


async def plain(events: AsyncIterator[str]) -> AsyncIterator[bytes]:
    """Yield the same events as they are."""
    async for event in events:
        yield event.encode()


@get("/live")
async def live(
    request: Asked,
    who: NamedDependency[Person],
    streams: NamedDependency[Live],
    jar: NamedDependency[Cookies],
) -> Stream:
    since = request.headers.get("last-event-id") or request.query_params.get("since", "")
    secret = request.cookies.get(jar.session, "")
    gzip = "gzip" in request.headers.get("accept-encoding", "")
    console = Console(who, filter_of(request), number_in(since) or 0, secret, squeezed=gzip)
    events = streams.events(console)
    headers = {"content-encoding": "gzip"} if gzip else {}
    body = squeezed(events) if gzip else plain(events)
    return Stream(body, media_type="text/event-stream; charset=utf-8", headers=headers)


ROUTER = Router("/", route_handlers=[live])
