"""Cuts what a modem says into lines and prompts, whatever bytes come."""

import re
from typing import Final

PROMPT: Final = ">"
LINE_AT_MOST: Final = 4096  # bytes; the longest PDU line has 352
_ENDS: Final = re.compile(rb"[\r\n]+")
_PADDING: Final = bytes(range(33))  # control characters and blanks around a line mean nothing


class Splitter:
    """Feed it bytes, get whole lines as latin-1 text; empty ones and those beyond 4096 bytes are dropped.

    The prompt for a PDU is `> ` with no line end after it (TS 27.005, 3.5.1), so a `>` at the head of a
    line counts at once, and the rest of that line stands by itself.
    """

    def __init__(self) -> None:
        self._tail = b""
        self._overlong = False

    def feed(self, data: bytes) -> list[str]:
        *whole, tail = _ENDS.split(self._tail + data)
        lines: list[str] = []
        for line in whole:
            self._take(line, lines)
            self._overlong = False
        self._tail = self._hold(tail, lines)
        return lines

    def _take(self, line: bytes, lines: list[str]) -> None:
        bare = line.strip(_PADDING)
        while bare.startswith(b">"):
            lines.append(PROMPT)
            bare = bare[1:].strip(_PADDING)
        if bare and not self._overlong and len(bare) <= LINE_AT_MOST:
            lines.append(bare.decode("latin-1"))

    def _hold(self, tail: bytes, lines: list[str]) -> bytes:
        """Return what must wait for its line end."""
        begun = tail.lstrip(_PADDING)
        while begun.startswith(b">") and not self._overlong:
            lines.append(PROMPT)
            begun = begun[1:].lstrip(_PADDING)
        if len(begun) > LINE_AT_MOST:
            self._overlong = True
        return b"" if self._overlong else begun
