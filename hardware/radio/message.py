"""Texts on the air as APRS messages (APRS101, chapter 14; reply-acks of APRS 1.1): most radios send them.

    :ADDRESSEE:text{id          id: 1 to 5 characters, and the text wants an ack
    :ADDRESSEE:text{MM}AA       reply-ack: MM is the id, AA acknowledges a message of the other side
    :ADDRESSEE:ackid            and rejid, which nobody acknowledges

The standard allows 67 characters of printable ASCII. We send UTF-8 and count octets: 67 of them are 67
letters in English, 22 in Thai.
"""

import hashlib
import itertools
import re
import unicodedata
from dataclasses import dataclass

TEXT_LIMIT = 67
ADDRESSEE_LENGTH = 9

_HEAD_LENGTH = len(":ADDRESSEE:")
_ID = r"([!-z]{1,5})(\}[!-z]{0,2})?"
_ACK = re.compile(rf"(ack|rej){_ID}")
_TAIL = re.compile(_ID)
_OURS = re.compile(r"[0-9A-Z]{5}")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPEAKABLE = str.maketrans({"{": "(", "|": "/", "~": "-"})


@dataclass(frozen=True, slots=True)
class Message:
    """A text for one station; without an `id` it asks for no ack. `tail` is the `}` or `}AA` of a reply-ack.

    AA never acknowledges one of ours: it has two places and our ids have five.
    """

    addressee: str
    text: str
    id: str = ""
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Ack:
    """The other side has message `id`, or has it and refuses it (`rej`). `tail` comes back as it was sent."""

    addressee: str
    id: str
    refused: bool = False
    tail: str = ""

    @property
    def text(self) -> str:
        return f"{'rej' if self.refused else 'ack'}{self.id}{self.tail}"


def encode(word: Message | Ack) -> bytes:
    """Return the information field of the UI frame that says `word`."""
    end = f"{{{word.id}{word.tail}" if isinstance(word, Message) and word.id else ""
    return f":{word.addressee:<{ADDRESSEE_LENGTH}}:{word.text}{end}".encode()


def decode(info: bytes) -> Message | Ack | None:
    """Read an information field; None when it is something else than a message. Never raises.

    Octets that are not UTF-8 become U+FFFD: the raw frame is kept beside the text anyway.
    """
    if info[:1] != b":" or info[_HEAD_LENGTH - 1 : _HEAD_LENGTH] != b":":
        return None
    addressee = info[1 : _HEAD_LENGTH - 1].decode("latin-1").rstrip(" ").upper()
    body = as_text(info[_HEAD_LENGTH:])
    if ack := _ACK.fullmatch(body):
        return Ack(addressee, ack[2], ack[1] == "rej", ack[3] or "")
    text, brace, end = body.rpartition("{")
    tail = _TAIL.fullmatch(end) if brace else None
    return Message(addressee, text, tail[1], tail[2] or "") if tail else Message(addressee, body)


def as_text(octets: bytes) -> str:
    """Return what was typed, without the line ends and blanks that TNCs leave behind it."""
    return octets.decode("utf-8", "replace").rstrip("\r\n\0 ")


def message_id(tag: str, number: int) -> str:
    """Return the id of part `number` of the text that the gateway calls `tag`.

    The same at each attempt, and after a restart, so that the officer's radio knows a repetition and a
    late ack still finds its message. Sixty million of them: two that are under way together do not meet.
    """
    value = int.from_bytes(hashlib.sha256(f"{tag}\0{number}".encode()).digest())
    return "".join(_DIGITS[value // 36**place % 36] for place in range(5))


def is_ours(message_id: str) -> bool:
    """Say whether `message_id` looks like one of ours: `acknow` is a word, not an ack."""
    return _OURS.fullmatch(message_id) is not None


def split(text: str, limit: int = TEXT_LIMIT) -> tuple[str, ...]:
    """Return `text` as it can be said: whole, or as `1/3 ...`, each part `limit` octets at most.

    Cut between words where there are any, never inside a character nor before a vowel or tone mark.
    """
    said = _speakable(text)
    if len(said.encode()) <= limit:
        return (said,)
    attempts = ((digits, _cut(said, limit - len("/ ") - 2 * digits)) for digits in itertools.count(1))
    pieces = next(pieces for digits, pieces in attempts if len(pieces) < 10**digits)
    return tuple(f"{number}/{len(pieces)} {piece}" for number, piece in enumerate(pieces, 1))


def _speakable(text: str) -> str:
    """Return `text` on one line, without what the standard keeps for itself."""
    valid = text.encode("utf-8", "replace").decode()
    shown = "".join(letter for letter in valid if letter.isprintable() or letter.isspace())
    return " ".join(shown.split()).translate(_SPEAKABLE)


def _cut(text: str, room: int) -> list[str]:
    pieces: list[str] = []
    while text:
        piece = text[: _end(text, room)]
        pieces.append(piece.rstrip())
        text = text[len(piece) :].lstrip()
    return pieces


def _end(text: str, room: int) -> int:
    """Return how many characters of `text` the next piece takes: at least one, at most `room` octets."""
    fits = len(text.encode()[:room].decode("utf-8", "ignore"))
    if fits == len(text):
        return fits
    space = text.rfind(" ", 0, fits + 1)
    if space > 0:
        return space
    end = fits
    while end > 0 and _is_mark(text[end]):
        end -= 1
    return end or fits


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")
