"""How soon an officer has his answer and how soon the siren rings, on a whole station at a pretend modem.

Both begin when the network puts the text onto the SIM, by the network's own ledger. The answer ends when the
network has taken the reply. The siren ends when the console's live stream has brought the alarm; the tests'
`siren` measures to the tone itself, in a browser. Fifty replies and more wait in the outbox before each SOS.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from web.bench.answer_station import NUMBER, OFFICERS, Running, running
from web.bench.figure import Figure, Teller, middle, percentile

ANSWERS: Final = 100
CRIES: Final = 30
WAITING: Final = 50
SPARE: Final = 30
# Seconds that the modem is deaf while it sends; a real one needs 2 to 5, and no program makes it hear sooner.
BUSY: Final = ("--latency", "CMGS=0.2", "--capacity", "200")
STRANGER: Final = "+66899000{:03d}"
TEXT: Final = "DRG MSI YAB {}T SEIZED"
PATIENCE_S: Final = 30.0


Measure = Callable[[Running], Awaitable[list[float]]]


def figures(teller: Teller) -> Iterator[Figure]:
    """Measure the group; about two minutes."""
    teller.begin("from text to reply", ANSWERS)
    yield _figure("answer.reply_p99_ms", _measured((), lambda at: _answered(at, teller)), 1000)
    teller.begin(f"from SOS to siren, {WAITING} replies queued", CRIES)
    yield _figure("answer.siren_p99_ms", _measured(BUSY, lambda at: _cried(at, teller)), 500)


def _figure(name: str, found: list[float], limit: float) -> Figure:
    note = f"median {middle(found):.0f}, worst {max(found):.0f}"
    return Figure(name, round(percentile(found, 99), 1), "ms", len(found), limit, note=note)


def _measured(options: tuple[str, ...], measure: Measure) -> list[float]:
    async def run(folder: Path) -> list[float]:
        async with running(folder, *options) as at:
            return await measure(at)

    with tempfile.TemporaryDirectory(prefix="patrolwire-bench-") as folder:
        return asyncio.run(run(Path(folder)))


async def _answered(at: Running, teller: Teller) -> list[float]:
    """Give texts one by one, each of another officer, and wait for each answer."""
    found: list[float] = []
    for number in range(1, ANSWERS + 1):
        officer = NUMBER.format(number)
        entry = await at.modem.receive(officer, TEXT.format(1000 + number))
        async with asyncio.timeout(PATIENCE_S):
            replied = await at.replied_at(officer)
        found.append(_ms(replied - await at.stored_at(entry)))
        teller.step()
    return found


async def _cried(at: Running, teller: Teller) -> list[float]:
    """Cry for help again and again while replies wait, each time until the stream has brought the alarm."""
    found: list[float] = []
    line = Line(at)
    async with at.console() as console:
        alarms = console.alarms()
        for number in range(CRIES):
            await line.fill()
            entry = await at.modem.receive(STRANGER.format(number), "SOS")
            async with asyncio.timeout(PATIENCE_S):
                standing = await _until(alarms, some=True)
                heard = datetime.now(UTC)
                found.append(_ms(heard - await at.stored_at(entry)))
                for key in standing:
                    await console.claim(key)
                await _until(alarms, some=False)
            teller.step()
    return found


async def _until(alarms: AsyncIterator[set[str]], *, some: bool) -> set[str]:
    async for standing in alarms:
        if bool(standing) == some:
            return standing
    raise ConnectionError("the console's stream has ended")


class Line:
    """Replies that wait to be sent: kept at fifty and more, by ever new texts of officers."""

    def __init__(self, at: Running) -> None:
        self._at, self._given = at, 0
        self._before: int | None = None  # texts that had been answered before

    async def fill(self) -> None:
        """Let texts come in until enough replies wait, and all of them are filed."""
        waiting = await self.waiting()
        for _ in range(max(0, WAITING + SPARE - waiting) if waiting < WAITING + SPARE // 2 else 0):
            self._given += 1
            officer = NUMBER.format(self._given % OFFICERS)
            await self._at.modem.receive(officer, TEXT.format(1000 + self._given))
        async with asyncio.timeout(PATIENCE_S):
            while await self._unread():  # noqa: ASYNC110  # the modem tells when asked
                await asyncio.sleep(0.05)
        if await self.waiting() < WAITING:
            await self.fill()

    async def waiting(self) -> int:
        """Return how many replies wait."""
        messages = (await self._at.modem.ask("sent"))["messages"]
        sent = sum(one["to"].startswith(NUMBER[:9]) for one in messages)
        self._before = sent if self._before is None else self._before
        return self._given - (sent - self._before)

    async def _unread(self) -> bool:
        stored = (await self._at.modem.ask("stored"))["stored"]
        return bool(stored)


def _ms(passed: timedelta) -> float:
    return passed.total_seconds() * 1000
