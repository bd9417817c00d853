"""Reads information lines of answers and URCs; what is damaged reads as None or as nothing."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hardware.gsm.at.classify import fits, octets_of


@dataclass(frozen=True, slots=True)
class Slot:
    """One message as AT+CMGL lists it (TS 27.005, 3.4.2): its place, <stat>, and its PDU in hex.

    `intact` means that the PDU has the length its first line announced, so the serial line has not
    shortened it. `sure` means that no other entry has this index; where one has, a digit was lost on
    the line, and deleting by that index could destroy another message.
    """

    index: int
    stat: int
    pdu: str
    intact: bool
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """What a memory holds; `damaged` counts entries of which too little came to be a slot."""

    slots: tuple[Slot, ...] = ()
    damaged: int = 0
    text_mode: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """+CMTI or +CDSI: something was stored; only a hint."""

    memory: str
    index: int


@dataclass(frozen=True, slots=True)
class Fill:
    """How full a memory is, in messages."""

    used: int
    total: int


_LISTED: Final = re.compile(r"^\+CMGL:\s*(\d{1,5})\s*,\s*(\d)?")
_READ: Final = re.compile(r"^\+CMGR:\s*(\d)\s*,")
_TEXT_MODE: Final = re.compile(r'^\+CMG[LR]:\s*(?:\d+\s*,)?\s*"(?:REC|STO) ')
_HINT: Final = re.compile(r'^\+C(?:MT|DS)I:\s*"?([A-Z]{2})"?\s*,\s*(\d{1,5})$')
_NUMBERS: Final = re.compile(r"\d+")
_QUOTED: Final = re.compile(r'"([^"]*)"')
_MEMORY: Final = re.compile(r'"([A-Z]{2})"')
_SIGNAL: Final = re.compile(r"^\+CSQ:\s*(\d{1,3})\b")
_STATUS: Final = re.compile(r"^\+C\w*REG:\s*(?:\d\s*,\s*)?(\d{1,2})\s*(?:,|$)")
_REFERENCE: Final = re.compile(r"^\+CMGS:\s*(\d{1,3})\b")
_WRITTEN: Final = re.compile(r"^\+CMGW:\s*(\d{1,5})$")
_UNKNOWN_SIGNAL: Final = 99
_WEAKEST_DBM: Final = -113


def listing(lines: Sequence[str]) -> Listing:
    """Pair the first lines and the PDUs of AT+CMGL."""
    entries = list(_entries(lines))
    slots = [slot for slot in entries if slot]
    seen = Counter(slot.index for slot in slots)
    sure = tuple(replace(slot, sure=seen[slot.index] == 1) for slot in slots)
    return Listing(sure, len(entries) - len(slots), any(map(_TEXT_MODE.match, lines)))


def read_slot(index: int, lines: Sequence[str]) -> Slot | None:
    """Read the answer to AT+CMGR=index; None for an empty place."""
    found = _READ.match(lines[0]) if len(lines) > 1 else None
    if found is None:
        return None
    return Slot(index, int(found[1]), lines[1], fits(lines[1], octets_of(lines[0])))


def _entries(lines: Sequence[str]) -> Iterator[Slot | None]:
    head = ""
    for line in lines:
        if line.startswith("+CMGL"):
            if head:
                yield None
            head = line
        elif head:
            yield _slot(head, line)
            head = ""
    if head:
        yield None


def _slot(head: str, pdu: str) -> Slot | None:
    found = _LISTED.match(head)
    if found is None:
        return None
    return Slot(int(found[1]), int(found[2] or 1), pdu, fits(pdu, octets_of(head)))


def hint(line: str) -> Hint | None:
    found = _HINT.match(line)
    return Hint(found[1], int(found[2])) if found else None


def memories(line: str) -> tuple[tuple[str, ...], ...]:
    """Return the memories that <mem1>, <mem2> and <mem3> may be, from AT+CPMS=?."""
    groups = re.findall(r"\(([^)]*)\)", line)
    return tuple(tuple(_MEMORY.findall(group)) for group in groups)


def fill(line: str) -> Fill | None:
    """Return how full <mem1> is, from the answer to AT+CPMS=... or AT+CPMS?."""
    numbers = _NUMBERS.findall(_QUOTED.sub("", line))
    return Fill(int(numbers[0][:6]), int(numbers[1][:6])) if len(numbers) > 1 else None


def signal_dbm(line: str) -> int | None:
    """Return the signal in dBm from +CSQ (TS 27.007, 8.5); None when the modem does not know."""
    found = _SIGNAL.match(line)
    if found is None or int(found[1]) >= _UNKNOWN_SIGNAL:
        return None
    return _WEAKEST_DBM + 2 * int(found[1])


def registration(line: str) -> int | None:
    """Return <stat> of +CREG, +CGREG or +CEREG, asked for or not (TS 27.007, 7.2)."""
    found = _STATUS.match(line)
    return int(found[1]) if found else None


def reference(lines: Sequence[str]) -> int | None:
    """Return TP-MR from the +CMGS line among `lines`."""
    found = next(filter(None, map(_REFERENCE.match, lines)), None)
    return int(found[1]) % 256 if found else None


def written(line: str) -> int | None:
    """Return where AT+CMGW put a message (TS 27.005, 3.5.3)."""
    found = _WRITTEN.match(line)
    return int(found[1]) if found else None


def quoted(line: str) -> str:
    """Return the first quoted string of a line, such as the operator's name of +COPS."""
    found = _QUOTED.search(line)
    return found[1] if found else ""


def after_name(line: str) -> str:
    """Return what follows `+NAME:`, without blanks and quotes."""
    return line.partition(":")[2].strip().strip('"') if line.startswith(("+", "^")) else line.strip()
