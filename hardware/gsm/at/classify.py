"""Says what one line from a modem is; unsolicited codes come before answers (TS 27.005, 3.4)."""

import enum
import re
from dataclasses import dataclass
from typing import Final

from hardware.gsm.at.splitter import PROMPT
from hardware.gsm.at.words import Command, is_final


class Kind(enum.Enum):
    """What a line is to whoever waits for one."""

    __hash__ = object.__hash__  # members are single; Enum's own hash is slow

    PROMPT = "prompt"
    ECHO = "echo"
    FINAL = "final"
    ANSWER = "answer"
    ANSWER_TAIL = "answer, second line"
    URC = "urc"
    URC_HEAD = "urc with a second line to come"
    URC_TAIL = "urc, second line"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Awaited:
    """What the session waits for.

    `urc_octets` and `answer_octets` are the TPDU lengths that an open first line announced; None when
    no second line is due.
    """

    command: Command | None = None
    prompt: bool = False
    urc_octets: int | None = None
    answer_octets: int | None = None


HEADS: Final = frozenset({"+CMT", "+CDS", "+CBM"})

NAMES: Final = HEADS | {
    "+CMTI", "+CDSI", "+CBMI", "+CLIP", "+CRING", "+CCWA", "+CUSD", "+CIEV", "+CTZV", "+CTZE", "+CTZR",
    "+CTZDST", "+CIREGU", "+QIND", "+QUSIM", "+QSIMSTAT", "+SIM", "+PBREADY", "+UUSIMSTAT", "#QSS", "^RSSI",
    "^HCSQ", "^BOOT", "^MODE", "^SRVST", "^SIMST", "^STIN", "^DSFLOWRPT", "^NDISSTAT", "^CSNR", "^SMMEMFULL",
    "^SMGO", "^SYSSTART", "*PSUTTZ", "*PSNWID", "DST", "MODEM",
}  # fmt: skip

WORDS: Final = frozenset({
    "RING", "NO CARRIER", "BUSY", "NO ANSWER", "RINGBACK", "RDY", "START", "SYSSTART", "SMS Ready",
    "SMS DONE", "Call Ready", "PB DONE", "NORMAL POWER DOWN", "POWERED DOWN", "SHUTDOWN",
    "UNDER-VOLTAGE WARNNING",
})  # fmt: skip

_NAME: Final = re.compile(r"^([+^*#$%]?[A-Z][A-Z0-9]*)\s*:")
_HEX: Final = re.compile(r"^(?:[0-9A-Fa-f]{2})+$")
_OCTETS: Final = re.compile(r"(?:^|[,:])\s*(\d{1,3})$")
_QUERIED: Final = re.compile(r"^\S+?REG:\s*\d\s*,\s*\d{1,2}\s*(?:,|$)")  # a read answer has <n> before <stat>


def name_of(line: str) -> str:
    """Return the name that a line begins with, `+CMGL` for `+CMGL: 1,0,,23`, or nothing."""
    found = _NAME.match(line)
    return found[1] if found else ""


def octets_of(line: str) -> int:
    """Return the TPDU length that ends a first line such as `+CMGL: 1,0,,23`; 0 when it is damaged."""
    found = _OCTETS.search(line)
    return int(found[1]) if found else 0


def fits(pdu: str, octets: int) -> bool:
    """Tell whether a hex line holds a service centre address and then exactly `octets` (TS 27.005, 3.1)."""
    return _HEX.match(pdu) is not None and len(pdu) // 2 == 1 + int(pdu[:2], 16) + octets


def classify(line: str, awaited: Awaited) -> Kind:
    """Say what `line` is to a session that waits for `awaited`."""
    if line == PROMPT:
        return Kind.PROMPT if awaited.prompt else Kind.NOISE
    if _is_echo(line, awaited.command):
        return Kind.ECHO
    if _HEX.match(line) and (tail := _tail(line, awaited)):
        return tail
    return _urc(line) or _reply(line, awaited.command)


def _is_echo(line: str, command: Command | None) -> bool:
    if command is not None and line in {command.line, command.body}:
        return True
    return line.startswith(("AT+", "AT^"))


def _tail(line: str, awaited: Awaited) -> Kind | None:
    """Give a PDU line to the first line whose length it fits; the URC came last, so it comes first here."""
    urc, answer = awaited.urc_octets, awaited.answer_octets
    if urc is not None and fits(line, urc):
        return Kind.URC_TAIL
    if answer is not None and fits(line, answer):
        return Kind.ANSWER_TAIL
    if urc is not None and not (awaited.command and awaited.command.bare):
        return Kind.URC_TAIL
    return Kind.ANSWER_TAIL if answer is not None else None


def _urc(line: str) -> Kind | None:
    name = name_of(line)
    if name in HEADS:
        return Kind.URC_HEAD
    return Kind.URC if name in NAMES or line in WORDS else None


def _reply(line: str, command: Command | None) -> Kind:
    if is_final(line):
        return Kind.FINAL
    name = name_of(line)
    if command is not None and name and name == command.answers:
        return Kind.URC if name.endswith("REG") and not _QUERIED.match(line) else Kind.ANSWER
    if name:
        return Kind.URC
    return Kind.ANSWER if command is not None and command.bare else Kind.NOISE
