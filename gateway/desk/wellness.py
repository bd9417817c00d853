"""What stands well and what does not, worst first: a line a thing, for a page that anybody can read."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gateway.board.board import Level, Notice
from gateway.board.caretaker import ALARM, BEARER, LOW_DISK
from gateway.desk.health import Health, PartnerHealth
from gateway.desk.machine import BearerState, Machine

MB: Final = 1024 * 1024
SCARCE: Final = 500 * MB
LATE: Final = timedelta(hours=1)  # what waits longer than this waits for a person
SILENT: Final = timedelta(days=1)  # a living link stores a head of the record each hour somebody works here
OLD: Final = timedelta(days=7)  # of a backup, and of a proof that receiving works
SHORT: Final = 45  # days: it should have been renewed by then
NO_BACKUP: Final = "None was taken yet; the station is new."
NO_TEST: Final = "No test message has come back yet; the station is new."
AHEAD: Final = timedelta(minutes=5)  # two clocks may differ by so much


class Grade(enum.IntEnum):
    """How bad it is; the worst sorts first."""

    BAD = 0
    WARN = 1
    GOOD = 2


class Check(enum.StrEnum):
    """What was looked at; the page has a sentence for each grade of each."""

    NOTICE = "notice"
    BEARER = "bearer"
    RECEIVING = "receiving"
    CREDIT = "credit"
    PARTNER = "partner"
    UNTRIED = "untried"
    SILENT = "silent"
    TEXTS = "texts"
    LOST = "lost"
    DISK = "disk"
    CLOCK = "clock"
    BACKUP = "backup"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: `subject` is its name, `count` and `at` stand in its sentence; a notice brings its own.

    `compare` is for people to compare with what another machine shows.
    """

    check: Check
    grade: Grade
    subject: str = ""
    count: float | None = None
    at: datetime | None = None
    sentence: str = ""
    name: str = ""  # of a notice
    compare: str = ""


def lines(health: Health, machine: Machine, notices: Sequence[Notice], now: datetime) -> tuple[Line, ...]:
    """Return every line, the worst first."""
    found = [
        *_notices(notices, {one.name for one in machine.bearers}),
        *(line for bearer in machine.bearers for line in _bearer(bearer, now, health.since)),
        *(_partner(one, now) for one in health.partners),
        *_texts(health, now),
        *_disk(machine),
        *_clock(health, now),
        _backup(health, now),
        *_certificate(machine, now),
    ]
    return tuple(sorted(found, key=lambda line: line.grade))


def _notices(notices: Sequence[Notice], bearers: set[str]) -> Iterator[Line]:
    for one in notices:
        named = one.name.removeprefix(ALARM).removeprefix(BEARER)
        if named == one.name or named not in bearers:  # a bearer of this worker has a line of its own
            grade = Grade.BAD if one.level is Level.FAULT else Grade.WARN
            yield Line(Check.NOTICE, grade, at=one.since, sentence=one.sentence, name=one.name)


def _young(since: datetime | None, now: datetime) -> bool:
    """Say whether a station is too young to have missed what is due each week."""
    return since is not None and timedelta() <= now - since <= OLD


def _bearer(bearer: BearerState, now: datetime, since: datetime | None) -> Iterator[Line]:
    name = bearer.name
    grade = Grade.BAD if not bearer.ready else Grade.WARN if bearer.alarm else Grade.GOOD
    yield Line(Check.BEARER, grade, name, sentence=bearer.alarm or bearer.sentence)
    if bearer.proves:
        fresh = bearer.proved is None and _young(since, now)
        late = not fresh and (bearer.proved is None or now - bearer.proved > OLD)
        said, grade = NO_TEST if fresh else "", Grade.WARN if late else Grade.GOOD
        yield Line(Check.RECEIVING, grade, name, at=bearer.proved, sentence=said)
    if "balance" in bearer.facts:
        low = bool(bearer.facts.get("balance_low"))
        yield Line(Check.CREDIT, Grade.BAD if low else Grade.GOOD, name, bearer.facts["balance"])


def _partner(one: PartnerHealth, now: datetime) -> Line:
    late = one.oldest is not None and now - one.oldest > LATE
    if one.stored is None and not late:
        return Line(Check.UNTRIED, Grade.WARN, one.name, one.waiting)
    if not late and one.stored is not None and now - one.stored > SILENT:
        return Line(Check.SILENT, Grade.WARN, one.name, one.waiting, one.stored)
    at = one.oldest if late else one.stored
    return Line(Check.PARTNER, Grade.WARN if late else Grade.GOOD, one.name, one.waiting, at)


def _texts(health: Health, now: datetime) -> Iterator[Line]:
    late = health.oldest is not None and now - health.oldest > LATE
    yield Line(Check.TEXTS, Grade.WARN if late else Grade.GOOD, count=health.texts, at=health.oldest)
    if health.lost_lately:
        yield Line(Check.LOST, Grade.WARN, count=health.lost_lately)


def _disk(machine: Machine) -> Iterator[Line]:
    if machine.free is not None:
        free = machine.free
        grade = Grade.BAD if free < LOW_DISK else Grade.WARN if free < SCARCE else Grade.GOOD
        yield Line(Check.DISK, grade, count=free // MB)


def _clock(health: Health, now: datetime) -> Iterator[Line]:
    behind = health.heard is not None and now < health.heard - AHEAD
    yield Line(Check.CLOCK, Grade.BAD if behind else Grade.GOOD, at=now)


def _backup(health: Health, now: datetime) -> Line:
    if health.backup is None and _young(health.since, now):
        return Line(Check.BACKUP, Grade.GOOD, sentence=NO_BACKUP)
    old = health.backup is None or now - health.backup > OLD
    return Line(Check.BACKUP, Grade.WARN if old else Grade.GOOD, at=health.backup)


def _certificate(machine: Machine, now: datetime) -> Iterator[Line]:
    if machine.certificate is not None:
        left = (machine.certificate.until - now).days
        grade = Grade.BAD if left < 0 else Grade.WARN if left < SHORT else Grade.GOOD
        yield Line(Check.CERTIFICATE, grade, count=left, compare=machine.certificate.root)
