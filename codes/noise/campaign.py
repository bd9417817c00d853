"""A campaign: random reports, sent by officers of a profile, read by a decoder handed in, and judged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from codes.book import Book
from codes.context import Context
from codes.noise.draft import Dice, Scene
from codes.noise.model import Noisy, noisy, through
from codes.noise.profiles import Profile
from codes.noise.score import Verdict, judge
from codes.report import Decoded, Report
from codes.sampling.sample import sample
from codes.zone import offset_of

Reader: TypeAlias = Callable[[str, Book, Context], Decoded]


@dataclass(frozen=True, slots=True)
class Case:
    """One sending, what was read, and what that is worth."""

    sent: Noisy
    decoded: tuple[Decoded, ...]
    verdict: Verdict


@lru_cache(maxsize=4)
def _offices(book: Book) -> tuple[str, ...]:
    return tuple(place.code for place in book.places.values() if place.kind == "office")


def somewhere(book: Book, dice: Dice, now: datetime) -> tuple[Scene, Context]:
    """Draw the office where a message is typed and read."""
    office = dice.choice(_offices(book))
    offset = offset_of(book, office)
    scene = Scene(book, dice, offset, book.places[office].country)
    return scene, Context(now, office, offset_minutes=offset)


def case(sent: Noisy, book: Book, context: Context, read: Reader) -> Case:
    decoded = tuple(read(text, book, context) for text in sent.texts)
    return Case(sent, decoded, judge(sent, decoded, book))


def messages(
    book: Book, profile: Profile, count: int, dice: Dice, now: datetime
) -> Iterator[tuple[Noisy, Context]]:
    """Yield what arrives from officers of a profile, with the context to read it in."""
    for _ in range(count):
        scene, context = somewhere(book, dice, now)
        yield noisy(sample(book, dice, None, now), profile, scene), context


def cases(
    book: Book, profile: Profile, count: int, dice: Dice, now: datetime, read: Reader
) -> Iterator[Case]:
    for sent, context in messages(book, profile, count, dice, now):
        yield case(sent, book, context, read)


def alone(book: Book, channel: str, count: int, dice: Dice, now: datetime, read: Reader) -> Iterator[Case]:
    """Yield the cases of one channel alone, on canonical texts in which it finds something to spoil."""
    for _ in range(count):
        scene, context = somewhere(book, dice, now)
        report: Report = sample(book, dice, None, now)
        if sent := through(report, channel, scene):
            yield case(sent, book, context, read)
