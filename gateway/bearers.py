"""Which driver stands behind the scheme of a bearer's URL, and how the URL's words reach it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from hardware.gsm.modem import GsmModem

from gateway.config import BearerPart
from gateway.errors import ConfigError
from hardware.bearer import Bearer
from hardware.gsm import submit
from hardware.radio import message
from hardware.radio.ax25 import Fault, read_callsign
from hardware.radio.tnc import KissTnc


@dataclass(frozen=True, slots=True)
class Driver:
    """How to make a bearer from its name and URL, and how many segments a text takes on it."""

    make: Callable[[str, str], Bearer]
    measure: Callable[[str], int]


def driver(part: BearerPart) -> Driver:
    """Return the driver for a configured bearer; ConfigError names the schemes there are."""
    scheme = part.url.get_secret_value().partition(":")[0]
    if scheme not in DRIVERS:
        known = ", ".join(f"{name}:" for name in DRIVERS)
        raise ConfigError(f"bearer {part.name!r}: its url must begin with one of {known}")
    return DRIVERS[scheme]


def _kiss(name: str, url: str) -> Bearer:
    parts = urlsplit(url)
    words = parse_qs(parts.query)
    callsign = read_callsign(words.get("callsign", [""])[0])
    if isinstance(callsign, Fault):
        raise ConfigError(f"bearer {name!r}: its url needs ?callsign=SIGN ({callsign.cause})")
    return KissTnc(name, parts.path, callsign, shake=random.SystemRandom())


def _air(text: str) -> int:
    return len(message.split(text))


DRIVERS = {"gsm": Driver(GsmModem.from_url, submit.measure), "kiss": Driver(_kiss, _air)}
