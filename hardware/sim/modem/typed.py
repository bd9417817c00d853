"""What the client has typed and the modem has not yet taken up: command lines, or a PDU behind a prompt."""

from collections.abc import Callable

from hardware.sim.modem.line import MAX_LINE

CR, CTRL_Z, ESC = b"\r", 0x1A, 0x1B
INPUT_LIMIT = 65_536  # bytes
BODY_LIMIT = 1024  # characters behind a prompt

Echo = Callable[[bytes], None]


class Typed:
    """Bytes wait here until asked for as a line or as a body, and are echoed when they are taken."""

    def __init__(self, echo: Echo) -> None:
        self._echo = echo
        self._input = bytearray()
        self._line = bytearray()
        self._body = bytearray()

    @property
    def has_room(self) -> bool:
        return len(self._input) < INPUT_LIMIT

    def add(self, data: bytes) -> None:
        self._input += data

    def clear(self) -> None:
        for buffer in (self._input, self._line, self._body):
            buffer.clear()

    def line(self) -> bytes | None:
        """Return the next command line without its CR, None while it is not complete.

        A bare ESC and line feeds are passed over; of a line that is too long one character too many is kept.
        """
        chunk, end, self._input = self._input.partition(CR)
        visible = bytes(chunk.translate(None, b"\n\x1b"))
        self._echo(visible + bytes(end))
        self._line += visible[: MAX_LINE + 1 - len(self._line)]
        if not end:
            return None
        line, self._line = bytes(self._line), bytearray()
        return line

    def body(self) -> tuple[bytes, bool] | None:
        """Return what was typed up to 0x1A, and True; up to ESC, and False; None while neither has come."""
        ends = [at for at in map(self._input.find, (CTRL_Z, ESC)) if at >= 0]
        end = min(ends, default=len(self._input))
        chunk, ender = bytes(self._input[:end]), self._input[end : end + 1]
        del self._input[: end + 1]
        self._echo(chunk)
        self._body += chunk[: BODY_LIMIT - len(self._body)]
        if not ender:
            return None
        body, self._body = bytes(self._body), bytearray()
        return body, ender[0] == CTRL_Z
