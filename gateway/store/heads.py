"""Heads of audit records: which of ours a partner was told last, and which of theirs this office has seen."""

from typing import Any

from sqlalchemy import Connection, delete, select, tuple_

from gateway.merkle.tree import Frontier
from gateway.store.columns import table
from gateway.store.rows import keep_first, keep_last, many, one
from gateway.store.tables import Told, Witness

_TOLD = table(Told)
_WITNESS = table(Witness)
_TELL = keep_last(_TOLD, ["partner"])
_SAW = keep_first(_WITNESS, ["office", "size", "root"], ["size"])
KEPT = 100  # heads of an office; those that did not agree are kept beside them, as evidence


def told(conn: Connection, values: dict[str, Any], base: Frontier) -> None:
    """Note what a partner is told: partner, size, at; `base` is the tree of proved_at to prove from."""
    conn.execute(_TELL(conn), values | {"base": base.size, "peaks": base.encode()})


def last_told(conn: Connection, partner: str) -> Told | None:
    return one(conn, Told, select(_TOLD).where(_TOLD.c.partner == partner))


def forget_told(conn: Connection) -> None:
    """Begin anew: after a restore, what partners were told is theirs to say."""
    conn.execute(delete(_TOLD))


def saw(conn: Connection, values: dict[str, Any]) -> None:
    """Keep a head of another office; `values` are the columns of `Witness`. The oldest give way.

    Which are the oldest their envelopes say, for our own clock may have stood in 1970 meanwhile.
    """
    conn.execute(_SAW(conn), values)
    c = _WITNESS.c
    mine = c.office == values["office"], c.problem == ""
    place = c.epoch, c.seq, c.size  # those from before envelopes were noted have nothing but their size
    oldest = select(*place).where(*mine).order_by(*(one.desc() for one in place)).offset(KEPT).limit(1)
    if (last := conn.execute(oldest).first()) is not None:
        conn.execute(delete(_WITNESS).where(*mine, tuple_(*place) <= tuple_(*last)))


def seen(conn: Connection, office: str | None = None) -> list[Witness]:
    """Return the heads kept of one office, or of all, the newest first."""
    c = _WITNESS.c
    query = select(_WITNESS).order_by(c.office, c.epoch.desc(), c.seq.desc(), c.size.desc())
    return many(conn, Witness, query if office is None else query.where(c.office == office))
