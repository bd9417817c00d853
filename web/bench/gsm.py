"""How fast a modem is emptied and how soon it serves again, beside gammu-smsd and smsd on the same modem.

Times are the pretend network's own, from its ledger, but for our commits, which are told after COMMIT.
A drain lasts from the start of the program to the last delete, so that setting up the modem counts too.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from web.bench.figure import Figure, Teller, middle, percentile
from web.bench.pretend_modem import PretendModem, pretend_modem
from web.bench.receivers import PEERS, SENDER, Make, Ours, Receiver, installed

ROUNDS: Final = 3
MANY: Final = 500
FEW: Final = 50
SLOW: Final = "CMGR=0.08,CMGD=0.15,CMGL=0.05,CPMS=0.05"
LEAST_S: Final = FEW * (0.05 + 0.15) + 0.05  # each listed and deleted once, the memory selected once
FASTER: Final = 4.0  # than gammu-smsd
HINTS: Final = 250
HINTS_PEERS: Final = 3
REPLUGS: Final = 5
AWAY_S: Final = 4.0
DRAIN_S: Final = 300.0
HINT_S: Final = 60.0
BACK_S: Final = 20.0

Step = Callable[[], None]
Measure = Callable[[Receiver, PretendModem, Step], Awaitable[list[float]]]


def figures(teller: Teller) -> Iterator[Figure]:
    """Measure the group; some six minutes where both peers are installed."""
    peers = installed()
    for name in PEERS.keys() - peers.keys():
        teller.say(f"{name} is not installed, so nothing of it stands beside these figures.")
    yield _drain_many(teller, peers)
    yield _drain_few(teller, peers)
    yield _hints(teller, peers)
    yield _replug(teller, peers)


def _drain_many(teller: Teller, peers: dict[str, Make]) -> Figure:
    """Time 500 waiting texts on a modem that costs no time; ours and gammu-smsd in turn."""
    slow = {name: make for name, make in peers.items() if name == "smsd"}
    turns = [
        {**{n: m for n, m in peers.items() if n not in slow}, **(slow if not i else {})}
        for i in range(ROUNDS)
    ]
    teller.begin("500 waiting, no latency", sum(len(turn) + 1 for turn in turns))
    waiting = ("--capacity", str(MANY), "--preload", str(MANY))
    found = _rounds(turns, waiting, lambda who, at, _: _drained(who, at, MANY), teller)
    ours, beside = found.pop(""), {name: _of(values) for name, values in found.items()}
    gammu = beside.get("gammu-smsd")
    limit = None if gammu is None else round(gammu / FASTER, 3)
    return Figure(
        "gsm.drain_500_s", _of(ours) or DRAIN_S, "s", len(ours), limit, beside=beside, note=_spread(ours)
    )


def _drain_few(teller: Teller, peers: dict[str, Make]) -> Figure:
    """Give the time of 50 waiting texts on a slow modem as a multiple of that modem's own."""
    turns = [peers if not i else {} for i in range(ROUNDS)]
    teller.begin("50 waiting, slow modem", sum(len(turn) + 1 for turn in turns))
    waiting = ("--latency", SLOW, "--preload", str(FEW))

    async def over(who: Receiver, at: PretendModem, _: Step) -> list[float]:
        return [seconds / LEAST_S for seconds in await _drained(who, at, FEW)]

    found = _rounds(turns, waiting, over, teller)
    ours, beside = found.pop(""), {name: _of(values) for name, values in found.items()}
    return Figure(
        "gsm.drain_50_over_limit",
        _of(ours) or DRAIN_S,
        "x",
        len(ours),
        1.08,
        beside=beside,
        note=_spread(ours),
    )


def _hints(teller: Teller, peers: dict[str, Make]) -> Figure:
    """Give the 99th percentile from +CMTI to committed, one at a time; the worst of three for peers."""
    teller.begin("+CMTI to committed", HINTS + HINTS_PEERS * len(peers))
    ours = _one(Ours, (), _committed, teller)
    found = {name: _one(make, (), _noticed, teller) for name, make in peers.items()}
    beside = {name: max(values, default=None) for name, values in found.items()}
    note = f"median {middle(ours):.1f}, worst {max(ours):.1f}"
    return Figure(
        "gsm.cmti_p99_ms", round(percentile(ours, 99), 1), "ms", len(ours), 50, beside=beside, note=note
    )


def _replug(teller: Teller, peers: dict[str, Make]) -> Figure:
    """Give the worst time from replug to a text committed (peers: deleted); 4 s away each time."""
    teller.begin("replug after 4 s", REPLUGS + len(peers))
    ours = _one(Ours, (), _back, teller)
    found = {name: _one(make, (), _peer_back, teller) for name, make in peers.items()}
    beside = {name: max(values, default=None) for name, values in found.items()}
    return Figure("gsm.replug_s", max(ours), "s", len(ours), 3.0, beside=beside, note=_spread(ours))


# One measurement each: a receiver at a modem, and what was found, in the figure's unit.


async def _drained(who: Receiver, at: PretendModem, count: int) -> list[float]:
    begun = datetime.now(UTC)
    async with who.receiving():
        if not await at.deleted(count, DRAIN_S):
            return []
        return [(max((await at.times("deleted_at")).values()) - begun).total_seconds()]


async def _committed(who: Receiver, at: PretendModem, step: Step) -> list[float]:
    """Give texts one by one, each only when the modem has been empty for a moment."""
    assert isinstance(who, Ours)  # noqa: S101  # only ours tells of its commits
    async with who.receiving():
        await _warm_up(at)
        for number in range(HINTS):
            await at.receive(SENDER.format(number + 1), f"DRG MSI YAB {1000 + number}T SEIZED")
            await at.deleted(number + 2, HINT_S)
            await asyncio.sleep(0.02)
            step()
        stored = await at.times("stored_at", since=1)
    return [(who.committed[pdu] - when).total_seconds() * 1000 for pdu, when in stored.items()]


async def _noticed(who: Receiver, at: PretendModem, step: Step) -> list[float]:
    """Do the same for a program that tells nothing: until it deleted the text."""
    async with who.receiving():
        await _warm_up(at)
        await asyncio.sleep(2)
        for number in range(HINTS_PEERS):
            await at.receive(SENDER.format(number + 1), f"DRG MSI YAB {1000 + number}T SEIZED")
            if not await at.deleted(number + 2, HINT_S):
                return []
            await asyncio.sleep(0.3 * (number + 1))
            step()
        stored, deleted = await at.times("stored_at", since=1), await at.times("deleted_at", since=1)
    return [round((deleted[pdu] - when).total_seconds() * 1000, 1) for pdu, when in stored.items()]


async def _back(who: Receiver, at: PretendModem, step: Step) -> list[float]:
    assert isinstance(who, Ours)  # noqa: S101  # as above
    async with who.receiving():
        await _warm_up(at)
        for number in range(REPLUGS):
            await _away(at)
            await at.deleted(number + 2, BACK_S)
            step()
        stored = await at.times("stored_at", since=1)
    return [round((who.committed[pdu] - when).total_seconds(), 3) for pdu, when in stored.items()]


async def _peer_back(who: Receiver, at: PretendModem, step: Step) -> list[float]:
    async with who.receiving():
        await _warm_up(at)
        await _away(at)
        back = await at.deleted(2, AWAY_S + BACK_S)
        step()
        if not back:
            return []
        stored, deleted = await at.times("stored_at", since=1), await at.times("deleted_at", since=1)
    return [round((deleted[pdu] - when).total_seconds(), 3) for pdu, when in stored.items()]


async def _away(at: PretendModem) -> None:
    """Pull the modem out; a text comes meanwhile, and the SIM has it at the moment of the replug."""
    await at.ask("unplug", seconds=AWAY_S)
    await at.receive(SENDER.format(7), "DRG MSI YAB 700T SEIZED")


async def _warm_up(at: PretendModem) -> None:
    """Wait until the receiver has taken a first text, so that set-up is not measured."""
    await at.receive(SENDER.format(1), "DRG MSI YAB 100T SEIZED")
    await at.deleted(1, HINT_S)


# How measurements are run.


def _rounds(
    turns: list[dict[str, Make]], options: tuple[str, ...], measure: Measure, teller: Teller
) -> dict[str, list[float]]:
    """Measure ours (under the empty name) and the peers of each turn in turn."""
    found: dict[str, list[float]] = {"": []}
    for turn in turns:
        for name, make in {"": Ours, **turn}.items():
            found.setdefault(name, []).extend(_one(make, options, measure, teller))
            teller.step()
    return found


def _one(make: Make, options: tuple[str, ...], measure: Measure, teller: Teller) -> list[float]:
    async def run(folder: Path) -> list[float]:
        async with pretend_modem(folder, *options) as at:
            room = folder / "receiver"
            room.mkdir()
            return await measure(make(room, at.pty), at, teller.step)

    with tempfile.TemporaryDirectory(prefix="patrolwire-bench-") as folder, contextlib.suppress(TimeoutError):
        return asyncio.run(run(Path(folder)))
    return []


def _of(values: list[float]) -> float | None:
    return round(middle(values), 3) if values else None


def _spread(values: list[float]) -> str:
    return f"{min(values):.3f} to {max(values):.3f}" if values else "not done in time"
