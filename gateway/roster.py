"""Who the officers are, by number or call sign."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gateway.config import Officer
from hardware.bearer import Address, AddressKind


@dataclass(frozen=True, slots=True)
class Roster:
    """Officers by address; a call sign is known with and without its SSID."""

    by_address: dict[tuple[AddressKind, str], Officer]
    by_name: dict[str, Officer]

    def find(self, address: Address) -> Officer | None:
        """Return the officer behind an address, or None for a stranger."""
        found = self.by_address.get((address.kind, address.value))
        if found is None and address.kind is AddressKind.CALLSIGN:
            return self.by_address.get((address.kind, address.value.partition("-")[0]))
        return found

    def named(self, name: str) -> Officer | None:
        """Return the one officer of that name; two of one name have to be told apart first."""
        return self.by_name.get(name)


def roster_of(officers: Iterable[Officer]) -> Roster:
    """Return the roster of the configured officers."""
    everyone = tuple(officers)
    found: dict[tuple[AddressKind, str], Officer] = {}
    for officer in everyone:
        if officer.number:
            found[AddressKind.NUMBER, officer.number] = officer
        if officer.callsign:
            found[AddressKind.CALLSIGN, officer.callsign] = officer
    names = Counter(officer.name for officer in everyone)
    return Roster(found, {officer.name: officer for officer in everyone if names[officer.name] == 1})
