"""Founding an office: its folder, config, keys, card, database and first account, in one go."""

import json
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from string import Template
from typing import Final

from sqlalchemy import Connection

from codes.book import Book
from gateway.desk.passwords import hash_password
from gateway.errors import ConfigError
from gateway.office import card, keys, recovery
from gateway.office.config import parse
from gateway.store import accounts
from gateway.store.store import Store

DSN: Final = "sqlite:///station.db"
_KINDS: Final = {"office": "blo", "hub": "tccc"}
_ALIKE: Final = 0.6  # of 1: two letters of three
_EXAMPLE = Path(__file__).with_name("office.example.toml")


@dataclass(frozen=True, slots=True)
class Founded:
    """What a new office starts with; ports 0 are not allowed here, since partners must find the door."""

    code: str
    name: str
    country: str
    zone: str = "Asia/Bangkok"
    kind: str = "blo"
    authority: str = ""
    console_port: int = 8080
    door_port: int = 8443
    dsn: str = DSN


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever founds an office said of it; None is left to the codebook."""

    name: str | None = None
    country: str | None = None
    zone: str | None = None
    kind: str | None = None


def of_the_book(book: Book, code: str, said: Said) -> Founded:
    """Return an office by what the codebook knows of its code; ConfigError where it has to be told more."""
    place = book.places.get(code)
    country = said.country or (place.country if place else "")
    local = book.countries.get(country)
    known = {
        "name": said.name or (place.name("en") if place else ""),
        "country": country,
        "zone": said.zone or str(local.data["zone"] if local else ""),
    }
    if missing := [f"--{name}" for name, value in known.items() if not value]:
        raise ConfigError(
            f"of an office {code} the codebook does not know {' and '.join(missing)}, and nothing was made: "
            f"write {'them' if missing[1:] else 'it'} too, or one of its codes: {_like(book, code)}"
        )
    return Founded(code, *known.values(), kind=said.kind or _KINDS.get(place.kind if place else "", "blo"))


def _like(book: Book, code: str) -> str:
    """Return the codes of offices that are like this one, or all."""
    offices = [one.code for one in book.places.values() if one.kind in _KINDS]
    return ", ".join(get_close_matches(code, offices, cutoff=_ALIKE) or offices)


def found(folder: Path, office: Founded, more: str = "") -> Path:
    """Make the office's folder and return its config file; ConfigError if there is an office already.

    `more` is TOML that is added to the config: bearers, officers, partners, rules.
    """
    config = folder / "office.toml"
    if config.exists():
        raise ConfigError(f"there is an office in {folder} already; nothing was changed")
    text = _text(office, more)
    parse(text, config)  # before anything is made: a wrong zone leaves no half of an office
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.make(folder / "keys", office.code)
    recovery.make(folder / f"{office.code}.recovery-key", folder / "keys" / recovery.NAME)
    held = keys.load(folder / "keys")
    card.write(card.own(office.code, office.name, held), folder / f"{office.code}.card.toml")
    _write(config, text)
    return config


def write_config(config: Path, office: Founded, more: str = "") -> None:
    """Write the commented config of an office."""
    _write(config, _text(office, more))


def _text(office: Founded, more: str) -> str:
    values = {name: json.dumps(getattr(office, name), ensure_ascii=False) for name in office.__slots__}
    text = Template(_EXAMPLE.read_text(encoding="utf-8")).substitute(values)
    return f"{text}\n{more}" if more else text


def _write(config: Path, text: str) -> None:
    """Write it 0600, since it may come to hold a PIN."""
    config.touch(mode=0o600)
    config.write_text(text, encoding="utf-8")


def first_account(store: Store, name: str, password: str, role: str, at: datetime) -> None:
    """Make an account that can sign in at once."""
    hashed = hash_password(password)

    def work(conn: Connection) -> None:
        accounts.create(conn, name=name, role=role, password=hashed, created_at=at)

    store.write_now(work)
