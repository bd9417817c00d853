"""The bearers of one office: who may carry whose texts.

A text goes out by the bearer that heard the officer, as long as that one is fit: ready, with credit, below
its limits, not in back-off. Else any other of the same kind that is fit takes it, and a FLASH need not even
wait until its own is done with another text. What may have gone out on one is never given to another.
"""

from collections.abc import Sequence
from typing import Protocol

from hardware.bearer import AddressKind


class Carrier(Protocol):
    """What one bearer's sender tells the others of itself."""

    @property
    def name(self) -> str: ...

    @property
    def carries(self) -> AddressKind: ...

    def fit(self, *, flash: bool) -> bool:
        """Say whether it can send now."""
        ...

    @property
    def busy(self) -> bool:
        """Whether it has a text in hand."""
        ...


class Fleet:
    """All senders of a station; each joins as it is made."""

    def __init__(self) -> None:
        self._carriers: list[Carrier] = []

    def join(self, carrier: Carrier) -> None:
        self._carriers.append(carrier)

    def homes(self, mine: Carrier, *, flash: bool) -> Sequence[str]:
        """Return the bearers whose texts `mine` takes: its own, and those that cannot take theirs."""
        others = (one for one in self._carriers if one is not mine and one.carries == mine.carries)
        if not mine.fit(flash=flash):
            return (mine.name,)
        return (mine.name, *(one.name for one in others if not one.fit(flash=flash) or (flash and one.busy)))
