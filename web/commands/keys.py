"""`patrolwire keys`: the store's key changed or locked, new keys towards partners, and one for backups."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from gateway.clock import SystemClock
from gateway.errors import ConfigError
from gateway.office import card, keys, recovery, renewal, storekey
from gateway.office.config import Config, load
from gateway.store import audit
from gateway.store.database import Database
from gateway.store.store import Store

app = typer.Typer(add_completion=False)
_CONFIG = typer.Option(help="The office's configuration.")


@app.callback()
def _keys() -> None:
    """Change the office's keys."""


@app.command()
def rotate(config: Annotated[Path, _CONFIG]) -> None:
    """Encrypt the store under a new key, with the station stopped; a power cut leaves one that fits."""
    found, file = _place(config)
    path = Database(found.dsn()).path
    if path is None:
        raise ConfigError("PostgreSQL holds no key of ours: its disk is to be encrypted by its own machine")
    storekey.rotate(file, path)
    _record(found, "store key changed")
    sys.stdout.write(
        f"The store is under a new key. Replace every copy of {file}; the old one opens nothing.\n"
    )


@app.command()
def lock(config: Annotated[Path, _CONFIG]) -> None:
    """Put the store's key under a passphrase, which is then typed at each start."""
    found, file = _place(config)
    passphrase = _chosen()
    _record(found, "store key locked")  # before it needs to be typed
    storekey.lock(file, passphrase)
    sys.stdout.write("Locked. Nobody starts the station without the passphrase, and it is written nowhere.\n")


@app.command()
def unlock(config: Annotated[Path, _CONFIG]) -> None:
    """Take the passphrase away, so that the station starts by itself."""
    found, file = _place(config)
    storekey.unlock(file)
    _record(found, "store key unlocked")
    sys.stdout.write("Unlocked. The station starts by itself again.\n")


@app.command("recovery")
def recovery_(
    config: Annotated[Path, _CONFIG],
    to: Annotated[Path, typer.Option(help="Where to write the secret half, to be taken away from here.")],
) -> None:
    """Make a new recovery key: backups from now on are sealed to it, and not to the one before."""
    found, _ = _place(config)
    recovery.make(to, found.path(found.keys) / recovery.NAME)
    _record(found, "recovery key changed")
    sys.stdout.write(recovery.ADVICE.format(file=to) + "\n")


@app.command()
def renew(
    config: Annotated[Path, _CONFIG],
    *,
    finish: Annotated[
        bool, typer.Option("--finish", help="Every partner has the card: sign by them.")
    ] = False,
) -> None:
    """Make new keys to sign by and to be sealed to, on a new card; `--finish` once every partner has it."""
    found, _ = _place(config)
    folder, code = found.path(found.keys), found.office.code
    if finish:
        renewal.finish(folder)
        _record(found, "keys renewed")
        sys.stdout.write("Restart the station: it signs by the new keys. The old ones stay beside them.\n")
        return
    file = config.parent / f"{code}.card.toml"
    card.write(card.own(code, found.office.name, renewal.prepare(folder)), file)
    _record(found, "next keys made")
    sys.stdout.write(
        f"The next keys are on {file}, and nothing is signed by them yet. Restart the station and hand the "
        "card to every partner; when each has restarted with it: patrolwire keys renew --finish\n"
    )


def _place(config: Path) -> tuple[Config, Path]:
    found = load(config)
    return found, found.path(found.store.key_file)


def _chosen() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n") or _none()
    first = getpass.getpass("New passphrase: ")
    if first != getpass.getpass("The same again: "):
        raise ConfigError("the two are not the same; nothing was changed")
    return first or _none()


def _none() -> str:
    raise ConfigError("an empty passphrase protects nothing; nothing was changed")


def _record(config: Config, what: str) -> None:
    store = Store.open(config.dsn(), keys.store_key(config.path(config.store.key_file)))
    try:
        at, who = SystemClock().now(), getpass.getuser()
        store.write_now(lambda conn: audit.append(conn, at, who, what, config.office.code))
    finally:
        store.close()
