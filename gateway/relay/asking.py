"""What a restored office asks of a partner, and what the partner gives back: the bodies of their envelopes.

The asker names of one log (its own, or the partner's) all that it still holds; the other gives the rest. What
is given back of the asker's own log is proved by the asker's own signature, whoever brings it.
"""

from typing import Annotated, Any

from pydantic import Field, field_validator

from gateway.relay.array import Array, Code, Count, Number
from gateway.relay.envelope import Proof

MOST_NAMED, MOST_EPOCHS, MOST_PROOFS = 2000, 20, 200
_Bytes = Annotated[bytes, Field(max_length=64 * 1024)]
_Proof = Annotated[list[_Bytes], Field(min_length=3, max_length=3)]


class Log(Array):
    """What is held of one epoch of a log: numbers as steps, each from the one before, the first from nought.

    What lies below `below` is not asked for.
    """

    epoch: Number
    below: Number
    steps: Annotated[list[Number], Field(max_length=MOST_NAMED)]

    @classmethod
    def naming(cls, epoch: int, held: list[int]) -> "Log":
        """Name the newest of the numbers held, which come in their order."""
        named = held[-MOST_NAMED:]
        steps = [after - before for before, after in zip([0, *named], named, strict=False)]
        return cls(epoch=epoch, below=1 if named == held else named[0], steps=steps)

    def numbers(self) -> set[int]:
        """Return the numbers that are held."""
        last, found = 0, set[int]()
        for step in self.steps:
            last += step
            found.add(last)
        return found


class AskBody(Array):
    """The question of an office that was restored and is in `epoch` now: what is there of an office's log."""

    epoch: Number
    log_of: Code
    logs: Annotated[list[Log], Field(max_length=MOST_EPOCHS)]

    def array(self) -> list[Any]:
        return [self.epoch, self.log_of, [one.array() for one in self.logs]]

    @field_validator("logs", mode="before")
    @classmethod
    def _read(cls, rows: object) -> object:
        return [Log.of(row) for row in rows] if isinstance(rows, list) and not _made(rows) else rows  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # that is what is being checked


class BackBody(Array):
    """One part of the answer, of `parts`: what the partner holds of the asker's log and the asker does not.

    `proofs` are [header, key it was sealed to, signature and body]; `unread` counts what cannot be opened
    any more.
    """

    epoch: Number
    part: Number
    parts: Number
    unread: Count
    proofs: Annotated[list[_Proof], Field(max_length=MOST_PROOFS)]

    @property
    def proved(self) -> list[Proof]:
        return [Proof(*one) for one in self.proofs]


def _made(rows: list[Any]) -> bool:
    return all(isinstance(row, Log) for row in rows)
