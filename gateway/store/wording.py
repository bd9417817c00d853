"""The words of reports as search reads them: folded, one row a report.

They are written with the report itself; those of a batch on PostgreSQL behind it, see `worded`. What came in
Zawgyi stands there twice, as it came and in Unicode; a row from before that is found by the first alone,
until it is renewed.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, bindparam, select, update

from codes.words.zawgyi import is_zawgyi, to_unicode
from gateway.store import bulk
from gateway.store.columns import table
from gateway.store.keys import ReportKey, this
from gateway.store.rows import built
from gateway.store.tables import Message, Report, Wording

_WORDING, _REPORT, _MESSAGE = table(Wording), table(Report), table(Message)
_LATIN_MARKS = range(0x300, 0x370)
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_WRITTEN = select(_REPORT.c.ref, _REPORT.c.canonical, _REPORT.c.unit).where(this(_REPORT))
_SAID = select(_MESSAGE.c.text).where(this(_MESSAGE)).order_by(_MESSAGE.c.id)
_KEPT = select(_WORDING.c.id, _WORDING.c.text).where(this(_WORDING))
_CHANGE = update(_WORDING).where(_WORDING.c.id == bindparam("of_id"))
_NAME = ("origin", "epoch", "seq")


def _putting(insert: Any) -> Insert:  # noqa: ANN401  # either engine's own
    new = insert(_WORDING)
    return new.on_conflict_do_update(index_elements=_NAME, set_={"text": new.excluded.text})


_PUT = built(_putting)  # another worker may have kept the words that were, since we looked


def fold(text: str) -> str:
    """Return a text as search compares it: lower case, no accents on Latin letters, the digits 0 to 9."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_UNSEEN).replace("đ", "d").replace("Đ", "d"))
    kept = (c for c in plain.casefold() if ord(c) not in _LATIN_MARKS)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept)


def readings(text: str) -> tuple[str, ...]:
    """Return a text folded, and folded in Unicode too where it came in Zawgyi."""
    if text.isascii():
        return (fold(text),)
    seen = text.translate(_UNSEEN)
    return (fold(text), fold(to_unicode(seen))) if is_zawgyi(seen) else (fold(text),)


def line(parts: Iterable[str]) -> str:
    """Return texts as one folded line, each word between two spaces, so that a whole word can be sought."""
    read = " ".join(one for part in parts for one in readings(part))
    return f" {' '.join(read.split())} "


def add_all(conn: Connection, rows: Sequence[Mapping[str, Any]], said: Mapping[ReportKey, str]) -> None:
    """Keep the words of reports just filed; `said` is what their officers wrote."""
    bulk.add(conn, _WORDING, [_row(row, said) for row in rows])


def add_missing(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the words of reports, except where there are some: whoever wrote those knew better."""
    bulk.keep_new(conn, _WORDING, [_row(row, {}) for row in rows], _NAME)


def renew(conn: Connection, keys: Iterable[ReportKey]) -> None:
    """Write the words of reports anew, from what they and their messages hold now."""
    for key in keys:
        report, kept = (conn.execute(query, key.named()).first() for query in (_WRITTEN, _KEPT))
        if report is None:
            continue
        words = line([*report, *conn.execute(_SAID, key.named()).scalars()])
        if kept is None:
            conn.execute(_PUT(conn), {**key.values(), "text": words})
        elif kept.text != words:
            conn.execute(_CHANGE, {"of_id": kept.id, "text": words})


def _row(row: Mapping[str, Any], said: Mapping[ReportKey, str]) -> dict[str, Any]:
    key = ReportKey(row["origin"], row["epoch"], row["seq"])
    words = line([row["ref"], row["canonical"], row.get("unit", ""), said.get(key, "")])
    return {**key.values(), "text": words}
