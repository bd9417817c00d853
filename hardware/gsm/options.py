"""What an installer can say of one modem, and how an address says it."""

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class ModemOptions:
    """Times in seconds; `bauds` are tried in turn until the modem answers (USB ones do not mind).

    `own_number` is the SIM's, when the operator does not tell. `profile` names a file in profiles/, for a
    modem that is not recognised by what it says of itself.
    """

    bauds: tuple[int, ...] = (115_200, 9_600, 57_600, 230_400, 460_800, 19_200, 38_400)
    profile: str = ""
    own_number: str = ""
    sweep_s: float = 5.0
    watch_s: float = 15.0
    send_s: float = 180.0
    prompt_s: float = 10.0
    sim_ready_s: float = 20.0
    valid: timedelta | None = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ModemAddress:
    """A modem's address, taken apart: the port's own URL or path, the PIN, the options."""

    port: str
    pin: str | None
    options: ModemOptions


_SECONDS: Final = frozenset({"sweep_s", "watch_s", "send_s", "prompt_s", "sim_ready_s"})
_WORDS: Final = frozenset({"profile", "own_number"})


def read_address(url: str) -> ModemAddress:
    """Read `gsm:/dev/serial/by-id/...?pin=1234&baud=9600` or `gsm:socket://host:port`.

    Every field of ModemOptions but `bauds` and `valid` may be given by its name. ValueError says what is
    wrong, without the PIN.
    """
    parts = urlsplit(url.removeprefix("gsm:"))
    port = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.scheme else parts.path
    if not port:
        raise ValueError("a modem's address names its port, as gsm:/dev/serial/by-id/...")
    pin, options = None, ModemOptions()
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name == "pin":
            pin = value
        else:
            options = _with(options, name, value)
    return ModemAddress(port, pin, options)


def _with(options: ModemOptions, name: str, value: str) -> ModemOptions:
    if name == "baud" and value.isdigit():
        return replace(options, bauds=(int(value),))
    if name in _WORDS:
        return replace(options, **{name: value})
    if name in _SECONDS and value.replace(".", "", 1).isdigit():
        return replace(options, **{name: float(value)})
    known = sorted({"pin", "baud", *(field.name for field in fields(options))} - {"bauds", "valid"})
    raise ValueError(f"{name} in a modem's address has no such value; known are {', '.join(known)}")
