"""Digits of a number in mixed radix: each value costs what its range costs, not whole bits."""

from dataclasses import dataclass, field
from typing import Final

EDITIONS: Final = 16
"""Of an edition's number only the residue is packed."""


class SpoiltError(ValueError):
    """Bytes that are no packed report of this book; `unpack` turns it into a result."""


@dataclass(slots=True)
class Writer:
    """Collects digits; the first written is the first read."""

    digits: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def put(self, value: int, radix: int) -> None:
        if not 0 <= value < radix:
            raise SpoiltError(f"{value} is outside 0 to {radix - 1}")
        self.digits.append((value, radix))

    def to_bytes(self) -> bytes:
        """Return the number, its lowest digit first; zeros at its end cost nothing."""
        number = 0
        for value, radix in reversed(self.digits):
            number = number * radix + value
        return number.to_bytes((number.bit_length() + 7) // 8, "big")


@dataclass(slots=True)
class Reader:
    """Takes the digits out again, in the order in which they were put."""

    number: int

    @classmethod
    def of(cls, data: bytes) -> "Reader":
        return cls(int.from_bytes(data, "big"))

    def get(self, radix: int) -> int:
        self.number, value = divmod(self.number, radix)
        return value
