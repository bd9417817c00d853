"""The talk with one officer: `codes.talk` decides, and what waits for an answer is kept in the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self, cast

from sqlalchemy import Connection

from codes.talk.dialogue import Step, Waiting
from codes.talk.dialogue import hear as listen
from codes.talk.resend import Alike, Answer, alike
from codes.words.script import normalise
from codes.words.words import split
from gateway.incoming import Incoming, Read
from gateway.kit import Kit
from gateway.office.config import Officer
from gateway.store import dialogues

MOST_ALIKE = 2
MOST_READ = 5
OBJECT_WITHIN = timedelta(days=1)
_NO = (["N"], ["NO"])


@dataclass(frozen=True, slots=True)
class _ByHand:
    """A report that a person read in an officer's message, who may object to it for a while."""

    report: str
    until: datetime

    def to_json(self) -> dict[str, str]:
        return {"report": self.report, "until": self.until.isoformat()}

    @classmethod
    def from_json(cls, state: Mapping[str, str]) -> Self:
        return cls(state["report"], datetime.fromisoformat(state["until"]))


@dataclass(frozen=True, slots=True)
class _Open:
    """What waits for an officer: questions about half-read reports, about two that look alike, read-backs."""

    waiting: tuple[Waiting, ...] = ()
    alike: tuple[Alike, ...] = ()
    by_hand: tuple[_ByHand, ...] = ()

    @property
    def digits(self) -> str:
        return "".join([*(w.question.digits for w in self.waiting), *(a.digits for a in self.alike)])


def hear(conn: Connection, kit: Kit, incoming: Incoming, officer: Officer, message: int) -> Step:
    """Take one text of an officer as the answer or the new report it is; `message` is its own row."""
    known = _open(conn, incoming)
    context = kit.context(officer.language, incoming.sent_at)
    context = replace(context, used_digits="".join(one.digits for one in known.alike))
    step = listen(incoming.text, str(message), known.waiting, kit.book, context)
    _keep(conn, incoming, message, replace(known, waiting=step.waiting))
    return step


def settled(conn: Connection, incoming: Incoming, message: int) -> tuple[Alike, Answer] | None:
    """Return the question about two alike reports that a text answers, which is then closed."""
    known = _open(conn, incoming)
    for one in reversed(known.alike):
        if answer := one.answer(incoming.text, incoming.received_at):
            left = tuple(other for other in known.alike if other is not one)
            _keep(conn, incoming, message, replace(known, alike=left))
            return one, answer
    return None


def ask(conn: Connection, read: Read, earlier: str, later: str) -> Alike:
    """Open the question whether a report corrects an earlier one; of several the youngest two stay open."""
    known = _open(conn, read.incoming)
    question = alike(earlier, later, known.digits, read.incoming.received_at)
    _keep(conn, read.incoming, read.message, replace(known, alike=(*known.alike, question)[-MOST_ALIKE:]))
    return question


def let_object(conn: Connection, read: Read, report: str) -> None:
    """Let an officer object to what a person read in his message; the youngest is the one he means."""
    known, until = _open(conn, read.incoming), read.incoming.received_at + OBJECT_WITHIN
    by_hand = (*known.by_hand, _ByHand(report, until))[-MOST_READ:]
    _keep(conn, read.incoming, read.message, replace(known, by_hand=by_hand))


def objected(conn: Connection, incoming: Incoming, message: int) -> str | None:
    """Return the report that a bare N objects to, which it does once; None when there is none."""
    known, at = _open(conn, incoming), incoming.received_at
    fresh = [one for one in known.by_hand if one.until >= at]
    if not fresh or split(normalise(incoming.text)) not in _NO:
        return None
    _keep(conn, incoming, message, replace(known, by_hand=tuple(fresh[:-1])))
    return fresh[-1].report


def withdraw(conn: Connection, incoming: Incoming, message: int, *, asked: bool) -> None:
    """Close the question that is open about a message, since somebody else has answered it.

    Where it answered a question about another, and was `asked` a further one, that is the one to close.
    """
    row, known = dialogues.get(conn, incoming.sender.kind.value, incoming.sender.value), _open(conn, incoming)
    left = tuple(one for one in known.waiting if one.about != str(message))
    if asked and row and row.message_id == message and len(left) == len(known.waiting):
        left = left[:-1]
    if len(left) < len(known.waiting):
        _keep(conn, incoming, message, replace(known, waiting=left))


def _open(conn: Connection, incoming: Incoming) -> _Open:
    row = dialogues.get(conn, incoming.sender.kind.value, incoming.sender.value)
    if row is None:
        return _Open()
    waiting = cast("Sequence[Mapping[str, object]]", row.open.get("waiting", ()))
    found = cast("Sequence[Mapping[str, str]]", row.open.get("alike", ()))
    by_hand = cast("Sequence[Mapping[str, str]]", row.open.get("by_hand", ()))
    return _Open(
        tuple(map(Waiting.from_json, waiting)),
        tuple(map(Alike.from_json, found)),
        tuple(map(_ByHand.from_json, by_hand)),
    )


def _keep(conn: Connection, incoming: Incoming, message: int, known: _Open) -> None:
    kind, sender = incoming.sender.kind.value, incoming.sender.value
    if not (known.waiting or known.alike or known.by_hand):
        dialogues.close(conn, kind, sender)
        return
    values = {
        "sender_kind": kind,
        "sender": sender,
        "open": {
            "waiting": [one.to_json() for one in known.waiting],
            "alike": [one.to_json() for one in known.alike],
            "by_hand": [one.to_json() for one in known.by_hand],
        },
        "message_id": message,
        "asked_at": incoming.received_at,
        "expires_at": max(one.until for one in (*known.waiting, *known.alike, *known.by_hand)),
    }
    dialogues.put(conn, values)
