"""An office whose work is shared by several processes on one PostgreSQL, and a partner across the border.

Each machine has a modem and ports of its own: the first of a role runs on one, the second on the other.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.founding import Founded, found
from gateway.office import keys, policy
from gateway.office.config import Rule, load
from gateway.store.store import Store
from tests.gateway.offices import RULE, rows_of
from tests.road.keeper import Station
from tests.road.post import OFFICER, free_ports
from tests.road.stations import export
from web.bench.pretend_modem import PretendModem, pretend_modem

PROGRAM = ("web",)


@dataclass(frozen=True)
class Workers:
    """The workers by name, their office's modems, and the configurations of both offices."""

    workers: Mapping[str, Station]
    modems: Sequence[PretendModem]
    here: Path
    there: Path

    async def text(self, quantity: int) -> None:
        modem = self.modems[quantity % len(self.modems)]
        await modem.receive(OFFICER, f"DRG MSI YAB {quantity}T SEIZED")

    async def stored(self) -> list[object]:
        """Return what the SIMs still hold."""
        return [one for modem in self.modems for one in (await modem.ask("stored"))["stored"]]

    async def said(self) -> Counter[str]:
        """Return how often each text went out, by whichever modem."""
        answers = [await modem.ask("sent") for modem in self.modems]
        return Counter(one["text"] for answer in answers for one in answer["messages"])

    async def held(self, config: Path) -> list[int]:
        """Return the quantities that an office holds, in order; a store that is away holds none."""
        rows: list[dict[str, Any]] = await asyncio.to_thread(export, config)
        return sorted(int(one["fields"]["items"][0]["quantity"]) for one in rows)


@contextlib.asynccontextmanager
async def workers(folder: Path, dsn: str, *roles: str) -> AsyncGenerator[Workers]:
    """Found both offices and keep a worker of each role running, each named by its role and number."""
    here, there = _offices(folder, dsn)
    machines = [here, _second(here, folder)]
    most = max(roles.count("ingest"), 1)
    async with contextlib.AsyncExitStack() as stack:
        modems = [await stack.enter_async_context(pretend_modem(place)) for place in _places(folder)[:most]]
        found_workers = {
            f"{role}{number}": Station(
                PROGRAM, machines[roles[:number].count(role)], folder / f"{role}{number}.log", role=role
            )
            for number, role in enumerate(roles)
        }
        partner = Station(PROGRAM, there, folder / "partner.log")
        keepers = [asyncio.create_task(one.keep()) for one in (*found_workers.values(), partner)]
        try:
            yield Workers(found_workers, modems, here, there)
            assert not any(keeper.done() for keeper in keepers)
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)


def _offices(folder: Path, dsn: str) -> tuple[Path, Path]:
    authority = Ed25519PrivateKey.generate()
    public = keys.text(authority.public_key().public_bytes_raw())
    rule = rows_of("rule", **RULE, signature=policy.sign(Rule.model_validate(RULE), "MSI", authority))
    ports = free_ports(4)
    doors = {"MSI": ports[:2], "TCL": ports[2:]}
    more = {
        "MSI": rows_of("bearer", name="modem1", url=f"gsm:{folder}/modem.pty")
        + rows_of("officer", number=OFFICER, name="Sgt Anan")
        + rule,
        "TCL": "",
    }
    made: dict[str, Path] = {}
    for code, pair, country in (("MSI", "TCL", "TH"), ("TCL", "MSI", "MM")):
        url = f"https://127.0.0.1:{doors[pair][1]}"
        partner = rows_of("partner", code=pair, name=pair, role="pair", url=url, card=f"../{pair}.toml")
        console, door = doors[code]
        office = Founded(code, code, country, authority=public, console_port=console, door_port=door)
        made[code] = found(folder / code, office, partner + more[code])
        (folder / f"{code}.toml").write_bytes((folder / code / f"{code}.card.toml").read_bytes())
    _on(made["MSI"], dsn)
    there = load(made["TCL"])
    Store.make(there.dsn(), keys.store_key(there.path(there.store.key_file))).close()
    return made["MSI"], made["TCL"]


def _places(folder: Path) -> tuple[Path, Path]:
    """Return where each machine's modem is."""
    second = folder / "second"
    second.mkdir(exist_ok=True)
    return folder, second


def _second(config: Path, folder: Path) -> Path:
    """Write the same office down as another machine has it: with its own modem, and ports."""
    first, second = _places(folder)
    text, office = config.read_text(encoding="utf-8"), load(config)
    changes = {
        '\nname = "modem1"': '\nname = "modem2"',
        f"gsm:{first}/modem.pty": f"gsm:{second}/modem.pty",
    }
    for was, port in zip((office.console.port, office.door.port), free_ports(2), strict=True):
        changes[f"\nport = {was}\n"] = f"\nport = {port}\n"
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    made = config.with_name("second.toml")
    made.write_text(text, encoding="utf-8")
    return made


def _on(config: Path, dsn: str) -> None:
    """Put an office on another store."""
    text = config.read_text(encoding="utf-8")
    assert text.count('dsn = "sqlite:///station.db"') == 1
    config.write_text(text.replace('"sqlite:///station.db"', f'"{dsn}"'), encoding="utf-8")
