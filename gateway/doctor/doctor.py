"""The whole examination of one office, beside a running station or without one."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Any

from gateway.clock import Clock
from gateway.doctor import bearers, database, machine, partners
from gateway.errors import ConfigError
from gateway.office.config import load
from gateway.station.hatch import ask
from hardware.finding import Finding, good, note, wrong
from hardware.gsm import modem_manager
from hardware.serial_ports import listed


async def examine(file: Path, clock: Clock, *, send: bool = False) -> AsyncGenerator[Finding]:
    """Yield what is found, the ground first; with `send` each modem writes to itself, which costs a text."""
    try:
        config = load(file)
    except ConfigError as error:
        yield wrong("config", f"{error}.")
        return
    for finding in machine.secrets(config, file):
        yield finding
    found, newest = database.look(config)
    yield found
    yield machine.clock(clock.now(), newest)
    yield machine.disk(config.folder)
    health = await ask(config.folder, op="health")
    yield _station(health)
    yield note("ports", listed())
    yield modem_manager.look()
    parts = [bearers.look(config, health), partners.look(config)]
    for part in parts:
        async with aclosing(part) as findings:
            async for finding in findings:
                yield finding
    if send:
        for bearer in config.bearer:
            if bearer.url.get_secret_value().startswith(bearers.GSM):
                yield await bearers.prove(config, bearer.name)


def _station(health: Mapping[str, Any] | None) -> Finding:
    if health is None:
        return note("station", "The station does not run here, so its modems are examined directly.")
    faults = [one["sentence"] for one in health["notices"] if one["level"] == "fault"]
    if faults:
        return wrong("station", f"The station runs and says: {' '.join(faults)}", pid=health["pid"])
    return good("station", "The station runs and reports no fault.", pid=health["pid"])
