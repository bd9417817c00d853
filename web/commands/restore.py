"""`patrolwire restore`: a new store from a backup, on either engine, in a new epoch."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.audit import erasure
from gateway.backup.restore import restore as restored
from gateway.clock import SystemClock
from gateway.office import keys, mark
from gateway.office.config import load
from gateway.store.database import Database
from web.demo.place import default_config

app = typer.Typer(add_completion=False)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    key: Annotated[Path, typer.Option(help="The secret recovery key's file.")],
    config: Annotated[Path | None, typer.Option(help="The office's configuration; else the demo's.")] = None,
    to: Annotated[str, typer.Option(help="Another address than the configuration's: a DSN.")] = "",
) -> None:
    """Fill a new store from a backup; move the old one away first, with its -wal and -shm beside it."""
    found = load(config or default_config())
    store = Database(to or found.dsn(), keys.store_key(found.path(found.store.key_file)))
    secret = X25519PrivateKey.from_private_bytes(keys.recovery(key))
    erased = erasure.read(erasure.listed(found))
    marked = mark.read(found)
    beyond = marked.epoch if marked else 0
    taken = restored(file, secret, store, SystemClock().now(), erased, beyond=beyond)
    rows = sum(taken.rows.values())
    head = f"{taken.audit_seq}:{taken.audit_hash.hex()}"
    sys.stdout.write(f"Restored {rows} rows as of {taken.at:%Y-%m-%d %H:%M} UTC. The audit head was {head}\n")
