"""`patrolwire tls`: the console's certificate, its fingerprint, its root for the other PCs, a new root."""

import getpass
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from gateway.clock import SystemClock
from gateway.errors import ConfigError
from gateway.office import keys
from gateway.office.config import Config, load
from gateway.store import audit
from gateway.store.store import Store
from gateway.tls import issue, kept
from gateway.tls.console import best_guess
from gateway.tls.kept import Certificates
from web.demo.place import default_config

app = typer.Typer(add_completion=False, no_args_is_help=True)
At = Annotated[Path | None, typer.Option("--config", help="The office's configuration; else the demo's.")]
_PLAIN = (
    "this console listens on loopback and speaks no TLS; set [console] host and names, and start the station"
)


@app.command()
def show(config: At = None) -> None:
    """Show what the console is called, until when its certificate holds, and its root's fingerprint."""
    with _office(config) as (found, store):
        held = _held(found, store)
    leaf = held.leaf.certificate
    sys.stdout.write(
        f"Names       {' '.join(sorted(issue.names_of(leaf)))}\n"
        f"Holds until {leaf.not_valid_after_utc:%Y-%m-%d}, and is renewed by itself\n"
        f"Fingerprint {issue.fingerprint(held.root.certificate)}\n"
    )


@app.command()
def ca(
    to: Annotated[Path, typer.Argument(help="The file to write, to be carried to the other PCs.")],
    config: At = None,
) -> None:
    """Write the root certificate that the office's other PCs have to trust; it holds no secret."""
    with _office(config) as (found, store):
        root = _held(found, store).root.certificate
    try:
        to.write_bytes(issue.public(root))
    except OSError as error:
        raise ConfigError(f"{to} cannot be written ({error.strerror}); nothing was changed") from error
    sys.stdout.write(
        f"{to} is written. Put it into each PC as docs/tls.md says, and compare there:\n"
        f"{issue.fingerprint(root)}\n"
    )


@app.command()
def new(config: At = None) -> None:
    """Make a new root, for a name that was added or a key that was seen; each PC needs the new one."""
    with _office(config) as (found, store):
        if not found.console.encrypted:
            raise ConfigError(_PLAIN)
        root = kept.replace_root(found.path(found.keys), found.office.code, found.console.called())
        mark, at, user = issue.fingerprint(root.certificate), SystemClock().now(), getpass.getuser()
        store.write_now(lambda conn: audit.append(conn, at, user, "made a new root", mark[:19]))
        _held(found, store)
    sys.stdout.write(
        "The root is new; the console uses it from the next start on, or within the hour. Take the old\n"
        f"one out of every PC, put the new one in (`patrolwire tls ca FILE`), and compare there:\n{mark}\n"
    )


@contextmanager
def _office(config: Path | None) -> Generator[tuple[Config, Store]]:
    found = load(config or default_config())
    store = Store.open(found.dsn(), keys.store_key(found.path(found.store.key_file)))
    try:
        yield found, store
    finally:
        store.close()


def _held(config: Config, store: Store) -> Certificates:
    if not config.console.encrypted:
        raise ConfigError(_PLAIN)
    now = store.read_now(lambda conn: best_guess(conn, SystemClock().now()))
    return kept.ready(config.path(config.keys), config.office.code, config.console.called(), now)
