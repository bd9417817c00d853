"""Slips of the calendar and the clock: the Buddhist Era, month before day, am and pm."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from codes.book import Kind
from codes.noise.draft import Draft, Scene

Stamp: TypeAlias = Callable[[datetime, Scene], str]
_BUDDHIST = 543


def _times(draft: Draft, scene: Scene) -> dict[str, datetime]:
    """Return the draft's time and date fields as the officer's own clock and calendar show them."""
    found: dict[str, datetime] = {}
    for name, value in draft.truth.fields.items():
        slot = scene.slot(draft, name)
        if slot and slot.kind is Kind.TIME:
            at = datetime.strptime(str(value), "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
            found[name] = at + timedelta(minutes=scene.offset_minutes)
        elif slot and slot.kind is Kind.DATE:
            found[name] = datetime.strptime(str(value), "%Y-%m-%d").replace(tzinfo=UTC)
    return found


def _rewritten(draft: Draft, scene: Scene, stamp: Stamp) -> Draft | None:
    """Type a time or date another way, in the place where it stands."""
    times = _times(draft, scene)
    if not times:
        return None
    name = scene.dice.choice(sorted(times))
    where = [i for i, token in enumerate(draft.tokens) if token.field == name]
    if not where:
        return None
    slot = scene.slot(draft, name)
    clock = f" {times[name]:%H:%M}" if slot and slot.kind is Kind.TIME else ""
    text = stamp(times[name], scene).replace("CLOCK", clock.strip()).strip()
    token = draft.tokens[where[-1]]
    return draft.put(where[-1], replace(token, text=text))


def buddhist(draft: Draft, scene: Scene) -> Draft | None:
    """Write the year as Thailand counts it: 2569, or 69."""

    def stamp(at: datetime, scene: Scene) -> str:
        year = at.year + _BUDDHIST
        sign = scene.dice.choice("/-.")
        shown = str(year) if scene.lucky(0.6) else f"{year % 100:02}"
        return f"{at.day}{sign}{at.month}{sign}{shown} CLOCK"

    return _rewritten(draft, scene, stamp)


def month_first(draft: Draft, scene: Scene) -> Draft | None:
    """Write the month before the day, as phones set to American English suggest."""

    def stamp(at: datetime, scene: Scene) -> str:
        year = at.year if scene.lucky(0.6) else at.year % 100
        return f"{at.month:02}/{at.day:02}/{year:02} CLOCK"

    return _rewritten(draft, scene, stamp)


def half_day(draft: Draft, scene: Scene) -> Draft | None:
    """Write twelve hours instead of twenty-four, with am or pm; one in four forgets to say which."""
    if not any(k is Kind.TIME for k in (scene.kind(draft, t) for t in draft.tokens)):
        return None

    def stamp(at: datetime, scene: Scene) -> str:
        half = "" if scene.lucky(0.25) else scene.dice.choice(("", " ")) + f"{at:%p}"
        return f"{at.day:02}/{at.month:02}/{at.year} {at.hour % 12 or 12}:{at.minute:02}{half}"

    return _rewritten(draft, scene, stamp)
