"""A place in a PDU that only moves forward and knows which field it is in."""

from typing import NoReturn

from hardware.gsm.pdu.tpdu import Unreadable


class UnreadableError(Exception):
    """Carries an Unreadable from the field that found it to the door of the codec, and never further."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why.cause)
        self.why = why


class Cursor:
    """Octets not read yet."""

    __slots__ = ("at", "raw")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    def octet(self, field: str) -> int:
        if self.at >= len(self.raw):
            self.refuse(field, "the PDU ends here")
        self.at += 1
        return self.raw[self.at - 1]

    def take(self, field: str, count: int) -> bytes:
        """Return the next `count` octets of `field`."""
        left = len(self.raw) - self.at
        if left < count:
            self.refuse(field, f"{count} octets promised, {left} there")
        self.at += count
        return self.raw[self.at - count : self.at]

    def refuse(self, field: str, cause: str, *, back: int = 0) -> NoReturn:
        """Give up on the PDU for something that stood `back` octets before this place."""
        raise UnreadableError(Unreadable(field, self.at - back, cause))
