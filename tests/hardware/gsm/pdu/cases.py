"""Where the PDUs in tests/data/pdu are read from, and how a case is named in a report."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[3] / "data" / "pdu"


def cases(file: str, kind: str) -> list[Any]:
    """Return the tables called `kind` in `file`, one pytest case each."""
    tables = tomllib.loads((DATA / file).read_text("utf-8"))[kind]
    return [pytest.param(table, id=table.get("note") or table.get("name")) for table in tables]
