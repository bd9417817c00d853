"""A report's history as staff read it: who did what, and what each change of it changed, in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from gateway.desk.rows import Naming
from gateway.desk.values import Happening, Request, Turn
from gateway.relay.release import CANCELLED
from gateway.store.sentences import read
from gateway.store.tables import Delivery, History, Report

_DONE = frozenset({"edited", "cancelled", "closed", "acted", "declined"})
_READ = frozenset({"claimed", "read the change"})
_TAKEN_IN = frozenset({"claimed", "read the addition", "read the request"})
_ASKS = "asks staff to "
AMEND = "AMD"
_ELSEWHERE = frozenset({"was", "message", "fields", "canonical", "words"})
_TEXT = "text to the officer"
_SENTENCES = frozenset({"why", "note"})  # what may be kept as one; an officer's own text never is
Said = Mapping[str, Any]


def timeline(
    report: Report, lines: Sequence[History], texts: Sequence[Delivery], naming: Naming
) -> tuple[Happening, ...]:
    """Return the lines oldest first; what the report was is compared with what it then became."""
    latest: Said = {"fields": report.fields, "handling": report.handling}
    found: list[Happening] = []
    for line in reversed(lines):
        was = cast("Said | None", line.detail.get("was"))
        turns = () if was is None else tuple(_turns(report.type, was, latest, naming))
        latest = latest if was is None else {**latest, **was}
        found.append(_happening(line, turns))
    found.reverse()
    told = [
        Happening(one.changed_at, "station", "text to the officer", {"state": one.state}) for one in texts
    ]
    return tuple(sorted([*found, *told], key=lambda happening: happening.at))


def changed(story: Sequence[Happening], origin: str) -> tuple[Turn, ...]:
    """Return what an office has changed in its report since somebody here last read it."""
    found: list[Turn] = []
    for line in story:
        if line.what in _READ:
            found.clear()
        elif line.actor == origin:
            found.extend(line.turns)
    return tuple(found)


def asked(lines: Sequence[History]) -> tuple[Request, ...]:
    """Return what the officer asked staff to do with his report, and nobody has done since."""
    waiting: list[Request] = []
    for line in lines:
        if line.what.startswith(_ASKS) and "text" in line.detail:
            said = (str(line.detail.get(name, "")) for name in ("text", "words"))
            waiting.append(Request(line.what.removeprefix(_ASKS), *said))
        elif line.what in _DONE:
            waiting.clear()
    return tuple(waiting)


def added(lines: Sequence[History]) -> tuple[str, ...]:
    """Return what the officer added to his report since somebody here last took it in."""
    waiting: list[str] = []
    for line in lines:
        if line.what in _TAKEN_IN:
            waiting.clear()
        elif line.what == "followed up":
            waiting.append(str(line.detail.get("text", "")))
    return tuple(waiting)


def reason(lines: Sequence[History]) -> str:
    """Return what its office last said of why it took the report back; empty when it said nothing."""
    told = (str(line.detail.get("reason", "")) for line in reversed(lines) if line.what == CANCELLED)
    return next(told, "")


def _happening(line: History, turns: tuple[Turn, ...]) -> Happening:
    message = line.detail.get("message")
    shown = {name: _said(name, value) for name, value in line.detail.items() if name not in _ELSEWHERE}
    return Happening(
        line.at, line.actor, line.what, shown, turns, message if isinstance(message, int) else None
    )


def _said(name: str, value: object) -> object:
    return read(value) if name in _SENTENCES and isinstance(value, str) else value


def _turns(kind: str, was: Said, then: Said, naming: Naming) -> Iterator[Turn]:
    before, after = (_words(kind, one, naming) for one in (was, then))
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, ("", "")), after.get(name, ("", ""))
        told = name != "handling" or (name in before and name in after)  # an old line does not say it
        if told and old[1] != new[1]:
            yield Turn(old[0] or new[0], old[1], new[1])


def _words(kind: str, one: Said, naming: Naming) -> dict[str, tuple[str, str]]:
    fields = cast("Said", one.get("fields", {}))
    said = {name: (label, value) for name, label, value in naming.words.slots(kind, fields, naming.language)}
    return said | ({"handling": ("handling", str(one["handling"]))} if "handling" in one else {})
