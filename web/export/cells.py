"""CSV (RFC 4180) that a spreadsheet shows and never runs: no cell of it begins as a formula does.

A cell is also looked at as a spreadsheet with another separator would cut it: in many countries that is a
semicolon, so that `x;=1+1` would become two cells.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

MARK = "\ufeff"  # by which Excel knows that the text is UTF-8
_START = re.compile(r"""(^|[;,|\t\r\n])(["\s]*)(?=[-=+@＝＋－＠])""")
_CONTROL = ("\t", "\r", "\n")


def line(cells: Iterable[object]) -> str:
    """Return one line of a file, each cell safe and quoted."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([safe(plain(one)) for one in cells])
    return out.getvalue()


def safe(text: str) -> str:
    """Return a cell's text with an apostrophe before whatever a spreadsheet would take for a formula."""
    found = _START.sub(r"\1\2'", text)
    return f"'{found}" if found.startswith(_CONTROL) else found


def plain(value: object) -> str:
    """Return a value as a cell holds it; a tree of values as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False)


def feature(row: Mapping[str, Any]) -> str:
    """Return one GeoJSON feature (RFC 7946): longitude first, no geometry where the place cannot be told."""
    spot = [row["longitude"], row["latitude"]]
    geometry = None if None in spot else {"type": "Point", "coordinates": spot}
    said = {name: value for name, value in row.items() if name not in ("latitude", "longitude")}
    whole = {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": said}
    return json.dumps(whole, ensure_ascii=False)
