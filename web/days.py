"""Days as people write them: as the pages show them, in either era and any digits, or as in an address."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from web.local import DIGITS, ERA

_BUDDHIST: Final = 2400  # a year from here on is counted in the Buddhist Era
_LONGEST: Final = 12
_PLAIN = {ord(sign): str(value) for signs in DIGITS.values() for value, sign in enumerate(signs)}
_ADDRESS = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_WRITTEN = re.compile(r"(?P<day>[0-9]{1,2})[/. -](?P<month>[0-9]{1,2})[/. -](?P<year>[0-9]{4})")


def day_in(text: str) -> date | None:
    """Read a day: `23/11/2026`, `23/11/2569`, `๒๓/๑๑/๒๕๖๙` or `2026-11-23`; None when it is none."""
    plain = text.strip().translate(_PLAIN)
    found = _ADDRESS.fullmatch(plain) or _WRITTEN.fullmatch(plain)
    if found is None:
        return None
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    try:
        return date(year - ERA if year >= _BUDDHIST else year, month, day)
    except ValueError:
        return None


def addressed(asked: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks for with its days as addresses hold them; what is no day is left out."""
    return {name: _plain(text) if name in ("from", "to") else text for name, text in asked.items()}


def wrong_in(asked: Mapping[str, str]) -> str:
    """Return what stands in an address for a day and is none; empty when all is well."""
    return next(
        (text[:_LONGEST] for name in ("from", "to") if (text := asked.get(name, "")) and not day_in(text)), ""
    )


def _plain(text: str) -> str:
    found = day_in(text)
    return found.isoformat() if found else ""
