"""Every sentence that the station may say, read out of the code itself, so that none is forgotten."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_FLOORS = ("gateway", "hardware", "web")
_NOT_OURS = {"sim", "bench", "demo"}  # what no station runs
_BUILDERS = {"hardware/sentence.py", "gateway/store/sentences.py", "web/pages/health.py"}
"""Files that put together what others have written out."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Yield each file of ours that a station runs, by its path."""
    for floor in _FLOORS:
        for file in sorted((_ROOT / floor).rglob("*.py")):
            name = file.relative_to(_ROOT).as_posix()
            if not _NOT_OURS & set(file.relative_to(_ROOT).parts) and "migrations" not in name:
                yield name, ast.parse(file.read_text(encoding="utf-8"))


def constants(module: ast.Module) -> dict[str, str]:
    """Return the strings that a file gives a name at its head."""
    found: dict[str, str] = {}
    for node in module.body:
        if isinstance(node, ast.Assign):
            _name(node.targets[0], node.value, found)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            _name(node.target, node.value, found)
    return found


def said() -> tuple[set[str], list[str]]:
    """Return the words of all sentences, and where one is made of words that are written nowhere."""
    words: set[str] = set()
    loose: list[str] = []
    for name, module in sources():
        named = constants(module)
        for node in _made(module):
            if name in _BUILDERS:
                continue
            found = _words(node.args[0], named)
            words |= found
            loose += [] if found else [f"{name}:{node.lineno}"]
    return {one for one in words if _to_say(one)}, loose


def _made(module: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Sentence" and node.args:
            yield node


def _words(node: ast.expr, named: dict[str, str]) -> set[str]:
    """Return what an expression can be: a string, a name of one, or (a local name) any that has slots."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.Name) and node.id in named:
        return {named[node.id]}
    return {one for one in named.values() if isinstance(node, ast.Name) and "{" in one}


def _to_say(words: str) -> bool:
    """Tell whether there is anything to translate beside the slots."""
    return re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", words)) is not None


def _name(target: ast.expr, value: ast.expr, found: dict[str, str]) -> None:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, part in zip(target.elts, value.elts, strict=True):
            _name(one, part, found)
    elif isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
        found[target.id] = value.value
