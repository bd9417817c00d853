"""The files themselves, written as they are read from the store: a year of reports needs no memory."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from gateway.desk.shift.exporting import COLUMNS
from web.export import cells

Rows = AsyncIterator[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file: its media type, how its name ends, and how rows become text."""

    media_type: str
    ending: str
    write: Callable[[Rows], AsyncIterator[str]]


async def csv(rows: Rows) -> AsyncIterator[str]:
    """Yield a CSV file: the mark, a line of names, a line for each report."""
    yield cells.MARK + cells.line(COLUMNS)
    async for row in rows:
        yield cells.line(row.values())


async def geojson(rows: Rows) -> AsyncIterator[str]:
    """Yield a GeoJSON file, a feature a line."""
    yield '{"type": "FeatureCollection", "features": ['
    comma = "\n"
    async for row in rows:
        yield comma + cells.feature(row)
        comma = ",\n"
    yield "\n]}\n"


FORMS: dict[str, Form] = {
    "csv": Form("text/csv", "csv", csv),
    "geojson": Form("application/geo+json", "geojson", geojson),
}
