"""Dialogues with a modem as data: what is typed, what it says, what happens to it meanwhile.

`> AT` types a line (its CR is added, unless it ends in 0x1A or ESC), `: 1b` types octets, `< OK` is a line
that it says, `= OK` is exactly what it says, `! {...}` is a request on the control socket, `+ 0.5` lets
seconds pass. Between two steps it says the lines given and nothing else.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

from hardware.sim.modem.control import answer_line
from hardware.sim.modem.core import Modem
from hardware.sim.modem.machine import Machine
from hardware.sim.modem.ops import Levers
from hardware.sim.modem.settings import Settings, parse_latency

DATA = Path(__file__).parents[3] / "data" / "sim_modem"


def unescape(text: str) -> str:
    return (
        text.replace(r"\r", "\r").replace(r"\n", "\n").replace(r"\s", " ").encode().decode("unicode_escape")
    )


@dataclass
class Desk:
    """A modem without IO, and a clock that goes when told."""

    settings: Settings = field(default_factory=Settings)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.modem = Modem(Machine(self.settings))
        self.levers = Levers(self.modem, lambda: self.now, lambda _: None, lambda: None)

    def type(self, data: bytes) -> str:
        self.modem.feed(data, self.now)
        return self.said()

    def pass_time(self, seconds: float) -> str:
        self.now += seconds
        self.modem.tick(self.now)
        return self.said()

    def ask(self, **request: object) -> dict[str, object]:
        answer: dict[str, object] = json.loads(answer_line(json.dumps(request).encode(), self.levers))
        self.modem.tick(self.now)
        return answer

    def said(self) -> str:
        said = self.modem.out.decode("latin-1")
        self.modem.out.clear()
        return said


def run(path: Path) -> None:
    """Play one dialogue; an assertion names the line after which the modem said something else."""
    desk, heard, expected, step = Desk(), "", [], "the start"
    for number, line in enumerate([*path.read_text().splitlines(), "+ 0"], 1):
        mark, _, rest = line.partition(" ")
        match mark:
            case "pin":
                desk = Desk(Settings(pin=rest))
            case "latency":
                desk = Desk(Settings(latency=parse_latency(rest)))
            case "<" | "=":
                expected.append((mark, unescape(rest)))
            case ">" | ":" | "!" | "+":
                _compare(heard, expected, step)
                heard, expected, step = _do(desk, mark, rest), [], f"{path.name}:{number}: {line}"
            case _:
                assert not line or mark == "#", line


def _do(desk: Desk, mark: str, rest: str) -> str:
    match mark:
        case ">":
            typed = unescape(rest)
            return desk.type((typed if typed[-1] in "\x1a\x1b" else typed + "\r").encode("latin-1"))
        case ":":
            return desk.type(bytes.fromhex(rest))
        case "!":
            assert desk.ask(**json.loads(rest))["ok"], rest
            return desk.said()
        case _:
            return desk.pass_time(float(rest))


def _compare(heard: str, expected: list[tuple[str, str]], step: str) -> None:
    if [mark for mark, _ in expected] == ["="]:
        assert heard == expected[0][1], f"after {step}"
        return
    lines = [line.strip("\r") for line in heard.split("\r\n")]
    assert [line for line in lines if line] == [line for _, line in expected], f"after {step}"
