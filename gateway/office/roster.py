"""Who the officers are, by number or call sign: the roster at hand, which follows the one in the store."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gateway.office.config import Officer
from hardware.bearer import Address, AddressKind

Where = tuple[AddressKind, str]


class Known(NamedTuple):
    """An officer and all the numbers and call signs that are known to be his."""

    officer: Officer
    by: tuple[Where, ...]


@dataclass(slots=True)
class Roster:
    """Officers by address; a call sign is known with and without its SSID, and a phone may be shared."""

    by_address: dict[Where, tuple[Officer, ...]]
    by_name: dict[str, Officer]

    def find(self, address: Address) -> Officer | None:
        """Return the officer behind an address, or None for a stranger.

        Whoever share a phone are one to it: with both their names, and what the first of them is.
        """
        found = self.holders(address)
        if len(found) > 1:
            return found[0].model_copy(update={"name": " / ".join(one.name for one in found)})
        return found[0] if found else None

    def holders(self, address: Address) -> Sequence[Officer]:
        """Return everybody whose address this is."""
        found = self.by_address.get((address.kind, address.value), ())
        if not found and address.kind is AddressKind.CALLSIGN:
            return self.by_address.get((address.kind, address.value.partition("-")[0]), ())
        return found

    def named(self, name: str) -> Officer | None:
        """Return the one officer of that name; two of one name have to be told apart first."""
        return self.by_name.get(name)

    def become(self, known: Iterable[Known]) -> None:
        """Take on what the store says now; who has it in hand sees it at once."""
        other = roster_with(known)
        self.by_address, self.by_name = other.by_address, other.by_name


def roster_of(officers: Iterable[Officer]) -> Roster:
    """Return the roster of officers as a config lists them."""
    return roster_with(Known(one, places(one)) for one in officers)


def roster_with(known: Iterable[Known]) -> Roster:
    """Return the roster of officers with their addresses."""
    everyone = tuple(known)
    found: dict[Where, tuple[Officer, ...]] = {}
    for officer, by in everyone:
        for where in by:
            found[where] = (*found.get(where, ()), officer)
    names = Counter(one.officer.name for one in everyone)
    return Roster(found, {one.officer.name: one.officer for one in everyone if names[one.officer.name] == 1})


def places(officer: Officer) -> tuple[Where, ...]:
    """Return the number and the call sign that a config gives an officer."""
    pairs = ((AddressKind.NUMBER, officer.number), (AddressKind.CALLSIGN, officer.callsign))
    return tuple((kind, value) for kind, value in pairs if value)
