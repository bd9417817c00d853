"""What the record calls itself is no account's name; it is found in the code, so that none is forgotten."""

import ast
from collections.abc import Iterator
from pathlib import Path

import gateway
from gateway.desk.members import RECORDS

_PLACES = {"append": 2, "note": 3, "Event": 1, "LogLine": 1, "Happening": 1}  # where each takes who did it
_NAMES = {"actor", "by", "user"}


def _actors(call: ast.Call) -> Iterator[ast.expr]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = _PLACES.get(called, len(call.args))
    yield from call.args[place : place + 1]
    yield from (one.value for one in call.keywords if one.arg in _NAMES)


def _said() -> set[str]:
    files = Path(gateway.__file__).parent.rglob("*.py")
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    found = (one for node in nodes if isinstance(node, ast.Call) for one in _actors(node))
    return {one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)} - {""}


def test_what_the_record_calls_itself_is_no_accounts_name() -> None:
    assert {"station", "nobody", "officer", "rule"} <= _said() <= RECORDS
