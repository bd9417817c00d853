"""Families of modems and their habits, as data in profiles/*.toml."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Profile:
    """How one family wants to be spoken to.

    `known_by` is a pattern on `MAKER MODEL REVISION`. `prepare` are commands sent once the SIM is ready,
    whatever they answer. `cnmi` are tried in turn. `store` is where new messages shall go, when the
    usual order (SM, ME) is wrong; `delete` are the forms of AT+CMGD, the likeliest first. `list_s`
    bounds the silence within one AT+CMGL. `acknowledge` turns on CSMS=1, with which a message that
    came directly stays with the network until we say CNMA. `ussd_packed` is for modems that take and give
    USSD as hex of packed septets.
    """

    name: str = "any"
    known_by: str = ""
    prepare: tuple[str, ...] = ()
    cnmi: tuple[str, ...] = ("2,1,0,1,0", "2,1,0,1", "1,1,0,1,0", "2,1,0,0,0", "1,1,0,0,0", "2,1", "1,1")
    store: str = ""
    delete: tuple[str, ...] = ("AT+CMGD={}", "AT+CMGD={},0")
    list_s: float = 30.0
    hang_up: tuple[str, ...] = ("ATH", "AT+CHUP")
    acknowledge: bool = True
    ussd_packed: bool = False
    why: str = ""


ANY: Final = Profile()
_READ: Final = TypeAdapter(Profile)


@cache
def profiles() -> tuple[Profile, ...]:
    """Return every family that ships with the product, in the order of their file names."""
    folder = files("hardware.gsm").joinpath("profiles")
    found = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
    )
    return tuple(_profile(entry.name.removesuffix(".toml"), entry.read_text("utf-8")) for entry in found)


def profile_for(identity: str, named: str = "") -> Profile:
    """Return the family called `named`, or the one that `identity` belongs to, or the usual habits."""
    for profile in profiles():
        if profile.name == named or (not named and re.search(profile.known_by, identity, re.IGNORECASE)):
            return profile
    return ANY


def _profile(name: str, text: str) -> Profile:
    return _READ.validate_python({"name": name, **tomllib.loads(text)})
