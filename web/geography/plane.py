"""The plane of the drawing: whole units of 0.02 degrees, north up, east-west scaled for its middle."""

WEST, NORTH = 92.0, 28.6
UNITS = 50.0  # a degree of latitude
SQUEEZE = 0.96  # cosine of 16 degrees north
WIDTH, HEIGHT = 864, 1155


def position(lat: float, lon: float) -> tuple[int, int]:
    """Return where a point in degrees stands, in units from the upper left; it may lie outside."""
    return round((lon - WEST) * UNITS * SQUEEZE), round((NORTH - lat) * UNITS)
