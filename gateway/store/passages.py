"""Passages: how far a report has come with each partner; a passage only climbs (promise 6)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, select, tuple_, update

from gateway.store.columns import table
from gateway.store.keys import ReportKey, same, this
from gateway.store.rows import keep_last, many, one
from gateway.store.states import RANK, REACHED, PassageState
from gateway.store.tables import Passage

_PASSAGE = table(Passage)
_KEY = ("partner", "origin", "epoch", "seq")
RECALLED = "recalled"
"""How the reason of a passage begins whose report was taken back from that one partner."""
_LATER = ("sent_at", "stored_at", "seen_at", "acted_at")
_DID = _PASSAGE.c.state.in_([PassageState.ACTED.value, PassageState.DECLINED.value])
_EARLIER = case((_DID, _PASSAGE.c.state + " " + _PASSAGE.c.by), else_=_PASSAGE.c.earlier)
_BEGIN = keep_last(
    _PASSAGE, _KEY, only=lambda new: _PASSAGE.c.version < new.version, stays={"earlier": _EARLIER}
)

_THIS = and_(_PASSAGE.c.partner == bindparam("of_partner"), this(_PASSAGE))
_GET = select(_PASSAGE).where(_THIS)
_CHANGE = update(_PASSAGE).where(_THIS)


def begin(conn: Connection, partner: str, key: ReportKey, version: int, *, at: datetime, why: str) -> bool:
    """Queue a version of a report for a partner, `why` naming the rule or the release.

    A later version begins anew, and what was done with an earlier one stays told beside it; the same or an
    earlier one changes nothing and is False.
    """
    row = {**dict.fromkeys(_LATER), "partner": partner, **key.values(), "version": version}
    row |= {"state": PassageState.QUEUED, "why": why, "by": "", "queued_at": at}
    return conn.execute(_BEGIN(conn), row).rowcount > 0


def advance(
    conn: Connection, partner: str, key: ReportKey, version: int, state: str, *, at: datetime, by: str = ""
) -> bool:
    """Say that a partner has come to `state` with that version; `by` is a role, never a name.

    Only upwards, and each time is written once: a receipt that was overtaken still leaves its time,
    one for another version leaves nothing. Returns whether anything changed.
    """
    row = get(conn, partner, key)
    if row is None or row.version != version:
        return False
    changes = _changes(row, state, at, by)
    if not changes:
        return False
    conn.execute(_CHANGE, {"of_partner": partner, **key.named(), **changes})
    return True


def _changes(row: Passage, state: str, at: datetime, by: str) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if RANK[state] > RANK[row.state]:
        changes = {"state": state, "by": by or row.by}
    elif RANK[state] == RANK[row.state]:
        return {}  # acted and declined stand side by side: the first word counts
    if getattr(row, REACHED[state]) is None:
        changes[REACHED[state]] = at
    return changes


def recalled(row: Passage) -> bool:
    """Say whether the report was taken back from this partner, and not released to it again."""
    return row.why.startswith(RECALLED)


def stand(conn: Connection, key: ReportKey, why: str) -> None:
    """Say of a report that it was taken back from no partner alone: it is cancelled with all of them."""
    conn.execute(update(_PASSAGE).where(same(_PASSAGE, key)).values(why=why))


def get(conn: Connection, partner: str, key: ReportKey) -> Passage | None:
    return one(conn, Passage, _GET, {"of_partner": partner, **key.named()})


def of(conn: Connection, key: ReportKey) -> list[Passage]:
    """Return the passages of a report, a row a partner, by name."""
    return many(conn, Passage, select(_PASSAGE).where(same(_PASSAGE, key)).order_by(_PASSAGE.c.partner))


def of_all(conn: Connection, keys: list[ReportKey]) -> dict[ReportKey, list[Passage]]:
    """Return the passages of a page of reports in one reading."""
    found: dict[ReportKey, list[Passage]] = {key: [] for key in keys}
    c = _PASSAGE.c
    query = select(_PASSAGE).where(tuple_(c.origin, c.epoch, c.seq).in_(keys)).order_by(c.partner)
    for row in many(conn, Passage, query):
        found.get(ReportKey(row.origin, row.epoch, row.seq), []).append(row)
    return found
