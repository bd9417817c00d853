"""Where a report's place lies: the four ways in which an officer can say it, in degrees."""

import math
import re
from collections.abc import Callable

import mgrs
from mgrs.core import MGRSError
from openlocationcode import openlocationcode

from codes.book import Book

Point = tuple[float, float]
_KM_A_DEGREE = 111.2
_OFFSET = re.compile(r"([A-Z]{2,6})\+(\d{1,3}(?:\.\d)?)(N|S|E|W|NE|NW|SE|SW)$")
_DEGREES = re.compile(r"N(-?\d{1,2}\.\d+)E(\d{2,3}\.\d+)$")
_GRID = re.compile(r"\d{2}[A-Z]{3}(?:\d\d){1,5}$")
_BEARINGS = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}


def where(place: str, book: Book) -> Point | None:
    """Return (latitude, longitude) of a place as the codebook writes it; None when it cannot be told."""
    found = (way(place, book) for way in _WAYS)
    return next((point for point in found if point is not None), None)


def _known(place: str, book: Book) -> Point | None:
    one = book.places.get(place)
    return None if one is None else (float(one.lat), float(one.lon))


def _offset(place: str, book: Book) -> Point | None:
    match = _OFFSET.match(place)
    start = _known(match[1], book) if match else None
    if match is None or start is None:
        return None
    turn, degrees = math.radians(_BEARINGS[match[3]]), float(match[2]) / _KM_A_DEGREE
    east = degrees * math.sin(turn) / math.cos(math.radians(start[0]))
    return start[0] + degrees * math.cos(turn), start[1] + east


def _degrees(place: str, book: Book) -> Point | None:
    del book
    match = _DEGREES.match(place)
    return (float(match[1]), float(match[2])) if match else None


def _grid(place: str, book: Book) -> Point | None:
    del book
    try:
        return mgrs.MGRS().toLatLon(place) if _GRID.match(place) else None
    except MGRSError:
        return None


def _plus(place: str, book: Book) -> Point | None:
    del book
    if "+" not in place or not openlocationcode.isFull(place):
        return None
    area = openlocationcode.decode(place)
    return area.latitudeCenter, area.longitudeCenter


_WAYS: tuple[Callable[[str, Book], Point | None], ...] = (_known, _offset, _degrees, _grid, _plus)
