"""Takes a command line apart: `AT+CPMS?;+CMGL=4` is two calls (ITU-T V.250, 5.2 to 5.4)."""

import enum
import re
from dataclasses import dataclass

MAX_LINE = 2048  # characters; a modem's own buffer is seldom larger


class Form(enum.Enum):
    """The four ways to say an extended command."""

    RUN = ""
    ASK = "?"
    TEST = "=?"
    SET = "="


@dataclass(frozen=True, slots=True)
class Call:
    """One command as it was said: `Call("+CMGL", SET, "4")`, `Call("E", RUN, "0")`."""

    name: str
    form: Form
    value: str = ""

    @property
    def bare(self) -> str:
        return self.name.lstrip("+")

    def arguments(self) -> list[str]:
        """Split the value at its commas, outside quotes, and take the quotes off."""
        pieces = re.findall(r'((?:[^",]|"[^"]*"?)*)(?:,|$)', self.value)
        return [piece.strip().replace('"', "") for piece in (pieces[:-1] or pieces)]

    def numbers(self) -> list[int | None] | None:
        """Read the arguments as numbers, None for one left out; None when any is no number."""
        pieces = self.arguments()
        if not all(re.fullmatch(r"[0-9]{0,9}", piece) for piece in pieces):
            return None
        return [int(piece) if piece else None for piece in pieces]


EXTENDED = re.compile(
    r"(?P<name>[+^*$%#!][A-Za-z][A-Za-z0-9_]*)(?P<form>=\?|\?|=|)(?P<value>(?:[^\";]|\"[^\"]*\"?)*);?",
)
BASIC = re.compile(r"(?P<name>D|S[0-9]+|[&\\]?[A-Za-z])(?P<form>=|\?|)(?P<value>[0-9]*);?")
DIAL = re.compile(r"(?P<name>[Dd])(?P<form>)(?P<value>.*)")


def parse_line(line: bytes) -> list[Call] | None:
    """Return the calls on a line, none for a bare AT; None when no AT stands on it: a modem ignores such.

    What cannot be read becomes a last call that no modem knows.
    """
    text = "".join(c for c in line.decode("latin-1") if c.isprintable())
    start = text.upper().find("AT")
    if start < 0:
        return None
    return _calls(text[start + 2 :].strip())


def _calls(text: str) -> list[Call]:
    calls: list[Call] = []
    at = 0
    while at < len(text):
        found = DIAL.match(text, at) or EXTENDED.match(text, at) or BASIC.match(text, at)
        if found is None:
            return [*calls, Call("?", Form.RUN, text[at:])]
        name, value = found["name"].upper(), found["value"].strip()
        calls.append(Call(name, Form(found["form"]), value))
        at = found.end()
        at += len(text[at:]) - len(text[at:].lstrip(" ;"))
    return calls
