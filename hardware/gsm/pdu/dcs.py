"""The data coding scheme: alphabet, class and waiting indication in one octet (3GPP TS 23.038, 4)."""

import enum
from dataclasses import dataclass, replace
from functools import cache


class Alphabet(enum.Enum):
    """How the octets of the user data make characters, if they do."""

    GSM7 = "gsm7"
    OCTETS = "octets"
    UCS2 = "ucs2"


class MessageClass(enum.IntEnum):
    """Where a message wants to go: at once to the screen, to the phone, to the SIM, to a terminal."""

    FLASH = 0
    PHONE = 1
    SIM = 2
    TERMINAL = 3


class Waiting(enum.IntEnum):
    """What kind of message a waiting indication is about."""

    VOICE = 0
    FAX = 1
    MAIL = 2
    OTHER = 3


@dataclass(frozen=True, slots=True)
class Coding:
    """One data coding scheme, spelled out; `waiting` and `waiting_on` belong to the indication groups."""

    alphabet: Alphabet = Alphabet.GSM7
    compressed: bool = False
    message_class: MessageClass | None = None
    delete_after_reading: bool = False
    waiting: Waiting | None = None
    waiting_on: bool = False
    keep: bool = True  # False: the indication's own text may be thrown away


_GENERAL = (Alphabet.GSM7, Alphabet.OCTETS, Alphabet.UCS2, Alphabet.GSM7)  # 11 is reserved, read as GSM-7


def _general(dcs: int) -> Coding:
    """Read groups 00xx and 01xx: the latter marks for deletion and is otherwise the same."""
    return Coding(
        alphabet=_GENERAL[dcs >> 2 & 3],
        compressed=bool(dcs & 0x20),
        message_class=MessageClass(dcs & 3) if dcs & 0x10 else None,
        delete_after_reading=bool(dcs & 0x40),
    )


def _indication(dcs: int) -> Coding:
    return Coding(waiting=Waiting(dcs & 3), waiting_on=bool(dcs & 8))


def _class_only(dcs: int) -> Coding:
    alphabet = Alphabet.OCTETS if dcs & 4 else Alphabet.GSM7
    return Coding(alphabet=alphabet, message_class=MessageClass(dcs & 3))


@cache
def coding_of(dcs: int) -> Coding:
    """Read one octet; reserved groups (8 to B) are the default alphabet, as clause 4 asks."""
    match dcs >> 4 & 0xF:
        case 0xC:
            return replace(_indication(dcs), keep=False)
        case 0xD:
            return _indication(dcs)
        case 0xE:
            return replace(_indication(dcs), alphabet=Alphabet.UCS2)
        case 0xF:
            return _class_only(dcs)
        case 0x8 | 0x9 | 0xA | 0xB:
            return Coding()
        case _:
            return _general(dcs)
