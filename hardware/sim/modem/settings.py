"""What a pretend modem is told once, when it is made: its SIM, its size and how slow it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

IMEI_BODY = 14  # digits before the check digit (TS 23.003, 6.2.1)
MAX_LATENCY = 600.0  # seconds; more than this is a mistake, not a modem


@dataclass(frozen=True, slots=True)
class Settings:
    """One modem. `latency` is seconds by command name without AT+, for CMGL by message listed.

    `report_delay` is how many seconds after a SUBMIT its status report comes.
    """

    capacity: int = 50
    latency: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    pin: str | None = None
    number: str = "+66810000001"
    smsc: str = "+66810000900"
    report_delay: float = 0.2

    @property
    def imei(self) -> str:
        body = ("35145120" + self._digits(6))[:IMEI_BODY]
        return body + luhn_digit(body)

    @property
    def imsi(self) -> str:
        return "52001" + self._digits(10)

    @property
    def iccid(self) -> str:
        body = "896601" + self._digits(12)
        return body + luhn_digit(body)

    def _digits(self, count: int) -> str:
        """Return the last digits of the number, so that two modems never share an identity."""
        return "".join(c for c in self.number if c.isdigit())[-count:].rjust(count, "0")


def make_settings(capacity: int, latency: str, pin: str | None, number: str | None) -> Settings:
    """Return settings from what a command line gives; ValueError says what is wrong with it."""
    made = Settings(capacity=capacity, latency=parse_latency(latency), pin=pin)
    if number is None:
        return made
    if not number.removeprefix("+").isdigit():
        raise ValueError(f"{number!r} is no telephone number")
    return replace(made, number=number)


def luhn_digit(body: str) -> str:
    """Return the check digit of an IMEI or ICCID (TS 23.003, annex B)."""
    doubled = (int(c) * (2 - i % 2) for i, c in enumerate(reversed(body)))
    return str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def parse_latency(text: str) -> dict[str, float]:
    """Read `CMGR=0.08,CMGD=0.15` into seconds by command; ValueError says what is wrong with it."""
    latency: dict[str, float] = {}
    for item in filter(None, (piece.strip() for piece in text.split(","))):
        name, mark, seconds = item.partition("=")
        if not mark:
            raise ValueError(f"{item!r} is not COMMAND=SECONDS")
        latency[bare_name(name)] = _seconds(item, seconds)
    return latency


def bare_name(command: str) -> str:
    """Fold `at+cmgs`, `+CMGS` and `CMGS` to `CMGS`."""
    return command.strip().upper().removeprefix("AT").lstrip("+")


def _seconds(item: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{item!r} has no number of seconds") from None
    if not 0 <= value <= MAX_LATENCY:
        raise ValueError(f"{item!r} is not between 0 and {MAX_LATENCY:.0f} seconds")
    return value
