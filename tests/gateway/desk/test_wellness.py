"""What stands on the health page: the worst first, and each fault that can be seen is seen."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.board.board import Level, Notice
from gateway.desk.health import Health, PartnerHealth
from gateway.desk.machine import BearerState, Certificate, Machine
from gateway.desk.wellness import MB, Check, Grade, lines
from hardware.sentence import Sentence

_NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
_DAY, _WEEK = timedelta(days=1), timedelta(days=8)
_GOOD = {"balance": 90.0, "balance_low": 0.0}


def _bearer(**more: object) -> BearerState:
    fixed = {"name": "modem1", "ready": True, "sentence": "In use.", "facts": _GOOD, "proves": True}
    return BearerState(**{**fixed, "proved": _NOW - _DAY, **more})  # pyright: ignore[reportArgumentType]  # as each case says


def _health(**more: object) -> Health:
    partner = PartnerHealth("Tachileik", 0, None, _NOW - _DAY, _NOW, "TCL")
    fixed = {"heard": _NOW, "texts": 0, "oldest": None, "lost": 3, "partners": (partner,)}
    return Health(**{**fixed, "backup": _NOW - _DAY, **more})  # pyright: ignore[reportArgumentType]  # the same


_WELL = Machine((_bearer(),), 900 * MB, Certificate(_NOW + 50 * _DAY, "A1B2"))


def _ends(days: int) -> Machine:
    return Machine((), None, Certificate(_NOW + days * _DAY, "A1B2"))


def test_a_station_that_is_well_has_only_good_lines() -> None:
    found = lines(_health(), _WELL, [], _NOW)
    assert {line.grade for line in found} == {Grade.GOOD}
    assert {line.check for line in found} == set(Check) - {
        Check.NOTICE,
        Check.LOST,
        Check.UNTRIED,
        Check.SILENT,
    }


_LATE = _NOW - timedelta(hours=2)
_WAITING = PartnerHealth("Tachileik", 4, _LATE, None, None, "TCL")
_UNTRIED = PartnerHealth("Tachileik", 1, _NOW, None, None, "TCL")
_SILENT = PartnerHealth("Tachileik", 0, None, _NOW - _DAY - timedelta(minutes=1), _NOW, "TCL")
_BOTH = PartnerHealth("Tachileik", 4, _LATE, _NOW - _WEEK, None, "TCL")


@pytest.mark.parametrize(
    ("health", "machine", "check", "grade"),
    [
        (_health(), Machine((_bearer(ready=False, sentence="No SIM."),)), Check.BEARER, Grade.BAD),
        (_health(), Machine((_bearer(alarm="The SIM is full."),)), Check.BEARER, Grade.WARN),
        (_health(), Machine((_bearer(proved=None),)), Check.RECEIVING, Grade.WARN),
        (_health(), Machine((_bearer(proved=_NOW - _WEEK),)), Check.RECEIVING, Grade.WARN),
        (_health(), Machine((_bearer(facts={"balance": 1, "balance_low": 1}),)), Check.CREDIT, Grade.BAD),
        (_health(partners=(_WAITING,)), _WELL, Check.PARTNER, Grade.WARN),
        (_health(partners=(_UNTRIED,)), _WELL, Check.UNTRIED, Grade.WARN),
        (_health(partners=(_SILENT,)), _WELL, Check.SILENT, Grade.WARN),
        (_health(partners=(_BOTH,)), _WELL, Check.PARTNER, Grade.WARN),
        (_health(texts=2, oldest=_LATE), _WELL, Check.TEXTS, Grade.WARN),
        (_health(lost_lately=1), _WELL, Check.LOST, Grade.WARN),
        (_health(), Machine((), 10 * MB), Check.DISK, Grade.BAD),
        (_health(), Machine((), 100 * MB), Check.DISK, Grade.WARN),
        (_health(heard=_NOW + _DAY), _WELL, Check.CLOCK, Grade.BAD),
        (_health(), _ends(44), Check.CERTIFICATE, Grade.WARN),
        (_health(), _ends(-1), Check.CERTIFICATE, Grade.BAD),
        (_health(backup=None), _WELL, Check.BACKUP, Grade.WARN),
        (_health(backup=_NOW - _WEEK), _WELL, Check.BACKUP, Grade.WARN),
    ],
)
def test_each_fault_has_a_line_at_the_head(
    health: Health, machine: Machine, check: Check, grade: Grade
) -> None:
    first = lines(health, machine, [], _NOW)[0]
    assert (first.check, first.grade) == (check, grade)


def test_a_notice_is_a_line_but_a_bearers_is_said_once() -> None:
    notices = [
        Notice("bearer modem1", _NOW, Level.FAULT, Sentence("modem1: No SIM.")),
        Notice("part Courier", _NOW, Level.WARNING, Sentence("Courier failed and was started again.")),
    ]
    found = lines(_health(), Machine((_bearer(ready=False, sentence="No SIM."),)), notices, _NOW)
    assert [line.check for line in found][:2] == [Check.BEARER, Check.NOTICE]
    assert sum("No SIM." in line.sentence for line in found) == 1


def test_a_young_station_has_missed_nothing_yet() -> None:
    unproved = Machine((_bearer(proved=None),), 900 * MB)
    young, old = (_health(backup=None, since=_NOW - age) for age in (timedelta(minutes=15), _WEEK))
    found = {line.check: line for line in lines(young, unproved, [], _NOW)}
    assert {line.grade for line in found.values()} == {Grade.GOOD}
    assert "yet" in found[Check.BACKUP].sentence
    assert "yet" in found[Check.RECEIVING].sentence
    assert [line.check for line in lines(old, unproved, [], _NOW) if line.grade is Grade.WARN] == [
        Check.RECEIVING,
        Check.BACKUP,
    ]
