"""What the running station tells the desk of its bearers and its disk."""

import shutil

from gateway.desk.machine import BearerState, Machine
from gateway.station import Station
from hardware.bearer import Bearer


def machine_of(station: Station) -> Machine:
    """Look at the bearers and the disk; nothing is asked of a modem for it."""
    free = shutil.disk_usage(station.kit.config.folder).free
    return Machine(tuple(_bearer(station, one) for one in station.running()), free)


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
