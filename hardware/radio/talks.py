"""The messages under way on the air: said again until they are acked, given up after eight tries; no IO.

    begin ──▶ said ──ack──▶ the next part, or done: DELIVERED
                │ ▲
                │ └── no ack in time, up to 8 tries ── then FAILED, and every part behind it
                └──rej──▶ FAILED, and every part behind it

Parts of one text are said one after the other, so that they arrive in order. What is under way dies with
the process; a text that the gateway sends again under its old tag has its old ids, so nobody gets it twice.
"""

from dataclasses import dataclass

from hardware.bearer import Fate, Receipt
from hardware.radio.message import Message
from hardware.radio.pace import TRIES, Pace

# A TNC queues some 100 frames and drops the rest without a word; each of these has one on the air at most.
MOST = 20


@dataclass(slots=True)
class _Talk:
    parts: tuple[Message, ...]
    at: int = 0
    tries: int = 0
    said: float = 0.0
    due: float = 0.0

    @property
    def part(self) -> Message:
        return self.parts[self.at]


def reference(addressee: str, message_id: str) -> str:
    """Return the name of one part, which its ack alone is enough to find again."""
    return f"{addressee}:{message_id}"


class Talks:
    """All messages under way from one call sign. Times are monotonic seconds."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._talks: dict[str, _Talk] = {}  # by the reference of the first part

    def __len__(self) -> int:
        return len(self._talks)

    @property
    def full(self) -> bool:
        return len(self._talks) >= MOST

    def under_way(self, parts: tuple[Message, ...]) -> bool:
        return _name(parts) in self._talks

    def begin(self, parts: tuple[Message, ...], now: float) -> Message:
        """Start a text and return its first part, to be said at once."""
        talk = self._talks[_name(parts)] = _Talk(parts)
        return self._say(talk, now)

    def drop(self, parts: tuple[Message, ...]) -> None:
        """Forget a text, because nothing of it could be said."""
        self._talks.pop(_name(parts), None)

    def due(self, now: float) -> list[Message]:
        """Return what has to be said now: parts whose turn it is, and parts nobody acked in time."""
        return [
            self._say(talk, now) for talk in self._talks.values() if talk.due <= now and talk.tries < TRIES
        ]

    def given_up(self, now: float) -> list[Receipt]:
        """Return FAILED for every part of each text whose last try was not acked in time, and forget it."""
        lost = [talk for talk in self._talks.values() if talk.due <= now and talk.tries >= TRIES]
        return [receipt for talk in lost for receipt in self._fail(talk)]

    def answered(self, sender: str, message_id: str, now: float, *, refused: bool) -> list[Receipt]:
        """Take an ack or a rej, and return what is now known.

        An ack is believed even when nothing is under way: it may come after the last try, or after a restart.
        """
        name = reference(sender, message_id)
        talk = next((talk for talk in self._talks.values() if _part_name(talk.part) == name), None)
        if refused:
            return self._fail(talk) if talk else [Receipt(name, Fate.FAILED)]
        if talk:
            self._advance(talk, now)
        return [Receipt(name, Fate.DELIVERED)]

    def _say(self, talk: _Talk, now: float) -> Message:
        talk.tries += 1
        talk.said = now
        talk.due = now + self._pace.wait(talk.tries, len(self._talks))
        return talk.part

    def _advance(self, talk: _Talk, now: float) -> None:
        if talk.tries == 1:
            self._pace.learn(now - talk.said)
        talk.at, talk.tries, talk.due = talk.at + 1, 0, now
        if talk.at == len(talk.parts):
            self.drop(talk.parts)

    def _fail(self, talk: _Talk) -> list[Receipt]:
        self.drop(talk.parts)
        return [Receipt(_part_name(part), Fate.FAILED) for part in talk.parts[talk.at :]]


def _name(parts: tuple[Message, ...]) -> str:
    return _part_name(parts[0])


def _part_name(part: Message) -> str:
    return reference(part.addressee, part.id)
