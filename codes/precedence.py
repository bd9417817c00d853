"""How urgent a report is: the four precedences of ACP 121, in their order."""

import enum

from codes.book import Book
from codes.report import Report


class Precedence(enum.IntEnum):
    """FLASH goes before everything: `Precedence.FLASH > Precedence.ROUTINE`."""

    ROUTINE = 0
    PRIORITY = 1
    IMMEDIATE = 2
    FLASH = 3


def precedence_of(report: Report, book: Book) -> Precedence:
    """Return what the officer stated, or else what the book has for the type; unknown types are ROUTINE."""
    stated = report.fields.get("precedence")
    if isinstance(stated, str) and stated in Precedence.__members__:
        return Precedence[stated]
    kind = book.types.get(report.type)
    return Precedence[kind.precedence] if kind else Precedence.ROUTINE
