"""Every action that is put on record, read out of the code, so that none is forgotten in the catalogues."""

import ast
from collections.abc import Iterator, Mapping

from tests.web.sentences import constants, sources

_CALLS = {"audit.append": 3, "audit.Event": 2, "Event": 2}  # where each is given the action
_APART = ("gateway/store/audit.py", "web/api/")  # the record itself, and what calls something else so
_HANDED = {  # what comes from a form's choice, as gateway/desk/doing.py checks it
    "gateway/desk/doing.py": {"acted", "declined"},
}


def actions() -> tuple[set[str], list[str]]:
    """Return what each action on record begins with, and where one was not understood."""
    files = dict(sources())
    named = {name: constants(module) for name, module in files.items()}
    found: set[str] = set()
    loose: list[str] = []
    for name, module in files.items():
        for call, said in _recorded(name, module):
            got = _heads(said, call, module, _known(name, module, named))
            found |= got | (_HANDED.get(name, set()) if got else set())
            loose += [] if got else [f"{name}:{call.lineno}"]
    return found, loose


def _recorded(name: str, module: ast.Module) -> Iterator[tuple[ast.Call, ast.expr]]:
    for called, at in _CALLS.items() if not name.startswith(_APART) else ():
        yield from ((call, call.args[at]) for call in _calls(module, called) if len(call.args) > at)


def _known(name: str, module: ast.Module, named: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """Return the constants of a file, those it imports by name among them."""
    found = dict(named[name])
    for node in module.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            there = named.get(f"{node.module.replace('.', '/')}.py", {})
            found |= {one.asname or one.name: there[one.name] for one in node.names if one.name in there}
    return found


def _calls(module: ast.AST, called: str) -> Iterator[ast.Call]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == called:
            yield node


def _heads(node: ast.expr, inside: ast.AST, module: ast.Module, known: Mapping[str, str]) -> set[str]:
    """Return what an expression may begin with."""
    match node:
        case ast.Constant(value=str(text)):
            return {text.strip()}
        case ast.JoinedStr(values=[value, *_]) | ast.FormattedValue(value=value) | ast.BinOp(left=value):
            return _heads(value, inside, module, known)
        case ast.IfExp(body=one, orelse=other):
            return _heads(one, inside, module, known) | _heads(other, inside, module, known)
        case ast.Name(id=name) if name in known:
            return {known[name]}
        case ast.Name(id=name):
            return _of_name(name, inside, module, known)
        case _:
            return set()


def _of_name(name: str, inside: ast.AST, module: ast.Module, known: Mapping[str, str]) -> set[str]:
    """Return what a local name may be: what it is set to, or what callers in the file hand in."""
    around = next(one for one in _functions(module) if any(node is inside for node in ast.walk(one)))
    found: set[str] = set()
    for node in ast.walk(around):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            found |= _heads(node.value, node, module, known)
    places = [one.arg for one in around.args.args if one.arg != "self"]
    for called in (around.name, f"self.{around.name}") if name in places else ():
        for call in _calls(module, called):
            if len(call.args) > places.index(name):
                found |= _heads(call.args[places.index(name)], call, module, known)
    return found


def _functions(module: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return all functions, the outer before the inner."""
    return [one for one in ast.walk(module) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
