"""Small drawings of numbers for inside a page: widths and points, which the templates put into SVG."""

from collections.abc import Sequence

WIDE, HIGH = 100, 20


def bar(value: int, most: int) -> float:
    """Return how wide a bar is, of 100."""
    return round(WIDE * value / most, 1) if most else 0.0


def points(values: Sequence[int]) -> str:
    """Return the points of a line over equal steps, 100 wide and 20 high, zero at the foot."""
    if len(values) < 2:  # noqa: PLR2004  # a line has two ends
        return ""
    top, step = max(*values, 1), WIDE / (len(values) - 1)
    return " ".join(f"{n * step:.1f},{HIGH - HIGH * value / top:.1f}" for n, value in enumerate(values))


def columns(values: Sequence[int]) -> list[tuple[float, float, float, float]]:
    """Return (x, y, width, height) of a column for each value, in 100 by 20."""
    top, step = max(*values, 1, 1), WIDE / max(len(values), 1)
    tall = [HIGH * value / top for value in values]
    sides = (round(step * 0.8, 2),)
    return [(round(n * step, 2), round(HIGH - one, 2), *sides, round(one, 2)) for n, one in enumerate(tall)]
