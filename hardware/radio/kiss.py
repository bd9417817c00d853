"""KISS framing between a computer and a TNC (Chepponis and Karn, 1987), without IO.

A frame stands between two FENDs; its first octet holds the TNC's port in the upper four bits and the
command in the lower four. KISS has no checksum, so whatever is not exactly a frame is dropped whole: half
a report is worse than a report that the radio sends again.
"""

from dataclasses import dataclass

FEND = 0xC0
FESC = 0xDB
TFEND = 0xDC
TFESC = 0xDD

DATA = 0x0

# AX.25 has ten addresses of 7 octets, control, PID and 256 octets of information; some TNCs send more.
LIMIT = 1024

_END = bytes((FEND,))
_ESCAPE = bytes((FESC,))
_ESCAPED_END = bytes((FESC, TFEND))
_ESCAPED_ESCAPE = bytes((FESC, TFESC))
_MEANING = {TFEND: _END, TFESC: _ESCAPE}


@dataclass(frozen=True, slots=True)
class KissFrame:
    """One frame to or from a TNC: `port` and `command` 0 to 15, `payload` for data (0) an AX.25 frame."""

    payload: bytes
    port: int = 0
    command: int = DATA


def encode(frame: KissFrame) -> bytes:
    """Return the octets for the serial line, FEND to FEND.

    The type octet is escaped as well: data for port 12 would otherwise read as FEND.
    """
    body = bytes((frame.port << 4 | frame.command,)) + frame.payload
    return _END + body.replace(_ESCAPE, _ESCAPED_ESCAPE).replace(_END, _ESCAPED_END) + _END


def _unescape(body: bytes) -> bytes | None:
    """Return `body` with its escapes undone, or None where FESC stands before anything but TFEND or TFESC."""
    head, *rest = body.split(_ESCAPE)
    pieces = [head]
    for piece in rest:
        meaning = _MEANING.get(piece[0]) if piece else None
        if meaning is None:
            return None
        pieces += (meaning, piece[1:])
    return b"".join(pieces)


class KissDecoder:
    """Turns octets, in whatever pieces they come, into frames; keeps at most one frame's worth of them."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.dropped = 0
        self._limit = limit
        self._held = bytearray()
        self._in_step = False  # nothing before the first FEND is a whole frame

    def feed(self, octets: bytes) -> list[KissFrame]:
        """Return the frames that `octets` complete, oldest first."""
        *ended, tail = octets.split(_END)
        frames = [frame for piece in ended if (frame := self._end(piece)) is not None]
        self._hold(tail)
        return frames

    def _hold(self, piece: bytes) -> None:
        if self._in_step:
            self._held += piece
        if len(self._held) > 2 * self._limit:  # every octet may be an escaped one
            self._held.clear()
            self._in_step = False
            self.dropped += 1

    def _end(self, piece: bytes) -> KissFrame | None:
        """Close the frame that `piece` ends; the FEND behind it puts the decoder back in step."""
        self._hold(piece)
        whole, self._in_step = self._in_step, True
        body, self._held = bytes(self._held), bytearray()
        return self._frame(body) if whole and body else None

    def _frame(self, body: bytes) -> KissFrame | None:
        plain = _unescape(body)
        if plain is None or len(plain) > self._limit:
            self.dropped += 1
            return None
        return KissFrame(payload=plain[1:], port=plain[0] >> 4, command=plain[0] & 0x0F)
