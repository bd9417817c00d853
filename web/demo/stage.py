"""Setting the stage: founds the three offices in a folder, with each other's cards, once."""

import contextlib
import json
import secrets
import shutil
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.clock import SystemClock
from gateway.founding import Founded, first_account, found
from gateway.office import keys, policy
from gateway.office.config import Officer, Rule, load
from gateway.store.store import Store
from web.demo.cast import CAST, RULE, RULE_OFFICE, Role

USER = "duty"
RELIEF = "relief"  # a colleague to hand over to, with the same password; he keeps the duty list too
_FACTS = "demo.json"


@dataclass(frozen=True, slots=True)
class Set:
    """One office as it stands on the stage."""

    role: Role
    folder: Path
    console_port: int
    password: str

    @property
    def config(self) -> Path:
        return self.folder / "office.toml"

    @property
    def pty(self) -> Path:
        return self.beside("modem.pty")

    @property
    def control(self) -> Path:
        return self.beside("modem.sock")

    @property
    def radio_pty(self) -> Path:
        return self.beside("radio.pty")

    @property
    def radio_control(self) -> Path:
        return self.beside("radio.sock")

    def beside(self, name: str) -> Path:
        """Return a file of the office's pretend hardware or logs: outside the office's own folder."""
        return self.folder.parent / "hardware" / f"{self.role.code}-{name}"

    @property
    def console(self) -> str:
        return f"http://127.0.0.1:{self.console_port}"


@dataclass(frozen=True, slots=True)
class Stage:
    """All of it: the offices, and the port of the phone page."""

    sets: tuple[Set, ...]
    phone_port: int


def set_stage(folder: Path, *, any_ports: bool = False) -> Stage:
    """Return the offices in `folder`, founding them the first time.

    Ports are easy to remember where they are free; with `any_ports` the kernel chooses, for many at once.
    """
    facts = folder / _FACTS
    if not facts.exists():
        _found_all(folder, any_ports=any_ports)
    known = json.loads(facts.read_text(encoding="utf-8"))
    (folder / "hardware").mkdir(exist_ok=True)
    sets = (
        Set(role, folder / role.code, known[role.code]["console"], known[role.code]["password"])
        for role in CAST
    )
    return Stage(tuple(sets), known["phone"])


def _found_all(folder: Path, *, any_ports: bool) -> None:
    authority = Ed25519PrivateKey.generate()
    with contextlib.ExitStack() as held:
        wish = _free_of(held, any_ports=any_ports)
        ports = {role.code: (wish(8081 + n), wish(8441 + n)) for n, role in enumerate(CAST)}
        phone = wish(8080)
    facts: dict[str, Any] = {
        role.code: {"console": ports[role.code][0], "password": secrets.token_urlsafe(9)} for role in CAST
    }
    for role in CAST:
        console, door = ports[role.code]
        public = keys.text(authority.public_key().public_bytes_raw())
        office = Founded(
            role.code,
            role.name,
            role.country,
            role.zone,
            role.kind,
            public,
            console_port=console,
            door_port=door,
        )
        found(folder / role.code, office, _more(folder / "hardware" / role.code, role, ports, authority))
    for role in CAST:
        _introduce(folder, role)
        _open_books(folder / role.code, facts[role.code]["password"])
    (folder / _FACTS).write_text(json.dumps({**facts, "phone": phone}), encoding="utf-8")
    (folder / _FACTS).chmod(0o600)


def _introduce(folder: Path, role: Role) -> None:
    cards = folder / role.code / "partners"
    cards.mkdir()
    for code, _ in role.partners:
        shutil.copy(folder / code / f"{code}.card.toml", cards / f"{code}.toml")


def _open_books(office: Path, password: str) -> None:
    config = load(office / "office.toml")
    store = Store.make(config.dsn(), keys.store_key(config.path(config.store.key_file)))
    for name, role in ((USER, "duty"), (RELIEF, "supervisor")):
        first_account(store, name, password, role, SystemClock().now())
    store.close()


def _more(hardware: Path, role: Role, ports: dict[str, tuple[int, int]], authority: Ed25519PrivateKey) -> str:
    names = {one.code: one.name for one in CAST}
    blocks = [
        _table("bearer", {"name": "modem1", "url": f"gsm:{hardware}-modem.pty"}),
        _table("bearer", {"name": "radio1", "url": f"kiss:{hardware}-radio.pty?callsign={role.callsign}"}),
        *(_table("officer", _stated(officer)) for officer in role.officers),
    ]
    for code, kind in role.partners:
        door = f"https://127.0.0.1:{ports[code][1]}"
        partner = {
            "code": code,
            "name": names[code],
            "role": kind,
            "url": door,
            "card": f"partners/{code}.toml",
        }
        blocks.append(_table("partner", partner))
    if role.code == RULE_OFFICE:
        rule = Rule.model_validate(RULE)
        blocks.append(_table("rule", {**RULE, "signature": policy.sign(rule, role.code, authority)}))
    return "\n".join(blocks)


def _stated(officer: Officer) -> dict[str, object]:
    return officer.model_dump(exclude_none=True)


def _table(name: str, values: Mapping[str, object]) -> str:
    # A JSON string or list of strings is a TOML one too.
    rows = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "\n".join((f"[[{name}]]", *rows, ""))


def _free_of(held: contextlib.ExitStack, *, any_ports: bool) -> Callable[[int], int]:
    return lambda wish: _free(held, 0 if any_ports else wish)


def _free(held: contextlib.ExitStack, wish: int) -> int:
    """Return the wished port, or any free one; it stays held until all are chosen."""
    for port in (wish, 0):
        door = held.enter_context(socket.socket())
        with contextlib.suppress(OSError):
            door.bind(("127.0.0.1", port))
            return int(door.getsockname()[1])
    raise OSError("no port on the loopback interface is free")
