"""From pins to marks on the map: by type as letters, by age as fading, near ones as one with a count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.desk.shift.pins import Crossing, Pin
from web.geography.plane import position
from web.geography.sight import Sight

NEAR = 44  # as it looks: closer than this, two marks lie on each other
_FRESH = (timedelta(hours=6), timedelta(days=1), timedelta(days=7))
_LETTER = 11.0  # how wide a sign of a label looks, about; scripts of the region are no wider
_LINE = 30.0
_MOST = 3  # types that are named under a circle
_HALF, _FOOT = 24, 34  # half a mark's width; how far below its middle a name is free of it


@dataclass(frozen=True, slots=True)
class Blob:
    """One mark. `letters` is its type, or a count where there are several; `age` is 0 (fresh) to 3 (old)."""

    x: int
    y: int
    count: int
    urgency: int
    age: int
    letters: str
    single: bool
    places: tuple[str, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    kinds: str


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a place, under its point, and the types that a number in a circle stands for."""

    x: float
    y: float
    text: str
    kinds: str = ""


def blobs_of(pins: Sequence[Pin], sight: Sight, now: datetime, size: float = 1.0) -> list[Blob]:
    """Return the marks in sight, the busiest placed first; `size` is how much larger than usual they are."""
    groups: list[tuple[int, int, list[Pin]]] = []
    near = NEAR * sight.unit * size
    for pin in sorted(pins, key=lambda one: (-one.count, one.place, one.type)):
        x, y = position(pin.lat, pin.lon)
        if not sight.holds(x, y):
            continue
        group = next((one for one in groups if abs(one[0] - x) < near and abs(one[1] - y) < near), None)
        if group is None:
            groups.append((x, y, [pin]))
        else:
            group[2].append(pin)
    return [_blob(x, y, found, now) for x, y, found in groups]


def labels_of(
    blobs: Sequence[Blob], crossings: Sequence[Crossing], sight: Sight, size: float = 1.0
) -> list[Label]:
    """Return the names that find room: places with reports first, then the crossings when one is near."""
    wanted = [(float(one.x), float(one.y), one.names[0], one.kinds) for one in blobs]
    if sight.zoom > 1:
        known = {name for one in blobs for name in one.names}
        spots = ((*position(one.lat, one.lon), one.name) for one in crossings if one.name not in known)
        wanted += [(float(x), float(y), name, "") for x, y, name in spots if sight.holds(x, y)]
    unit = sight.unit * size
    placed: list[Label] = []
    for x, y, name, kinds in wanted:
        label = Label(x, y + 36 * unit, name, kinds)
        free = not any(_cross(label, one, unit) for one in placed)
        if free and not any(_covers(label, one, unit) for one in blobs):
            placed.append(label)
    return placed


def _blob(x: int, y: int, found: Sequence[Pin], now: datetime) -> Blob:
    types = dict.fromkeys(pin.type for pin in found)
    count, newest = sum(pin.count for pin in found), max(pin.newest for pin in found)
    return Blob(
        x,
        y,
        count,
        min(pin.urgency for pin in found),
        sum(now - newest > limit for limit in _FRESH),
        next(iter(types)) if len(types) == 1 else str(count),
        len(types) == 1,
        tuple(dict.fromkeys(pin.place for pin in found)),
        tuple(dict.fromkeys(pin.name for pin in found)),
        tuple(f"{pin.label} {pin.count}" for pin in found),
        "" if len(types) == 1 else " ".join(types if len(types) <= _MOST else [*list(types)[:_MOST], "…"]),
    )


def _cross(one: Label, other: Label, unit: float) -> bool:
    wide = (len(one.text) + len(other.text)) / 2 * _LETTER * unit
    return abs(one.x - other.x) < wide and abs(one.y - other.y) < _LINE * unit


def _covers(label: Label, blob: Blob, unit: float) -> bool:
    wide = (len(label.text) / 2 * _LETTER + _HALF) * unit
    return abs(label.x - blob.x) < wide and -_LINE * unit < label.y - blob.y < _FOOT * unit
