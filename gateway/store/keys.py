"""The name a report or an envelope goes by in every office: who made it, in which epoch, which number."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, bindparam

HIGHEST = 2**31 - 1
"""The highest epoch, number, version or edition: what PostgreSQL's columns for them hold."""


class ReportKey(NamedTuple):
    """(origin, epoch, seq), written `MSI-1-42`; the same in every office, and never given twice."""

    origin: str
    epoch: int
    seq: int

    def __str__(self) -> str:
        return f"{self.origin}-{self.epoch}-{self.seq}"

    @classmethod
    def parse(cls, text: str) -> "ReportKey | None":
        """Read `MSI-1-42`; None when it is not a key."""
        origin, *numbers = text.strip().upper().rsplit("-", 2)
        if not origin or len(numbers) != len(("epoch", "seq")):
            return None
        if not all(n.isascii() and n.isdecimal() for n in numbers):
            return None
        return cls(origin, int(numbers[0]), int(numbers[1]))

    def values(self) -> dict[str, Any]:
        """Return the three columns by name."""
        return {"origin": self.origin, "epoch": self.epoch, "seq": self.seq}

    def named(self) -> dict[str, Any]:
        """Return what a statement with the condition `this` is to be run with."""
        return {"of_origin": self.origin, "of_epoch": self.epoch, "of_seq": self.seq}


EnvelopeKey = ReportKey  # the same shape, numbered from another counter


def key_of(row: Any) -> ReportKey:  # noqa: ANN401  # any row that carries the three columns
    return ReportKey(row.origin, row.epoch, row.seq)


def this(table: Table) -> ColumnElement[bool]:
    """Return the condition of a statement that is built once: the row whose `named()` it is run with."""
    return and_(*(table.c[name] == bindparam(f"of_{name}") for name in ReportKey._fields))


def same(table: Table, key: ReportKey) -> ColumnElement[bool]:
    """Return the condition that a row of `table` is the one called `key`."""
    c = table.c
    return and_(c.origin == key.origin, c.epoch == key.epoch, c.seq == key.seq)
