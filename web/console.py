"""The console of one running station: its desk, and the page that says whether the station is ready."""

from functools import partial

from gateway.desk.book_words import BookWords
from gateway.desk.desk import Desk
from gateway.station.hands import hands
from gateway.station.machine import machine_of
from gateway.station.station import Station
from gateway.tls.console import ConsoleTls
from web.settings import ConsoleSettings


def desk_of(station: Station, tls: ConsoleTls | None = None) -> Desk:
    """Return the desk of a station, with the station's hands."""
    kit = station.kit
    return Desk(
        store=station.store,
        office=kit.config.office,
        clock=kit.clock,
        words=BookWords(kit.book),
        partners=tuple((one.code, one.name) for one in kit.config.partner),
        station=hands(kit),
        board=station.board,
        presence=station.presence,
        machine=partial(machine_of, station, tls),
    )


def settings_of(station: Station) -> ConsoleSettings:
    """Return what the console is told of its place: what it is called, and whether it speaks TLS."""
    console = station.kit.config.console
    called = (f"[{name}]" if ":" in name else name for name in (*console.called(), console.host))
    return ConsoleSettings(hosts=tuple({*ConsoleSettings().hosts, *called}), tls=console.encrypted)
