"""The plug between the relay and what carries its frames to one partner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hardware.sentence import NOTHING, Sentence


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What came of one exchange: the partner's signed answer, or a sentence that says why there is none."""

    answer: bytes | None
    sentence: Sentence = NOTHING


class Link(Protocol):
    """A way to one partner; never raises for what the network does."""

    async def exchange(self, frames: Sequence[bytes]) -> Exchanged:
        """Hand over frames in order and return the partner's answer to them."""
        ...

    async def close(self) -> None: ...
