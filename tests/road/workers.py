"""An office whose work is shared by several processes on one PostgreSQL, and a partner across the border."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping
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
    """The workers by name, their office's modem, and the configurations of both offices."""

    workers: Mapping[str, Station]
    modem: PretendModem
    here: Path
    there: Path

    async def text(self, quantity: int) -> None:
        await self.modem.receive(OFFICER, f"DRG MSI YAB {quantity}T SEIZED")

    async def held(self, config: Path) -> list[int]:
        """Return the quantities that an office holds, in order; a store that is away holds none."""
        rows: list[dict[str, Any]] = await asyncio.to_thread(export, config)
        return sorted(int(one["fields"]["items"][0]["quantity"]) for one in rows)


@contextlib.asynccontextmanager
async def workers(folder: Path, dsn: str, *roles: str) -> AsyncGenerator[Workers]:
    """Found both offices and keep a worker of each role running, each named by its role and number."""
    here, there = _offices(folder, dsn)
    async with pretend_modem(folder) as modem:
        found_workers = {
            f"{role}{number}": Station(PROGRAM, here, folder / f"{role}{number}.log", role=role)
            for number, role in enumerate(roles)
        }
        partner = Station(PROGRAM, there, folder / "partner.log")
        keepers = [asyncio.create_task(one.keep()) for one in (*found_workers.values(), partner)]
        try:
            yield Workers(found_workers, modem, here, there)
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


def _on(config: Path, dsn: str) -> None:
    """Put an office on another store."""
    text = config.read_text(encoding="utf-8")
    assert text.count('dsn = "sqlite:///station.db"') == 1
    config.write_text(text.replace('"sqlite:///station.db"', f'"{dsn}"'), encoding="utf-8")
