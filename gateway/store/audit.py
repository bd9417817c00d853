"""The audit log: append-only; its rows are the leaves of a Merkle tree (RFC 6962) that partners witness.

Only the tree's frontier is kept beside the rows, so that appending reads no old row, however many there
are. Rows written before there was a tree stand in a chain, each hash over the one before; their hashes are
the tree's first leaves, so that they verify as they did and the tree covers them too.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import cbor2
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import OperationalError

from gateway.merkle.tree import EMPTY, WIDTH, Frontier, leaf
from gateway.store.columns import table
from gateway.store.order import hold
from gateway.store.patience import take_time
from gateway.store.rows import keep_last
from gateway.store.tables import Audit, Tree
from gateway.store.tables.audit import ASKED

_AUDIT = table(Audit)
_TREE = table(Tree)
_KEEP = keep_last(_TREE, ["id"])
_ADD, _GROWN = insert(_AUDIT), select(_TREE.c.size, _TREE.c.peaks, _TREE.c.chained).where(_TREE.c.id == 1)
_OFTEN = text(f"action IN {ASKED}")  # an engine sees that an index fits only by its very words
_MOST, _LEAST = 1000, -(2**63)
_PAGE = text(
    "SELECT seq, at, actor, action, subject, digest, hash FROM audit "
    "WHERE seq >= :first ORDER BY seq LIMIT :most"
)
Row = Mapping[str, Any]
Seen = Iterable[tuple[int, bytes]]
"""What somebody outside holds of this record: how many rows it had, and the root over them."""
_1970 = datetime(1970, 1, 1, tzinfo=UTC)
START = EMPTY


class AuditHead(NamedTuple):
    """How many rows there are, and the root over them; SHA-256 of nothing before the first."""

    seq: int
    hash: bytes


class Event(NamedTuple):
    """What is to be put on record; `digest` is the SHA-256 of what stands, and can be erased, elsewhere."""

    at: datetime
    actor: str
    action: str
    subject: str
    digest: bytes = b""


class Broken(NamedTuple):
    """What is wrong with the record: from which row on (None when no row can be named), and a sentence."""

    row: int | None
    sentence: str


def append(conn: Connection, at: datetime, actor: str, action: str, subject: str, digest: bytes = b"") -> int:
    """Put one event on record and return its row's number."""
    return append_all(conn, [Event(at, actor, action, subject, digest)])


def append_all(conn: Connection, events: Sequence[Event]) -> int:
    """Put events on record in their order and return the last row's number.

    One read and two writes for any number of events, and about one hash for each.
    """
    hold(conn)
    tree, chained = _tree(conn)
    rows = [{"seq": number, **event._asdict()} for number, event in enumerate(events, tree.size + 1)]
    leaves = [_leaf(row) for row in rows]
    if rows:
        conn.execute(_ADD, [{**row, "hash": one} for row, one in zip(rows, leaves, strict=True)])
        grown = tree.grow(leaves)
        values = {"id": 1, "size": grown.size, "peaks": grown.encode(), "chained": chained}
        conn.execute(_KEEP(conn), values)
    return tree.size + len(rows)


def frontier(conn: Connection) -> Frontier:
    """Return the tree as it grows on from here."""
    return _tree(conn)[0]


def head(conn: Connection) -> AuditHead:
    tree = frontier(conn)
    return AuditHead(tree.size, tree.root)


def last(conn: Connection, action: str, subject: str) -> datetime | None:
    """Return when this was last recorded; None when it never was. All but the actions ASKED take a walk."""
    query = select(func.max(_AUDIT.c.seq)).where(_AUDIT.c.action == action, _AUDIT.c.subject == subject)
    query = query.where(_OFTEN) if action in ASKED else query
    found = select(_AUDIT.c.at).where(_AUDIT.c.seq == query.scalar_subquery())
    return conn.execute(found).scalar_one_or_none()


def began(conn: Connection) -> datetime | None:
    """Return when the record was begun; None while it is empty."""
    return conn.execute(select(_AUDIT.c.at).order_by(_AUDIT.c.seq).limit(1)).scalar_one_or_none()


def verify(conn: Connection, seen: Seen = ()) -> Broken | None:
    """Check every row against its hash, the rows against the tree, and the tree against heads seen of it.

    `seen` is such as a partner holds; without one, a tail that was cut off together with the frontier cannot
    be told from a record that never went on.
    """
    take_time(conn)
    wanted: dict[int, set[bytes]] = {}
    for size, root in seen:
        wanted.setdefault(size, set()).add(root)
    try:
        return _walk(conn, wanted)
    except OperationalError as error:
        if conn.dialect.name != "sqlite" or getattr(error.orig, "sqlite_errorcode", None) is not None:
            raise  # the server's trouble, or the disk's
        return Broken(None, "A row holds what is no text any more.")  # the driver's own, not SQLite's


def _walk(conn: Connection, wanted: dict[int, set[bytes]]) -> Broken | None:
    try:
        tree, chained = _tree(conn)
    except (ValueError, TypeError, MemoryError):  # of whatever may stand where the peaks should
        return Broken(None, "The tree that is kept beside the rows is damaged.")
    grown, before = Frontier(), bytes(WIDTH)
    for row in _rows(conn):
        number = grown.size + 1
        if row["seq"] < 1:
            return Broken(row["seq"], f"A row {row['seq']} was put before the first.")
        if row["seq"] != number:
            return Broken(number, f"Row {number} is missing.")
        if not _sound(row) or row["hash"] != (_link(before, row) if number <= chained else _leaf(row)):
            return Broken(number, f"Row {number} was changed.")
        before = row["hash"]
        grown = grown.grow([leaf(before) if number <= chained else before])
        roots = {grown.root, before} if number <= chained else {grown.root}
        if others := _others(number, roots, wanted.pop(number, roots)):
            return others
    return _end(grown, tree, wanted)


def _others(size: int, roots: set[bytes], seen: set[bytes]) -> Broken | None:
    """Say whether another record as long as this one was seen, instead of it or beside it."""
    if seen <= roots:
        return None
    if seen & roots:
        return Broken(None, f"Two records of {size} rows were seen from outside: this one and another.")
    return Broken(None, f"The first {size} rows are not those that were seen from outside.")


def _end(grown: Frontier, tree: Frontier, wanted: Mapping[int, set[bytes]]) -> Broken | None:
    if grown.size < tree.size:
        return Broken(grown.size + 1, f"Rows {grown.size + 1} to {tree.size} are missing.")
    if grown != tree:
        return Broken(None, "A row was written anew together with its hash, or past the tree.")
    late = {size for size, roots in wanted.items() if size or roots != {START}}
    if late:
        return Broken(
            grown.size + 1,
            f"A record of {max(late)} rows was seen from outside, and here are {grown.size}: "
            "the end is missing, or this is an old copy.",
        )
    return None


def leaves(conn: Connection, after: int = 0) -> list[bytes]:
    """Return the leaf hashes of the rows after row `after`, for a proof."""
    chained = _tree(conn)[1]
    query = select(_AUDIT.c.seq, _AUDIT.c.hash).where(_AUDIT.c.seq > after).order_by(_AUDIT.c.seq)
    return [leaf(bytes(kept)) if seq <= chained else bytes(kept) for seq, kept in conn.execute(query)]


def _tree(conn: Connection) -> tuple[Frontier, int]:
    """Return the tree and how many rows stand in a chain; ValueError or TypeError where it is damaged."""
    row = conn.execute(_GROWN).first()
    if row is None:
        return Frontier(), 0
    size, peaks, chained = row
    if not (isinstance(size, int) and isinstance(chained, int)):
        raise TypeError("the tree's numbers are none")
    return Frontier.decode(size, bytes(peaks)), chained


def _leaf(row: Row) -> bytes:
    return leaf(_written(row))


def _link(before: bytes, row: Row) -> bytes:
    return hashlib.sha256(before + _written(row)).digest()


def _written(row: Row) -> bytes:
    """Return CBOR of [seq, µs since 1970, actor, action, subject, digest]: a leaf's data."""
    moment = (row["at"].astimezone(UTC) - _1970) // timedelta(microseconds=1)
    parts = [row["seq"], moment, row["actor"], row["action"], row["subject"], row["digest"]]
    return cbor2.dumps(parts, canonical=True)


def _rows(conn: Connection) -> Iterator[Row]:
    """Give the rows as the driver has them: a damaged one must be a finding, not a failure to read it."""
    first = _LEAST
    while page := _page(conn, first):
        yield from page
        first = page[-1]["seq"] + 1


def _page(conn: Connection, first: int) -> list[Row]:
    found = conn.execute(_PAGE, {"first": first, "most": _MOST}).mappings()
    return [{**row, "at": _moment(row["at"])} for row in found]


def _moment(kept: Any) -> Any:  # noqa: ANN401  # whatever stands there
    """Return a time as either engine keeps it, aware; None when it is none, or not in its one form."""
    if not isinstance(kept, str):
        return kept
    try:
        moment = datetime.fromisoformat(kept)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.isoformat(" ", "microseconds") == kept else None


def _sound(row: Row) -> bool:
    texts = all(isinstance(row[name], str) for name in ("actor", "action", "subject"))
    blobs = all(isinstance(row[name], bytes) for name in ("digest", "hash"))
    return texts and blobs and isinstance(row["at"], datetime)
