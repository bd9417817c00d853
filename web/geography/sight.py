"""What part of the drawing is looked at: a zoom, a middle, and the addresses that move them."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from web.geography.plane import HEIGHT, NORTH, SQUEEZE, UNITS, WEST, WIDTH, position

FURTHEST = 6  # each step halves what is seen; the last shows about 40 km
COARSE = 3  # from here on the simplified borders lie visibly beside the real ones
KM_A_UNIT = 111.2 / UNITS
_RULERS = (500, 200, 100, 50, 20, 10, 5, 2, 1)
_SPOT = re.compile(r"(-?\d{1,2}(?:\.\d{1,6})?),(-?\d{1,3}(?:\.\d{1,6})?)$")
_PATH = re.compile(r" d='([^']*)'")


class Ruler(NamedTuple):
    """A length to measure by: kilometres, and how long they are on the drawing."""

    km: int
    units: float


@dataclass(frozen=True, slots=True)
class Sight:
    """A window on the drawing, from its upper left, in units of the plane."""

    zoom: int
    x: float
    y: float

    @property
    def unit(self) -> float:
        """Return how long on the drawing is what looks one unit long."""
        return 1 / 2**self.zoom

    @property
    def wide(self) -> float:
        return WIDTH * self.unit

    @property
    def high(self) -> float:
        return HEIGHT * self.unit

    @property
    def box(self) -> str:
        """Return it as SVG's viewBox."""
        return f"{self.x:.2f} {self.y:.2f} {self.wide:.2f} {self.high:.2f}"

    @property
    def middle(self) -> tuple[float, float]:
        """Return (latitude, longitude) of its middle."""
        return degrees(self.x + self.wide / 2, self.y + self.high / 2)

    @property
    def ruler(self) -> Ruler:
        """Return the longest round length that takes no more than a third of the width."""
        km = next((one for one in _RULERS if one / KM_A_UNIT <= self.wide / 3), _RULERS[-1])
        return Ruler(km, km / KM_A_UNIT)

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x - self.x <= self.wide and 0 <= y - self.y <= self.high

    def moved(self, zoom: int = 0, east: float = 0.0, south: float = 0.0) -> "Sight":
        """Return it nearer or further, or moved by parts of its own width and height."""
        x = self.x + self.wide * (0.5 + east)
        return around(self.zoom + zoom, x, self.y + self.high * (0.5 + south))


def around(zoom: int, x: float, y: float) -> Sight:
    """Return the window around a point of the drawing, no further out than the drawing goes."""
    near = min(max(zoom, 0), FURTHEST)
    wide, high = WIDTH / 2**near, HEIGHT / 2**near
    left = min(max(x - wide / 2, 0.0), WIDTH - wide)
    return Sight(near, left, min(max(y - high / 2, 0.0), HEIGHT - high))


def looking_at(zoom: int, point: tuple[float, float] | None) -> Sight:
    """Return the window around (latitude, longitude), around the drawing's middle for None."""
    return around(zoom, *((WIDTH / 2, HEIGHT / 2) if point is None else position(*point)))


def degrees(x: float, y: float) -> tuple[float, float]:
    """Return (latitude, longitude) of a point of the drawing."""
    return NORTH - y / UNITS, WEST + x / (UNITS * SQUEEZE)


def spot_in(text: str) -> tuple[float, float] | None:
    """Read `20.43,99.88`; None when it is no point."""
    match = _SPOT.match(text)
    return (float(match[1]), float(match[2])) if match else None


@cache
def borders() -> str:
    """Return the path of the five countries."""
    drawing = (files("web") / "geography" / "borders.svg").read_text(encoding="utf-8")
    return "".join(_PATH.findall(drawing))
