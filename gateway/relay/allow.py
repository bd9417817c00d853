"""The fields that may leave the office, by report type: an allowlist, so that a new field stays at home.

`ACROSS` is for an office of another country; the own hub also gets what `HUB` adds. Nationality, persons
and route of migrants cross only by a named release, and even then not the free text (promise 5).
"""

from collections.abc import Mapping
from typing import Any

from gateway.config import Partner

_HEAD = frozenset({"place", "time", "precedence", "grade", "action", "direction"})

ACROSS: dict[str, frozenset[str]] = {
    "DRG": _HEAD | {"items", "vehicle", "concealment", "logo"},
    "WLD": _HEAD | {"items", "species", "form", "quantity", "vehicle", "document"},
    "MIG": _HEAD | {"persons", "vehicle", "condition"},
    "VEH": _HEAD | {"plate", "country", "kind", "colour"},
    "SOS": _HEAD | {"kind", "hurt"},
}
HUB: frozenset[str] = frozenset({"persons", "nationality", "route", "facilitators", "documents", "remark"})


def allowed(kind: str, fields: Mapping[str, Any], partner: Partner) -> dict[str, Any]:
    """Return the fields of a report of type `kind` that may go to `partner`."""
    names = ACROSS.get(kind, _HEAD) | (HUB if partner.role == "hub" else frozenset())
    return {name: value for name, value in fields.items() if name in names}
