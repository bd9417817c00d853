"""Days as people write them: as the pages show them, in either era and any digits, or as in an address."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from codes.book import Book, Kind
from web.local import DIGITS, ERA

_BUDDHIST: Final = 2400  # a year from here on is counted in the Buddhist Era
_LONGEST: Final = 12
_PLAIN = {ord(sign): str(value) for signs in DIGITS.values() for value, sign in enumerate(signs)}
_ADDRESS = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_MOMENT = re.compile(r"(?P<day>\S+)[ T]+(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})")
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


def typed(form: Mapping[str, str], book: Book) -> dict[str, str]:
    """Return a report's form with its days and times as the desk has them; what is none stays as it is."""
    slots = [slot for kind in book.types.values() for slot in kind.slots.values()]
    read = {slot.name: _READ[slot.kind] for slot in slots if slot.kind in _READ}
    return {name: read[name](text) if name in read else text for name, text in form.items()}


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


def _moment(text: str) -> str:
    """Read a day with a time behind it."""
    found = _MOMENT.fullmatch(text.strip().translate(_PLAIN))
    on = day_in(found["day"]) if found else None
    return f"{on} {found['hour']:0>2}:{found['minute']}" if found and on else text


def _date(text: str) -> str:
    return _plain(text) or text


_READ = {Kind.DATE: _date, Kind.TIME: _moment}
