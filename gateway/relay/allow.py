"""The fields that may leave the office: an allowlist by name, so that a new field stays at home.

`ACROSS` is for an office of another country; the own hub also gets what `HUB` adds; `STAYS` names the
rest, so that a new slot of the codebook is a decision somebody made. Nationality and route
never cross, not even by a named release: sent to the state that a migrant fled, they can kill (promise 5).
"""

from collections.abc import Mapping
from typing import Any

from gateway.office.config import Partner

ACROSS: frozenset[str] = frozenset(
    {
        *("place", "time", "precedence", "grade", "action", "direction", "items", "persons", "weight"),
        *("vehicle", "plate", "country", "colour", "concealment", "container", "mark", "permit", "brand"),
        *("calibre", "danger", "distress", "hurt", "patrol", "document", "notice"),
    }
)
HUB: frozenset[str] = ACROSS | {
    *("nationality", "facilitators", "indicator", "condition", "origin", "destination", "seller"),
    *("subject", "name", "born", "sex", "text"),
}
STAYS: frozenset[str] = frozenset({"reference"})


def allowed(fields: Mapping[str, Any], partner: Partner) -> dict[str, Any]:
    """Return those of a report's fields that may go to `partner`."""
    names = HUB if partner.role == "hub" else ACROSS
    return {name: value for name, value in fields.items() if name in names}
