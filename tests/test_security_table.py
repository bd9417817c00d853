"""Every test that docs/security.md names is there, and whatever it does not show says that it is not met."""

import ast
import re
from pathlib import Path

_HERE = Path(__file__).parent
_PAGE = (_HERE.parent / "docs" / "security.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
_ITEM = re.compile(r"^\d+\.\d+\.\d+(, \d+\.\d+\.\d+)*$")


def _rows() -> list[list[str]]:
    lines = [line for line in _PAGE.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row[0] != "item"]


def _tests_of(file: str) -> set[str]:
    tree = ast.parse((_HERE / file).read_text(encoding="utf-8"))
    return {one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_named_is_there() -> None:
    named = _NAMED.findall(_PAGE)
    assert len(named) > 40
    assert [f"{file}::{name}" for file, name in named if name not in _tests_of(file)] == []


def test_a_row_without_a_test_says_that_it_is_not_met() -> None:
    for item, _, stands, tests in _rows():
        assert _ITEM.match(item), item
        assert _NAMED.search(tests) or "not met" in stands, item


def test_a_name_that_is_wrong_would_be_found() -> None:
    assert "test_that_nobody_wrote" not in _tests_of("web/attacks/test_forms.py")
