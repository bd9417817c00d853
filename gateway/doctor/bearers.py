"""The bearers: as the running station sees them, or, when none runs, examined one by one."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from gateway.office.config import BearerPart, Config
from gateway.station.hatch import ask
from hardware.errors import PortLostError
from hardware.finding import Finding, good, note, wrong
from hardware.gsm.examine import closed, examine
from hardware.gsm.known import KnownFile
from hardware.gsm.options import read_address
from hardware.gsm.pin_memory import PinFile
from hardware.port import open_port
from hardware.serial_ports import listed

GSM: Final = "gsm:"
PROVE_S: Final = 3600.0


async def look(config: Config, health: Mapping[str, Any] | None) -> AsyncGenerator[Finding]:
    """Look at every configured bearer; `health` is what the running station says, if one runs."""
    if not config.bearer:
        yield note("bearers", f"No modem or radio is configured. {listed()}")
    told = {} if health is None else {one["name"]: one for one in health["bearers"]}
    for part in config.bearer:
        if health is not None:
            yield _told(part.name, told.get(part.name), health["proofs"].get(part.name))
            continue
        async with aclosing(_examined(part, config.folder)) as found:
            async for finding in found:
                yield replace(finding, check=f"{part.name} {finding.check}")


async def prove(config: Config, name: str) -> Finding:
    """Have the running station send a text to itself; it costs what a text costs."""
    answer = await ask(config.folder, PROVE_S, op="prove", bearer=name)
    if answer is None or not answer["ok"]:
        return note(f"{name} receiving", "Only a running station can prove that it receives: start it first.")
    if answer["sentence"]:
        return wrong(f"{name} receiving", f"Receiving is not proved: {answer['sentence']}")
    return good(f"{name} receiving", "A text to itself came back, so receiving works.")


def _told(name: str, said: Mapping[str, Any] | None, proof: str | None) -> Finding:
    if said is None:
        return wrong(
            name, "The running station does not know this bearer: restart it, to read its configuration."
        )
    facts = {**said["facts"], **({"proved_at": proof} if proof else {})}
    words = f"The running station holds it: {said['sentence']}"
    if proof:
        words += f" Last proof that receiving works: {proof[:16].replace('T', ' ')} UTC."
    make = wrong if said["alarm"] or not said["ready"] else good
    return replace(make(name, words), facts=facts)


async def _examined(part: BearerPart, folder: Path) -> AsyncGenerator[Finding]:
    url = part.url.get_secret_value()
    if not url.startswith(GSM):
        yield await _opens(urlsplit(url).path)
        return
    try:
        address = read_address(url)
    except ValueError as error:
        yield wrong("url", f"Its url is no modem's address: {error}.")
        return
    pins, known = PinFile(folder / f"{part.name}.pins"), KnownFile(folder / f"{part.name}.sim")
    async with aclosing(examine(address, pins, known)) as found:
        async for finding in found:
            yield finding


async def _opens(path: str) -> Finding:
    """Open and close the port of a radio, without keying it."""
    if not await asyncio.to_thread(Path(path).exists):
        return wrong(
            "port", f"There is no port {path}: plug the radio's TNC in, or correct its url. {listed()}"
        )
    try:
        port = await open_port(path)
    except PortLostError as error:
        return wrong("port", closed(path, str(error)))
    await port.close()
    return good("port", "It opens, and nobody else has it.")
