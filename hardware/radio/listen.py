"""What a frame off the air means to one call sign: a text, an ack of ours, or nothing; a pure function."""

import enum
from dataclasses import dataclass

from hardware.radio import ax25, message
from hardware.radio.ax25 import Callsign, Fault, UiFrame


class Nothing(enum.StrEnum):
    """Why a frame is none of our business; counted, so that an empty channel differs from a deaf radio."""

    ECHO = "echo"  # our own words, from the sound card or a digipeater
    ELSEWHERE = "elsewhere"  # for another station
    UNREADABLE = "unreadable"  # not a UI frame


@dataclass(frozen=True, slots=True)
class Text:
    """A text for us; `ack` is what answers it, if it asked for one."""

    sender: Callsign
    text: str
    id: str = ""
    ack: message.Ack | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The other side has what we sent as `id`, or refuses it."""

    sender: Callsign
    id: str
    refused: bool = False


def listen(payload: bytes, me: Callsign) -> Text | Answer | Nothing:
    """Tell what an AX.25 frame means to `me`."""
    frame = ax25.decode(payload)
    if isinstance(frame, Fault):
        return Nothing.UNREADABLE
    if frame.source == me:
        return Nothing.ECHO
    word = message.decode(frame.info)
    if word is None:
        return _plain(frame, me)
    if ax25.read_callsign(word.addressee) != me:
        return Nothing.ELSEWHERE
    if isinstance(word, message.Ack):
        return _answer(frame.source, word)
    ack = message.Ack(str(frame.source), word.id, tail=word.tail) if word.id else None
    return Text(frame.source, word.text, word.id, ack)


def _answer(sender: Callsign, word: message.Ack) -> Text | Answer:
    # An officer may well text "acknow" or "rejoin"; what cannot be an ack of ours is a text.
    if message.is_ours(word.id):
        return Answer(sender, word.id, word.refused)
    return Text(sender, word.text)


def _plain(frame: UiFrame, me: Callsign) -> Text | Nothing:
    """Take a bare line typed at a TNC, addressed to us in the frame itself; it asks for no ack."""
    if frame.destination != me or frame.pid != ax25.NO_LAYER_3:
        return Nothing.ELSEWHERE
    return Text(frame.source, message.as_text(frame.info))
