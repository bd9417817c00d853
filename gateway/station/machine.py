"""What the running station tells the desk of its bearers, its disk and the console's certificate."""

import shutil

from gateway.desk.machine import BearerState, Machine
from gateway.station.station import Station
from gateway.tls.console import ConsoleTls
from hardware.bearer import Bearer


def machine_of(station: Station, tls: ConsoleTls | None) -> Machine:
    """Look at the bearers, the disk and the certificate; nothing is asked of a modem for it."""
    free = shutil.disk_usage(station.kit.config.folder).free
    bearers = tuple(_bearer(station, one) for one in station.running())
    return Machine(bearers, free, tls.state() if tls else None)


def _bearer(station: Station, bearer: Bearer) -> BearerState:
    health, watchdog = bearer.health(), station.watchdogs.get(bearer.name)
    facts = {name: float(value) for name, value in health.facts.items() if not isinstance(value, str)}
    return BearerState(
        name=bearer.name,
        ready=health.ready,
        sentence=health.sentence,
        alarm=health.alarm,
        facts=facts,
        proved=watchdog.last if watchdog else None,
        proves=watchdog is not None and station.kit.config.watchdog.every_hours > 0,
    )
