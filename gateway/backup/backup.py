"""Taking a backup beside a running station, and reading it again before it is believed."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from sqlalchemy import Connection

from gateway.backup import sealed
from gateway.errors import BackupError
from gateway.store import audit, dump
from gateway.store.dump import Rows
from gateway.store.patience import take_time
from gateway.store.store import Store
from hardware.failpoint import reach


@dataclass(frozen=True, slots=True)
class Taken:
    """What a backup holds: when, in which schema, how many rows of each table, and the audit head."""

    at: datetime
    schema: str
    rows: dict[str, int]
    audit_seq: int
    audit_hash: bytes


def take(store: Store, file: Path, to: Sequence[X25519PublicKey], at: datetime) -> Taken:
    """Write a backup of one moment, sealed to every key in `to`, and read all of it again.

    It is written beside its name and renamed when it is whole, so a backup that has its name is good.
    BackupError says what went wrong.
    """
    if not to:
        raise BackupError("A backup needs at least one recovery key to be sealed to.")
    if file.exists() and not file.is_file():
        raise BackupError(f"{file} is a folder or a device; no backup was taken. Name a file.")
    check = X25519PrivateKey.generate()  # opens this one copy until it is checked, then is forgotten
    part = file.with_name(file.name + ".part")
    try:
        taken = store.read_now(lambda conn: _write(conn, part, [*to, check.public_key()], at))
        reach("backup-written")
        _check(part, check, taken)
        part.replace(file)
        reach("backup-named")
        _settle(file.parent)
    except OSError as error:
        raise BackupError(
            f"The backup cannot be written to {file}: {error.strerror}. None was taken; name another place."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return taken


def _write(conn: Connection, part: Path, to: Sequence[X25519PublicKey], at: datetime) -> Taken:
    take_time(conn)
    head = audit.head(conn)
    taken = Taken(at, dump.schema(conn), dump.counts(conn), head.seq, head.hash)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        sealed.write(file, {"at": at}, _packed(taken, dump.out(conn)), to)
        file.flush()
        os.fsync(file.fileno())
    return taken


def _packed(taken: Taken, parts: Iterator[Rows]) -> Iterator[bytes]:
    about = [taken.at, taken.schema, taken.rows, taken.audit_seq, taken.audit_hash]
    yield cbor2.dumps(about)
    for part in parts:
        yield cbor2.dumps([part.table, part.columns, part.rows])


def unpack(chunks: Iterator[bytes]) -> tuple[Taken, Iterator[Rows]]:
    """Return what the backup says it holds, and its rows as they come."""
    try:
        about: Any = cbor2.loads(next(chunks))
        return Taken(*about), (Rows(*cbor2.loads(chunk)) for chunk in chunks)
    except (StopIteration, cbor2.CBORError, TypeError):
        raise BackupError("The backup holds nothing that can be read.") from None


def _check(part: Path, check: X25519PrivateKey, taken: Taken) -> None:
    with part.open("rb") as file:
        _, chunks = sealed.read(file, check)
        told, parts = unpack(chunks)
        found = dict.fromkeys(taken.rows, 0)
        for rows in parts:
            found[rows.table] += len(rows.rows)
    if told != taken or found != taken.rows:
        raise BackupError("The backup was written wrongly and was thrown away; check the disk.")


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
