"""Draws `borders.svg` from Natural Earth's 1:10m countries (public domain), as npm's world-atlas packs them.

    python -m web.geography.draw countries-10m.json web/geography/borders.svg

Each border is drawn once, though two countries share it. Points whose triangle with their neighbours is
small go first (M. Visvalingam, J. D. Whyatt: Line generalisation by repeated elimination of points, 1993).
"""

import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from web.geography.plane import HEIGHT, WIDTH, position

COUNTRIES = frozenset({"104", "116", "418", "704", "764"})  # ISO 3166 numeric: MM KH LA VN TH
SMALLEST = 0.005  # square degrees of the triangle that a point must span to stay
SMALLEST_RING = 0.05  # square degrees: islands below this are left out
Point = tuple[float, float]


def arcs_of(atlas: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield every line that bounds one of the five countries, once, in degrees."""
    wanted = {
        arc if arc >= 0 else ~arc
        for shape in atlas["objects"]["countries"]["geometries"]
        if shape.get("id") in COUNTRIES
        for polygon in (shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]])
        for ring in polygon
        for arc in ring
    }
    (kx, ky), (dx, dy) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for number in sorted(wanted):
        x = y = 0
        line: list[Point] = []
        for step_x, step_y in atlas["arcs"][number]:
            x, y = x + step_x, y + step_y
            line.append((x * kx + dx, y * ky + dy))
        yield line


def simplified(line: Sequence[Point]) -> list[Point]:
    """Return a line without its least telling points; both ends stay, so that borders still meet."""
    kept = list(line)
    while len(kept) > 2:  # noqa: PLR2004  # a line has two ends
        areas = [_area(*kept[i - 1 : i + 2]) for i in range(1, len(kept) - 1)]
        least = min(range(len(areas)), key=areas.__getitem__)
        if areas[least] >= SMALLEST:
            break
        del kept[least + 1]
    return kept


def path(line: Sequence[Point]) -> str:
    """Return a line as relative whole steps; empty when nothing of it is left to see."""
    points = [position(lat, lon) for lon, lat in line]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points)]
    text = " ".join(f"{x} {y}" for x, y in steps if x or y)
    return f"M{points[0][0]} {points[0][1]}l{text}".replace(" -", "-") if text else ""


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    lines = [line for line in arcs_of(json.loads(source.read_text())) if not _islet(line)]
    drawn = "".join(path(simplified(line)) for line in lines)
    box = f"xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'"
    target.write_text(f"<svg {box}><path fill='none' stroke='#000' stroke-width='3' d='{drawn}'/></svg>\n")


def _area(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def _islet(line: Sequence[Point]) -> bool:
    closed = line[0] == line[-1]
    turns = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(line))
    return closed and abs(turns) / 2 < SMALLEST_RING


if __name__ == "__main__":
    main()
