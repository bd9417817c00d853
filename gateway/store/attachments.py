"""Attachments: files beside a report, in pieces, and gone from the disk when the report is erased."""

from typing import Any

from sqlalchemy import Connection, func, insert, select

from gateway.store.columns import table
from gateway.store.keys import ReportKey, same
from gateway.store.rows import many, one
from gateway.store.tables import Attachment, AttachmentPiece

PIECE = 32 * 1024
_ATTACHMENT, _PIECE = table(Attachment), table(AttachmentPiece)


def add(conn: Connection, key: ReportKey, data: bytes, **values: Any) -> int:  # noqa: ANN401  # columns of Attachment
    """Keep a file beside a report: name, kind, digest, located, by, at, perhaps note. Return its number."""
    row = {"note": "", **key.values(), "size": len(data), **values}
    number = conn.execute(insert(_ATTACHMENT).returning(_ATTACHMENT.c.id), row).scalar_one()
    pieces = [data[at : at + PIECE] for at in range(0, len(data), PIECE)]
    rows = [{"attachment_id": number, "number": at, "data": piece} for at, piece in enumerate(pieces)]
    conn.execute(insert(_PIECE), rows)
    return number


def of(conn: Connection, key: ReportKey) -> list[Attachment]:
    """Return what lies beside a report, in order, without the files themselves."""
    return many(
        conn, Attachment, select(_ATTACHMENT).where(same(_ATTACHMENT, key)).order_by(_ATTACHMENT.c.id)
    )


def get(conn: Connection, key: ReportKey, number: int) -> Attachment | None:
    """Return one that lies beside this report; another report's is unknown."""
    query = select(_ATTACHMENT).where(same(_ATTACHMENT, key), _ATTACHMENT.c.id == number)
    return one(conn, Attachment, query)


def data(conn: Connection, number: int) -> bytes:
    """Return a file as it came; nothing when it was erased."""
    query = select(_PIECE.c.data).where(_PIECE.c.attachment_id == number).order_by(_PIECE.c.number)
    return b"".join(bytes(piece) for piece in conn.execute(query).scalars())


def size(conn: Connection, key: ReportKey) -> tuple[int, int]:
    """Return how many lie beside a report, and their bytes together."""
    a = _ATTACHMENT.c
    query = select(func.count(), func.coalesce(func.sum(a.size), 0)).where(same(_ATTACHMENT, key))
    count, total = conn.execute(query).one()
    return count, int(total)
