"""What a Prometheus is told of a station: figures by bearer and partner; no content, name or number."""

import os
import resource
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

from gateway.board.board import Level, Notice
from gateway.desk.health import Health, PartnerHealth
from gateway.desk.machine import BearerState, Machine
from gateway.desk.values import Overview
from web.exposition import Family, Sample

# Only these facts of a bearer leave: what identifies a SIM or a modem is no figure.
_FACTS: Final = {
    "registered": ("registered", "gauge", "Whether it is registered in a network."),
    "signal_dbm": ("signal_dbm", "gauge", "The signal's strength in dBm."),
    "sim_share": ("sim_used_ratio", "gauge", "How full the fullest memory of the SIM is, 0 to 1."),
    "balance": ("credit", "gauge", "The credit left, in the operator's unit."),
    "heard": ("heard_total", "counter", "Messages heard since the start."),
    "sent": ("sent_total", "counter", "Segments sent since the start."),
    "connections": ("connections_total", "counter", "How often it was connected since the start."),
    "calls_refused": ("calls_refused_total", "counter", "Calls refused since the start."),
}

_PARTNER: Final[tuple[tuple[str, str, Callable[[PartnerHealth, datetime], float | None]], ...]] = (
    ("waiting", "Envelopes that the partner has not stored.", lambda one, _: float(one.waiting)),
    ("oldest_age_seconds", "How long the oldest waits.", lambda one, now: _age(one.oldest, now)),
    ("stored_timestamp_seconds", "When it last stored one.", lambda one, _: _at(one.stored)),
    ("heard_timestamp_seconds", "When one last came from it.", lambda one, _: _at(one.heard)),
)


def families(
    health: Health, machine: Machine, notices: Iterable[Notice], overview: Overview, now: datetime
) -> Iterator[Family]:
    """Give every family; those that nothing is known of have no samples."""
    yield from _work(health, overview, now)
    yield from _bearers(machine.bearers)
    yield from _partners(health.partners, now)
    yield from _place(health, machine, list(notices), now)
    yield from _process()


def _work(health: Health, overview: Overview, now: datetime) -> Iterator[Family]:
    yield _one("reports_open", "Reports that nobody has closed.", overview.open)
    yield _one("alarms", "FLASH and SOS that nobody has claimed.", len(overview.alarms))
    yield _one("lane_messages", "Messages that are no report.", overview.lane)
    yield _one("feed_seq", "Where the feed of changes stands.", overview.seq)
    yield _one("deliveries_waiting", "Texts to officers on their way.", health.texts)
    yield _one("deliveries_oldest_age_seconds", "How long the oldest waits.", _age(health.oldest, now))
    yield _one("deliveries_lost", "Texts that did not arrive, as far as the store reaches.", health.lost)
    yield _moment("last_message_timestamp_seconds", "When the last message came.", health.heard)


def _bearers(bearers: tuple[BearerState, ...]) -> Iterator[Family]:
    ready = tuple(Sample(float(one.ready), {"bearer": one.name}) for one in bearers)
    yield Family("patrolwire_bearer_ready", "gauge", "Whether a bearer is in use.", ready)
    proved = tuple(Sample(one.proved.timestamp(), {"bearer": one.name}) for one in bearers if one.proved)
    said = "When receiving was last proved by a message that came back."
    yield Family("patrolwire_bearer_proved_timestamp_seconds", "gauge", said, proved)
    for fact, (name, kind, said) in _FACTS.items():
        found = tuple(Sample(one.facts[fact], {"bearer": one.name}) for one in bearers if fact in one.facts)
        yield Family(f"patrolwire_bearer_{name}", kind, said, found)


def _partners(partners: tuple[PartnerHealth, ...], now: datetime) -> Iterator[Family]:
    for name, said, figure in _PARTNER:
        found = ((one.code, figure(one, now)) for one in partners)
        samples = tuple(Sample(value, {"partner": code}) for code, value in found if value is not None)
        yield Family(f"patrolwire_partner_{name}", "gauge", said, samples)


def _place(health: Health, machine: Machine, notices: list[Notice], now: datetime) -> Iterator[Family]:
    levels = tuple(
        Sample(sum(one.level is level for one in notices), {"level": level.value}) for level in Level
    )
    yield Family("patrolwire_notices", "gauge", "Notices that stand.", levels)
    free = () if machine.free is None else (Sample(machine.free),)
    yield Family("patrolwire_disk_free_bytes", "gauge", "Room where the store is.", free)
    yield _moment("backup_timestamp_seconds", "When the last backup was taken.", health.backup)
    yield _moment("clock_timestamp_seconds", "What the station's clock says.", now)


def _process() -> Iterator[Family]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = (Sample(used.ru_utime + used.ru_stime),)
    yield Family("process_cpu_seconds_total", "counter", "Processor time of the station.", cpu)
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  # no file of ours
        pages = int(file.read().split()[1])
    size = (Sample(pages * os.sysconf("SC_PAGE_SIZE")),)
    yield Family("process_resident_memory_bytes", "gauge", "Memory of the station.", size)


def _one(name: str, said: str, value: float | None) -> Family:
    return Family(f"patrolwire_{name}", "gauge", said, () if value is None else (Sample(value),))


def _moment(name: str, said: str, at: datetime | None) -> Family:
    return _one(name, said, _at(at))


def _at(at: datetime | None) -> float | None:
    return None if at is None else at.timestamp()


def _age(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else max(0.0, (now - since).total_seconds())
