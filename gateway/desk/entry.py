"""One officer as a clerk writes him down, in a form or a line of CSV, and what is wrong with it."""

import csv
import enum
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, get_args

from gateway.office.config import Language

LANGUAGES: Final = (*get_args(Language), "vi-plain")
MOST_LINES: Final = 500
LARGEST_FILE: Final = 1 << 20
"""Bytes: so many lines of full cells, in letters of three bytes, each written as %XX in a form."""
_LONGEST: Final = 64
_NUMBER: Final = re.compile(r"\+[0-9]{5,15}")
_CALLSIGN: Final = re.compile(r"[A-Z0-9]{3,6}(-[0-9]{1,2})?")
_SPACING: Final = re.compile(r"[\s().-]")
_PREFIX: Final = {"TH": "+66", "LA": "+856", "KH": "+855", "MM": "+95", "VN": "+84"}
COLUMNS: Final = ("name", "unit", "agency", "language", "number", "callsign", "shared")


class Flaw(enum.StrEnum):
    """What can be wrong with an entry, alone, in its file, or beside the roster."""

    NAME = "name"
    LONG = "long"
    LANGUAGE = "language"
    NUMBER = "number"
    CALLSIGN = "callsign"
    NOWHERE = "nowhere"
    NAME_TWICE = "name-twice"
    NUMBER_TWICE = "number-twice"
    NAMED = "named"  # somebody on the roster is called so
    HELD = "held"  # somebody on the roster has that number or call sign
    AGENCY = "agency"  # not the clerk's own
    COLUMNS = "columns"
    CELLS = "cells"
    LINES = "lines"
    NOBODY = "nobody"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be kept of an officer; `shared` says that the phone is somebody else's too."""

    name: str
    unit: str = ""
    agency: str = ""
    language: str = "en"
    number: str = ""
    callsign: str = ""
    shared: bool = False

    def flaws(self) -> Iterator[Flaw]:
        """Give what is wrong with it by itself."""
        if not self.name:
            yield Flaw.NAME
        if any(len(one) > _LONGEST for one in (self.name, self.unit, self.agency)):
            yield Flaw.LONG
        if self.language not in LANGUAGES:
            yield Flaw.LANGUAGE
        if self.number and not _NUMBER.fullmatch(self.number):
            yield Flaw.NUMBER
        if self.callsign and not _CALLSIGN.fullmatch(self.callsign):
            yield Flaw.CALLSIGN
        if not (self.number or self.callsign):
            yield Flaw.NOWHERE


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file as it was read, by its number in the file, and what is wrong with it."""

    number: int
    entry: Entry
    flaws: tuple[Flaw, ...]


def entry_of(given: dict[str, str], country: str) -> Entry:
    """Return an entry of what somebody wrote; numbers may be as people write them."""
    words = {name: " ".join(given.get(name, "").split()) for name in COLUMNS}
    return Entry(
        name=words["name"],
        unit=words["unit"],
        agency=words["agency"],
        language=words["language"].lower() or "en",
        number=number_of(words["number"], country),
        callsign=words["callsign"].upper(),
        shared=words["shared"].lower() in ("yes", "y", "1", "x", "true"),
    )


def number_of(written: str, country: str) -> str:
    """Return a number as the roster has it, `+66812345678`; a local one gets the office's country."""
    bare = _SPACING.sub("", "".join(_latin(c) for c in written))
    if bare.startswith("00"):
        return f"+{bare[2:]}"
    if bare.startswith("0") and country in _PREFIX:
        return _PREFIX[country] + bare[1:]
    return bare


def text_of(data: bytes) -> str | None:
    """Return what a file says in UTF-8, or in UTF-16 with its mark, as a spreadsheet saves it; else None."""
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        return None


def lines_of(text: str | None, country: str) -> list[Line]:
    """Read a CSV file, with commas, semicolons or tabs; its first line names the columns.

    A file that cannot be read at all, or whose letters could not (None), is one line with one flaw.
    """
    if text is None:
        return [Line(1, Entry(""), (Flaw.WRITING,))]
    rows = _rows(text.removeprefix("\ufeff").strip("\n"))
    head = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    if "name" not in head or set(head) - set(COLUMNS) or len(head) != len(set(head)):
        return [Line(1, Entry(""), (Flaw.COLUMNS,))]
    if not any(any(row) for _, row in rows[1:]):
        return [Line(2, Entry(""), (Flaw.NOBODY,))]
    if len(rows) - 1 > MOST_LINES:
        return [Line(MOST_LINES + 2, Entry(""), (Flaw.LINES,))]
    return _twice([_line(number, dict(zip(head, row, strict=False)), len(row) == len(head), country)
                   for number, row in rows[1:] if any(row)])  # fmt: skip


def _line(number: int, given: dict[str, str], whole: bool, country: str) -> Line:
    entry = entry_of(given, country)
    return Line(number, entry, tuple(entry.flaws()) if whole else (Flaw.CELLS,))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    try:
        return [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error:
        return []


def _twice(lines: list[Line]) -> list[Line]:
    """Mark what stands twice in the file: a name, or a number that is not said to be shared."""
    names = Counter(one.entry.name for one in lines)
    whose = Counter(value for one in lines for value in (one.entry.number, one.entry.callsign) if value)
    return [Line(one.number, one.entry, (*one.flaws, *_again(one.entry, names, whose))) for one in lines]


def _again(entry: Entry, names: Counter[str], whose: Counter[str]) -> Iterator[Flaw]:
    if entry.name and names[entry.name] > 1:
        yield Flaw.NAME_TWICE
    if not entry.shared and max(whose[entry.number], whose[entry.callsign]) > 1:
        yield Flaw.NUMBER_TWICE


def _latin(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)
