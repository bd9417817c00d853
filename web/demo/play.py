"""The play: the crew of the whole demo, when it is ready, and what there is to know of it."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import httpx

from web.demo.crew import Crew, Member
from web.demo.stage import USER, Set, Stage

_EVERY = 0.1
_AT_MOST = 60.0


class LateError(Exception):
    """The crew was not ready in time; says of whom, what and what to do."""


class Play:
    """Three stations, three modems, three radios, one phone."""

    def __init__(self, folder: Path, stage: Stage) -> None:
        self.sets = sets = stage.sets
        self.phone = f"http://127.0.0.1:{stage.phone_port}"
        self._stations = {one.role.code: _station(one) for one in sets}
        phone = ("demo-phone", "--dir", str(folder), "--port", str(stage.phone_port))
        self.crew = Crew(
            [
                *(_modem(one) for one in sets),
                *(_radio(one) for one in sets),
                *self._stations.values(),
                Member("phone", phone, folder / "hardware" / "phone.log"),
            ]
        )

    async def start(self) -> None:
        await self.crew.start()

    async def ready(self) -> None:
        """Return once every console answers, every modem is in use and the phone page is there.

        Raises LateError when that took too long.
        """
        addresses = (*(f"{one.console}/ready" for one in self.sets), f"{self.phone}/ready")
        try:
            async with asyncio.timeout(_AT_MOST), httpx.AsyncClient(trust_env=False) as client:
                await asyncio.gather(*(_answers(client, address) for address in addresses))
        except TimeoutError as error:
            troubles = (
                "; ".join(self.crew.troubles()) or "all runs, but slowly: end what else this machine does"
            )
            raise LateError(
                f"the demo was not ready within {_AT_MOST:.0f} seconds, and was ended. {troubles}"
            ) from error

    async def end(self) -> None:
        await self.crew.end()

    def facts(self) -> dict[str, Any]:
        """Return what `demo --json` prints."""
        return {"phone": self.phone, "offices": [self._office(one) for one in self.sets]}

    def _office(self, one: Set) -> dict[str, Any]:
        return {
            "code": one.role.code,
            "name": one.role.name,
            "console": one.console,
            "user": USER,
            "password": one.password,
            "config": str(one.config),
            "pty": str(one.pty),
            "control": str(one.control),
            "radio": {"pty": str(one.radio_pty), "control": str(one.radio_control)},
            "pid": self._stations[one.role.code].pid,
            "officers": [officer.number for officer in one.role.officers],
        }


async def _answers(client: httpx.AsyncClient, address: str) -> None:
    while True:
        with contextlib.suppress(httpx.HTTPError):
            if (await client.get(address)).is_success:
                return
        await asyncio.sleep(_EVERY)


def _modem(one: Set) -> Member:
    where = ("--pty", str(one.pty), "--control", str(one.control))
    more = ("--state", str(one.beside("modem.json")), "--number", one.role.modem)
    return Member(f"modem {one.role.code}", ("sim", "modem", *where, *more), one.beside("modem.log"))


def _radio(one: Set) -> Member:
    where = ("--pty", str(one.radio_pty), "--control", str(one.radio_control))
    arguments = ("sim", "radio", *where, "--callsign", one.role.callsign)
    return Member(f"radio {one.role.code}", arguments, one.beside("radio.log"))


def _station(one: Set) -> Member:
    return Member(f"station {one.role.code}", ("run", "--config", str(one.config)), one.beside("station.log"))
