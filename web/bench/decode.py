"""How often reports are read right, asked about, or silently wrong in the noise of the field; and how fast.

Every profile sends `COUNT` reports or more of all types from all offices, at one fixed moment, from fixed
seeds, in two processes. What counts as correct, asked, silent and unseen stands at the head of
`codes.noise.score`; the limits hold for `silent`, with `strict` beside it. A profile `..._once` is that of
officers who say nothing twice: the same limits hold for it as a whole, and what its worst type and fields are
is told without one.
Speeds are of the decoder alone, by the processor's time.
"""

import gc
import random
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from multiprocessing import get_context
from typing import Final

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.load import shipped
from codes.noise.campaign import cases, messages, somewhere
from codes.noise.model import untouched
from codes.noise.profiles import ONCE, PROFILES
from codes.noise.score import CRITICAL, Worth
from codes.noise.tally import NO_SLIP, Share, Tally
from codes.sampling.sample import sample
from web.bench.figure import Figure, Teller

COUNT: Final = 20_000
TIMES: Final[Mapping[str, int]] = {"ordinary": 4}
"""How often as many a profile sends: of 1,250 of a type 0.5 per cent are six, and chance makes two more."""
CHUNK: Final = 500
PROCESSES: Final = 2
SEED: Final = "patrolwire"
NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=7)))
TIMED: Final = 4000

_ALL: Final = {**PROFILES, **ONCE}
SILENT: Final[Mapping[str, float]] = {"trained": 0.3, "ordinary": 1.0, "stressed": 2.0}
CORRECT: Final[Mapping[str, float]] = {"trained": 95.0, "ordinary": 85.0, "stressed": 68.0}
SLOWEST_MS: Final = 20
WORST: Final = 0.5  # per cent silently wrong of the worst type and each critical field, ordinary profile
CLEAN_PER_S: Final = 10_000
NOISY_PER_S: Final = 3_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a campaign that one process does: `count` messages from the seed of its number."""

    profile: str
    number: int
    count: int


def figures(teller: Teller, count: int = COUNT) -> Iterator[Figure]:
    """Measure the group; two or three minutes for 20,000 messages a profile."""
    yield from _speeds(teller)
    for name, tally in campaigns(teller, count).items():
        yield from _of_profile(name, tally)
        teller.say(table(name, tally))


def campaigns(teller: Teller, count: int) -> dict[str, Tally]:
    """Run every profile's campaign; the tallies are the same whoever did which chunk."""
    chunks = [
        Chunk(name, number, min(CHUNK, whole - number * CHUNK))
        for name, whole in ((name, count * TIMES.get(name, 1)) for name in _ALL)
        for number in range(-(-whole // CHUNK))
    ]
    found = {name: Tally() for name in _ALL}
    teller.begin("reports through the noise", len(chunks))
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for chunk, tally in zip(chunks, pool.map(run, chunks), strict=True):
            found[chunk.profile].merge(tally)
            teller.step()
    return found


def run(chunk: Chunk) -> Tally:
    """Do one chunk, from its own seed."""
    book, tally = shipped(), Tally()
    dice = random.Random(f"{SEED}-{chunk.profile}-{chunk.number}")  # noqa: S311 - mistakes, not secrets
    for one in cases(book, _ALL[chunk.profile], chunk.count, dice, NOW, decode):
        tally.add(one.sent, one.verdict, book)
    return tally


def _of_profile(name: str, tally: Tally) -> Iterator[Figure]:
    total = tally.total
    silent, correct = f"decode.{name}_silent_pct", f"decode.{name}_correct_pct"
    of = name.removesuffix("_once")
    yield Figure(silent, round(total.silent, 3), "%", total.n, SILENT[of], note=_note(total))
    yield Figure(correct, round(total.correct, 2), "%", total.n, CORRECT[of], at_least=True)
    yield Figure(f"decode.{name}_strict_pct", round(total.strict, 3), "%", total.n)
    yield Figure(f"decode.{name}_readback_pct", round(total.after_readback, 3), "%", total.n)
    clean = tally.channels.get(NO_SLIP, Share())
    asked = round(clean.percent(Worth.ASKED), 3)
    yield Figure(f"decode.{name}_clean_asked_pct", asked, "%", clean.n, note="messages without a slip")
    if of == "ordinary":
        yield from _worst(name, tally)


def _note(total: Share) -> str:
    asked, unseen = total.percent(Worth.ASKED), total.percent(Worth.UNSEEN)
    return f"asked {asked:.1f} %, nobody could see {unseen:.2f} %"


def _worst(name: str, tally: Tally) -> Iterator[Figure]:
    """Tell the worst type and every critical field; said once, no limit can hold for those."""
    limit = WORST if name in PROFILES else None
    worst, share = max(tally.types.items(), key=lambda pair: pair[1].silent)
    yield Figure(f"decode.{name}_worst_type_pct", round(share.silent, 3), "%", share.n, limit, note=worst)
    for field in CRITICAL:
        share = tally.critical.get(field, Share())
        yield Figure(f"decode.{name}_{field}_pct", round(share.silent, 3), "%", share.n, limit)


def _speeds(teller: Teller) -> Iterator[Figure]:
    """Time the decoder on canonical texts, and on those of the ordinary profile that have a slip."""
    book = shipped()
    gc.freeze()  # as the station does (`patrolwire run`)
    dice = random.Random(SEED)  # noqa: S311 - as above
    clean: list[tuple[str, Context]] = []
    while len(clean) < TIMED:
        scene, context = somewhere(book, dice, NOW)
        clean += [(text, context) for text in untouched(sample(book, dice, None, NOW), scene).texts]
    sent = messages(book, PROFILES["ordinary"], TIMED * 4, dice, NOW)
    noisy = [(text, context) for one, context in sent if one.channels for text in one.texts]
    teller.begin("speed", 2)
    for name, texts, limit in (("clean", clean, CLEAN_PER_S), ("noisy", noisy, NOISY_PER_S)):
        rate = _rate(texts, book)
        yield Figure(f"decode.{name}_per_s", round(rate), "1/s", len(texts), limit, at_least=True)
        teller.step()
    slowest = max(_milliseconds(text, book, context) for text, context in noisy)
    yield Figure("decode.slowest_ms", round(slowest, 2), "ms", len(noisy), SLOWEST_MS)


def _milliseconds(text: str, book: Book, context: Context) -> float:
    """Return what one message takes, the better of two: what else the machine does is not its fault."""
    taken: list[float] = []
    for _ in range(2):
        begun = time.process_time()
        decode(text, book, context)
        taken.append(time.process_time() - begun)
    return 1000 * min(taken)


def _rate(texts: list[tuple[str, Context]], book: Book) -> float:
    """Return texts a second on one core: a quarter warms up, the best of the others, each text read once."""
    size = len(texts) // 4
    rates: list[float] = []
    for start in range(0, 4 * size, size):
        begun = time.process_time()
        for text, context in texts[start : start + size]:
            decode(text, book, context)
        rates.append(size / (time.process_time() - begun))
    return max(rates[1:])


# The tables that people read.

_ROW = "  {:18}{:>6}{:>9}{:>8}{:>8}{:>8}{:>10}{:>8}"
_HEAD = ("", "n", "correct", "asked", "silent", "unseen", "readback", "strict")


def table(name: str, tally: Tally) -> str:
    """Return a profile's shares by channel, type and critical field, those most often wrong first."""
    rows = [f"{name}, per cent of messages", _ROW.format(*_HEAD), _row("all", tally.total)]
    for title, shares in (
        ("channel", tally.channels),
        ("report type", tally.types),
        ("critical field", tally.critical),
    ):
        worst = sorted(shares.items(), key=lambda pair: -pair[1].silent)
        rows += [f" by {title}", *(_row(key, share) for key, share in worst)]
    return "\n".join(rows)


def _row(name: str, share: Share) -> str:
    shown: tuple[Callable[[Share], float], ...] = (
        lambda s: s.correct,
        lambda s: s.percent(Worth.ASKED),
        lambda s: s.silent,
        lambda s: s.percent(Worth.UNSEEN),
        lambda s: s.after_readback,
        lambda s: s.strict,
    )
    return _ROW.format(name, share.n, *(f"{show(share):.2f}" for show in shown))
