"""Finding reports by what is written in them, on each engine by its own index."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, column, exists, or_, select, text, tuple_
from sqlalchemy import table as lightweight
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement, UnaryExpression
from sqlalchemy.sql.operators import custom_op

from gateway.store.columns import table
from gateway.store.sought import SHORTEST
from gateway.store.tables import Report, Wording
from gateway.store.wording import fold, readings

_WORDING, _REPORT = table(Wording), table(Report)
_SOUGHT = lightweight("sought", column("rowid"))
_PLUS: custom_op[Any] = custom_op("+")
_OF = and_(*(_WORDING.c[name] == _REPORT.c[name] for name in ("origin", "epoch", "seq")))
_MATCH = "wording.id IN (SELECT rowid FROM sought WHERE sought MATCH :said)"

Query = Select[*tuple[Any, ...]]
Words = tuple[tuple[str, ...], ...]
"""What is sought: each word with what else may stand in its place; all words must be there, in any order."""


def words_of(said: str) -> Words:
    """Return a text as the words to seek: each as it was typed, and in Unicode where that was Zawgyi."""
    read = [one.split() for one in readings(said)]
    alike = (one for one in read if len(one) == len(read[0]))  # nonsense may lose a word on its way
    return tuple(tuple(dict.fromkeys(word)) for word in zip(*alike, strict=True))


def whole(code: str) -> str:
    """Return a code of the book as it is sought: as a whole word."""
    return f" {fold(code)} "


def written(words: Words, *, walk: bool = False) -> ColumnElement[bool]:
    """Return the condition that a report holds all these words, each whole or as a part of another.

    With `walk` each report is looked into by itself, else the index says which reports they are.
    """
    r, w = _REPORT.c, _WORDING.c
    if walk:
        return exists().where(_OF, *(_like(one) for one in words)).correlate(_REPORT)
    return tuple_(r.origin, r.epoch, r.seq).in_(select(w.origin, w.epoch, w.seq).where(_hits(words)))


def newest(conn: Connection, wanted: Query, words: Words) -> Query:
    """Return a query of reports for those that hold the words, the last filed first.

    Neither engine sorts: each reads its index backwards until enough is found.
    """
    fast = [one for one in words if _indexed(one)]
    if conn.dialect.name != "sqlite" or not fast:
        query = wanted.join_from(_WORDING, _REPORT, _OF).where(*(_like(one) for one in words))
        return query.order_by(_WORDING.c.id.desc())
    # The plus keeps SQLite from asking its index about each row instead of letting it tell them.
    told = _WORDING.c.id == UnaryExpression(_SOUGHT.c.rowid, operator=_PLUS)
    here = and_(told, text("sought MATCH :said").bindparams(said=_matching(fast)))
    slow = (_like(one) for one in words if not _indexed(one))
    query = wanted.select_from(_SOUGHT, _WORDING, _REPORT).where(here, _OF, *slow)
    return query.order_by(_SOUGHT.c.rowid.desc())


def _hits(words: Words) -> ColumnElement[bool]:
    likes = [_like(one) for one in words]
    slow = [_like(one) for one in words if not _indexed(one)]
    fast = [one for one in words if _indexed(one)]
    match = [text(_MATCH).bindparams(said=_matching(fast))] if fast else []
    return _ByEngine(and_(*match, *slow), and_(*likes))


def _indexed(alternatives: Sequence[str]) -> bool:
    return all(len(one) >= SHORTEST for one in alternatives)


def _like(alternatives: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(_WORDING.c.text.contains(one, autoescape=True) for one in alternatives))


def _matching(words: Iterable[Sequence[str]]) -> str:
    """Return the words in FTS5's own language, each in quotes, so that none of them is taken for a sign."""
    groups = (" OR ".join(f'"{one.replace(chr(34), chr(34) * 2)}"' for one in word) for word in words)
    return " AND ".join(f"({group})" for group in groups)


class _ByEngine(FunctionElement[bool]):
    """One condition for SQLite and one for the others; only one of them is sent."""

    name = "by_engine"
    inherit_cache = True


@compiles(_ByEngine)
def by_likeness(element: Any, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401  # as SQLAlchemy calls it
    return compiler.process(list(element.clauses)[1], **more)


@compiles(_ByEngine, "sqlite")
def by_index(element: Any, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401  # the same
    return compiler.process(next(iter(element.clauses)), **more)
