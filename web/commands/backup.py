"""`patrolwire backup`: everything the office holds, sealed to the recovery keys, beside a running station."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from gateway import keys
from gateway.backup import backup as backups
from gateway.clock import SystemClock
from gateway.config import load
from gateway.errors import BackupError
from gateway.store.store import Store
from web.demo.place import default_config

app = typer.Typer(add_completion=False)


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="The file to write; with --new-key, the secret key's file.")],
    key: Annotated[list[Path] | None, typer.Option(help="A recovery key's .pub file; repeatable.")] = None,
    config: Annotated[Path | None, typer.Option(help="The office's configuration; else the demo's.")] = None,
    new_key: Annotated[bool, typer.Option(help="Make a recovery key: TO, to be kept away, TO.pub.")] = False,
) -> None:
    """Write a backup of this moment and read it again; a backup that has its name is whole."""
    if new_key:
        _make(to)
        return
    readers = [_public(path) for path in key or []]
    found = load(config or default_config())
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    try:
        taken = backups.take(store, to, readers, SystemClock().now())
    finally:
        store.close()
    rows = sum(taken.rows.values())
    head = f"{taken.audit_seq}:{taken.audit_hash.hex()}"
    sys.stdout.write(f"{to} holds {rows} rows and was read again. The audit head is {head}\n")


def _make(to: Path) -> None:
    secret = X25519PrivateKey.generate()
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupError(f"The key {to} cannot be made: {error.strerror}.") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(keys.text(secret.private_bytes_raw()) + "\n")
    public = to.with_name(to.name + ".pub")
    public.write_text(keys.text(secret.public_key().public_bytes_raw()) + "\n", encoding="ascii")
    sys.stdout.write(f"Keep {to} away from this machine: it reads every backup made to {public}\n")


def _public(path: Path) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(keys.recovery(path))
