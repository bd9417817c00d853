"""The time and the dates of a report: read however they are written, asked about where they may be two."""

import re

from codes.book import Slot
from codes.context import Context
from codes.reading.filling import Filling
from codes.reading.pieces import Option
from codes.report import Value
from codes.words.lexicon import Role
from codes.words.when import Moment, clock, day_of, group, local, whole_day, zone

_ZONELESS = re.compile(r"\d{6}[A-Z]{3}(?:\d{4}|\d{2})$")
_TWELVE = re.compile(r"(?:\S+ )?([1-9]):[0-5]\d$")


def _moment(word: str, context: Context) -> Moment | None:
    """Read a time however it is written: a group, a clock time, a day with or without one."""
    if found := group(word, context):
        return found
    day, _, time = word.partition(" ")
    days = day_of(day, context)
    if days and time:
        made = [m for d in days if (m := clock(time, context, d))]
        return next((m for m in made if not m.odd), made[0] if made else None)
    if days:
        return whole_day(days, context)
    return clock(word, context)


def _ways(word: str) -> tuple[str, ...]:
    """Return the two readings of a group whose zone was lost, or of a clock of perhaps twelve hours."""
    if _ZONELESS.match(word):
        return (word[:6] + "Z" + word[6:], word[:9])
    return (f"{word}AM", f"{word}PM") if _TWELVE.match(word) else ()


def moment(slot: Slot, filling: Filling) -> Value | None:
    """Return the time; one that lies ahead, or may be two, is asked about, and one of last week confirmed."""
    word = filling.only(slot, Role.TIME, Role.DATE)
    if word is None:
        return None
    found = _moment(word, filling.context)
    readings = {w: m for w in _ways(word) if (m := _moment(w, filling.context)) and not m.odd}
    if found and not found.odd and len(readings) < 2:  # noqa: PLR2004 - nothing to ask
        return found.value
    rest = filling.draft.without(filling.pieces(slot, Role.TIME, Role.DATE))
    said = local(found.value, zone(filling.context)) if found else word
    if len(readings) > 1:
        options = tuple(Option(m.value, w, f"{rest} {w}") for w, m in readings.items())
        filling.doubt(slot.name, "{what}: which is right?", {"what": slot.title(filling.language)}, options)
    elif found is None or found.odd == "future":
        filling.doubt(slot.name, "{text}: when was it? DDHHMM", {"text": said}, (), rest + " {}")
        return None
    elif found.odd:
        parts = {"what": slot.title(filling.language), "text": said}
        filling.confirm(slot.name, f"old:{found.value}", "{what} {text}: older than a week?", parts)
    return found.value if found else None


def day(slot: Slot, filling: Filling) -> Value | None:
    """Return a day, of birth for instance; one that lies ahead is asked about."""
    word = filling.only(slot, Role.DATE)
    days = [d for d in day_of(word, filling.context) if d <= filling.context.moment.date()] if word else []
    if word and not days:
        rest = filling.draft.without(filling.pieces(slot, Role.DATE))
        title = slot.title(filling.language)
        filling.doubt(slot.name, "Which {what}?", {"what": title}, (), f"{rest} {slot.markers[0]} {{}}")
    return days[0].isoformat() if days else None
