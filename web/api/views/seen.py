"""What the office looks like from above as the API gives it: places, the map, figures."""

from msgspec import Struct

from gateway.desk.values import Spot


class Place(Struct, frozen=True):
    """One place with open reports: how many, and the most urgent of them (0 is FLASH)."""

    place: str
    name: str
    lat: float
    lon: float
    count: int
    urgency: int


def place(spot: Spot) -> Place:
    return Place(spot.place, spot.name, spot.lat, spot.lon, spot.count, spot.urgency)
