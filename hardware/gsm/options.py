"""What an installer can say of one modem, and how an address says it."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class ModemOptions:
    """Times in seconds; `bauds` are tried in turn until the modem answers (USB ones do not mind).

    `profile` names a file in profiles/, for a modem that is not recognised by what it says of itself.
    `balance` is the code to ask for the SIM's credit with (*121#), every `balance_s`; below `balance_low`
    an alarm is raised. `number` is the SIM's own (+66812345678), for SIMs that do not know it.
    """

    bauds: tuple[int, ...] = (115_200, 9_600, 57_600, 230_400, 460_800, 19_200, 38_400)
    profile: str = ""
    number: str = ""
    balance: str = ""
    balance_low: float = 0.0
    balance_s: float = 43_200.0
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


_FIGURES: Final = frozenset(
    {"sweep_s", "watch_s", "send_s", "prompt_s", "sim_ready_s", "balance_s", "balance_low"}
)
_WORDS: Final = {
    "profile": re.compile(r"[a-z0-9_]{1,40}"),
    "balance": re.compile(r"[0-9*#]{1,20}"),
    "number": re.compile(r"\+[0-9]{5,15}"),
}


def read_address(url: str) -> ModemAddress:
    """Read `gsm:/dev/serial/by-id/...?pin=1234&baud=9600` or `gsm:socket://host:port`.

    Every field of ModemOptions but `bauds` and `valid` may be given by its name. ValueError says what is
    wrong, without the PIN.
    """
    port, _, query = url.removeprefix("gsm:").partition("?")
    if not port:
        raise ValueError("a modem's address names its port, as gsm:/dev/serial/by-id/...")
    pin, options = None, ModemOptions()
    for item in filter(None, query.split("&")):
        name, _, value = item.partition("=")
        if name == "pin":
            pin = unquote(value)
        else:
            options = _with(options, name, unquote(value))
    return ModemAddress(port, pin, options)


def _with(options: ModemOptions, name: str, value: str) -> ModemOptions:
    if name == "baud" and value.isdecimal():
        return replace(options, bauds=(int(value),))
    if name in _WORDS and _WORDS[name].fullmatch(value):
        return replace(options, **{name: value})
    if name in _FIGURES and value.replace(".", "", 1).isdecimal():
        return replace(options, **{name: float(value)})
    known = ", ".join(sorted({"pin", "baud", *_FIGURES, *_WORDS}))
    raise ValueError(f"{name} in a modem's address has no such value; known are {known}")
