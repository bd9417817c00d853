"""From places with reports to marks on the drawing: near ones become one mark that names them all."""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.desk.values import Spot
from web.geography.plane import HEIGHT, WIDTH, position

NEAR = 26  # units: closer than this, two marks could not be told apart or hit


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: where it stands, how many reports, the most urgent of them, and which places."""

    x: int
    y: int
    count: int
    urgency: int
    places: tuple[str, ...]
    names: tuple[str, ...]


def marks_of(spots: Sequence[Spot]) -> list[Mark]:
    """Return the marks of all spots on the drawing, the busiest placed first."""
    found: list[Mark] = []
    for spot in sorted(spots, key=lambda one: (-one.count, one.place)):
        x, y = position(spot.lat, spot.lon)
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            continue
        near = next((one for one in found if abs(one.x - x) < NEAR and abs(one.y - y) < NEAR), None)
        if near is None:
            found.append(Mark(x, y, spot.count, spot.urgency, (spot.place,), (spot.name,)))
        else:
            found[found.index(near)] = _joined(near, spot)
    return found


def _joined(mark: Mark, spot: Spot) -> Mark:
    return Mark(
        mark.x,
        mark.y,
        mark.count + spot.count,
        min(mark.urgency, spot.urgency),
        (*mark.places, spot.place),
        (*mark.names, spot.name),
    )
