"""Which driver stands behind the scheme of a bearer's URL, and how the URL's words reach it."""

import random
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from gateway.errors import ConfigError
from gateway.office.config import BearerPart, Config
from hardware.bearer import Address, Bearer
from hardware.gsm.known import KnownFile
from hardware.gsm.modem import GsmModem
from hardware.gsm.pin_memory import PinFile
from hardware.radio.ax25 import Fault, read_callsign
from hardware.radio.tnc import KissTnc

Called = Callable[[str, Address], None]
"""Told the bearer's name and who called, once the call was refused."""


def bearers_of(config: Config, called: Called) -> list[Bearer]:
    """Return the configured bearers, not running yet; ConfigError says which cannot be made and why."""
    return [_bearer(part, config.folder, called) for part in config.bearer]


def _bearer(part: BearerPart, folder: Path, called: Called) -> Bearer:
    url = part.url.get_secret_value()
    make = _DRIVERS.get(url.partition(":")[0])
    if make is None:
        known = ", ".join(f"{name}:" for name in _DRIVERS)
        raise ConfigError(f"bearer {part.name!r}: its url must begin with one of {known}")
    try:
        return make(part.name, url, folder, called)
    except ValueError as error:
        raise ConfigError(f"bearer {part.name!r}: {error}") from error


def _gsm(name: str, url: str, folder: Path, called: Called) -> Bearer:
    # The memory of PIN attempts is a file, so that no restart ever tries a wrong one again.
    pins, known = PinFile(folder / f"{name}.pins"), KnownFile(folder / f"{name}.sim")
    return GsmModem.from_url(name, url, pins=pins, known=known, called=lambda caller: called(name, caller))


def _kiss(name: str, url: str, folder: Path, called: Called) -> Bearer:
    del folder, called
    parts = urlsplit(url)
    callsign = read_callsign(parse_qs(parts.query).get("callsign", [""])[0])
    if isinstance(callsign, Fault):
        raise ConfigError(f"bearer {name!r}: its url needs ?callsign=SIGN ({callsign.cause})")
    return KissTnc(name, parts.path, callsign, shake=random.SystemRandom())


_DRIVERS: dict[str, Callable[[str, str, Path, Called], Bearer]] = {"gsm": _gsm, "kiss": _kiss}
