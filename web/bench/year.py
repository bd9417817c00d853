"""A year of an office, 75,000 reports and 1 GB, beside its first day: what staff wait for must stay quick.

The pages are made as the console makes them, from the question to the finished HTML, without the wire.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from codes.load import shipped
from gateway import exports
from gateway.board.board import Board
from gateway.clock import SystemClock
from gateway.desk.book_words import BookWords
from gateway.desk.desk import Desk
from gateway.desk.plugs import Station
from gateway.desk.reading import PAGE
from gateway.desk.values import Filter, Person
from gateway.office.config import Office
from gateway.store.store import Store
from web.bench.figure import Figure, Teller, middle
from web.bench.year_store import fill, midday
from web.render import Looks, Renderer
from web.settings import ConsoleSettings

YEAR: Final = 75_000
DAY: Final = 120  # as many as wait after a year too, so that both pages are full
ROUNDS: Final = 25
WHOLE: Final = 5  # exports of everything
LIMIT: Final = 2.0
_WHO: Final = Person("somchai", "duty", "", "en", "token")
_NOBODY: Final = cast("Station", None)  # nothing is done here, only read
_OFFICE: Final = Office(code="MSI", name="BLO Mae Sai", country="TH", zone="Asia/Bangkok")
_ASKED: Final = {
    "queue": Filter(),
    "all": Filter(state="all"),
    "filter": Filter(state="all", type="DRG", since="2026-11-01"),
    "search": Filter(state="all", text="drg"),
    "search_rare": Filter(state="all", text="ยาบ้า สะพาน 4711"),
}
Deed = Callable[[], Awaitable[object]]


def figures(teller: Teller) -> Iterator[Figure]:
    """Measure the group; three minutes, nearly all of them to make the year."""
    with tempfile.TemporaryDirectory(prefix="patrolwire-bench-") as folder:
        day, year = (
            _made(Path(folder), name, count, teller) for name, count in (("day", DAY), ("year", YEAR))
        )
        size = (Path(folder) / "year.db").stat().st_size / 1e6
        yield Figure("year.store_mb", round(size), "MB", YEAR)
        with asyncio.Runner() as runner:
            for name, deed in year.deeds().items():
                yield runner.run(_compared(name, day.deeds()[name], deed, teller))
            yield runner.run(_whole(day, year, teller))
        for one in (day, year):
            one.desk.store.close()


@dataclass(frozen=True, slots=True)
class _Console:
    """One store's desk and its pages."""

    desk: Desk
    renderer: Renderer
    since: int

    def deeds(self) -> Mapping[str, Deed]:
        """Return what is measured, by name."""
        pages: dict[str, Deed] = {name: self._queue(asked) for name, asked in _ASKED.items()}
        return {**pages, "lane": self._lane, "export": self._export}

    def _queue(self, asked: Filter) -> Deed:
        async def page() -> object:
            overview, found = await self.desk.queue(_WHO, asked)
            staff = self.renderer.staff(_WHO, overview, asked)
            more: dict[str, Any] = {
                "here": "queue",
                "wanted": asked,
                "page": found,
                "marks": (),
                "later": False,
                "types": (),
                "views": (),
                "saved": "",
                "wrong": (),
                "wide": False,
            }
            return self.renderer.page("queue.html", Looks("en", linked=True), **staff, **more)

        return page

    async def _lane(self) -> object:
        found, overview = await self.desk.lane(_WHO, most=PAGE + 1), await self.desk.overview(_WHO)
        staff = self.renderer.staff(_WHO, overview)
        more: dict[str, Any] = {"here": "messages", "lane": found[:PAGE], "older": len(found) > PAGE}
        return self.renderer.page("messages.html", Looks("en", linked=True), **staff, **more)

    async def _export(self) -> object:
        return await self.exported(self.since)

    async def exported(self, since: int) -> int:
        """Return how many reports an export has."""
        return await self.desk.store.read(
            lambda conn: sum(1 for _ in exports.rows(conn, since, with_source=False))
        )


def _made(folder: Path, name: str, count: int, teller: Teller) -> _Console:
    teller.begin(f"filing {count} reports", max(1, count // 1000))
    store = Store.make(f"sqlite:///{folder}/{name}.db", os.urandom(32))
    fill(store, count, midday(), teller.step)
    clock = SystemClock()
    desk = Desk(store, _OFFICE, clock, BookWords(shipped()), (), _NOBODY, Board(clock.now))
    return _Console(desk, Renderer.make(desk, ConsoleSettings()), count - DAY)


async def _compared(name: str, day: Deed, year: Deed, teller: Teller) -> Figure:
    teller.begin(name, ROUNDS)
    first, last = await _taken(day, year, teller)
    beside = {"first day, ms": round(first, 1), "after a year, ms": round(last, 1)}
    return Figure(f"year.{name}_x", round(last / first, 2), "x", ROUNDS, limit=LIMIT, beside=beside)


async def _whole(day: _Console, year: _Console, teller: Teller) -> Figure:
    """Compare what one report costs in an export of everything."""
    teller.begin("export of everything", WHOLE)
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(WHOLE):
        for one, times in zip((day, year), spent, strict=True):
            start = time.perf_counter()
            count = await one.exported(0)
            times.append((time.perf_counter() - start) * 1e6 / count)
        teller.step()
    first, last = map(middle, spent)
    beside = {"first day, us a report": round(first, 1), "after a year, us a report": round(last, 1)}
    return Figure("year.export_whole_x", round(last / first, 2), "x", WHOLE, limit=LIMIT, beside=beside)


async def _taken(day: Deed, year: Deed, teller: Teller) -> tuple[float, float]:
    """Return the medians in ms, the two in turn, so that a busy machine is as busy for both."""
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for deed, times in zip((day, year), spent, strict=True):
            start = time.perf_counter()
            await deed()
            times.append((time.perf_counter() - start) * 1000)
        teller.step()
    return middle(spent[0]), middle(spent[1])
