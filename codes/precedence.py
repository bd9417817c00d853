"""How urgent a report is: the four precedences of ACP 121, in their order."""

import enum

from codes.book import Book
from codes.report import Report


class Precedence(enum.IntEnum):
    """The lower goes first, so that a sort puts FLASH at the head of every queue."""

    FLASH = 0
    IMMEDIATE = 1
    PRIORITY = 2
    ROUTINE = 3


def precedence_of(report: Report, book: Book) -> Precedence:
    """Return what the officer stated, or else what the book has for the type; unknown types are ROUTINE."""
    stated = report.fields.get("precedence")
    if isinstance(stated, str) and stated in Precedence.__members__:
        return Precedence[stated]
    kind = book.types.get(report.type)
    return Precedence[kind.precedence] if kind else Precedence.ROUTINE
