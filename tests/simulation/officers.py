"""Officers and their phones: what they text, what they hear, and what they answer."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from codes.book import Book
from codes.encode import encode
from codes.noise.draft import Scene
from codes.noise.model import noisy
from codes.noise.profiles import PROFILES
from codes.sampling.sample import sample
from hardware.bearer import Address, AddressKind, Hearing, Part
from tests.simulation.modem import ROOM
from tests.simulation.sim_card import SimCard, Taken, soon

Later = Callable[[float, Callable[[], None]], None]
OFFICERS: Final = 4
STRANGER: Final = "+66899999999"
_ONE: Final = 160


@dataclass(frozen=True, slots=True)
class Sending:
    """One text an officer meant to send once: what, when, and what sort of thing it is."""

    id: int
    sender: str
    text: str
    kind: str
    at: float
    raws: tuple[bytes, ...]


@dataclass
class Crowd:
    """The officers of one office."""

    book: Book
    card: SimCard
    numbers: tuple[str, ...]
    dice: random.Random
    later: Later
    time: Callable[[], float]
    true: Callable[[], datetime]
    sendings: list[Sending] = field(default_factory=list[Sending])
    heard: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    quiet: bool = False
    _refs: int = 0

    def report(self) -> None:
        """Have one officer send something."""
        who, dice = self.dice.choice(self.numbers), self.dice
        luck = dice.random()
        for share, kind, make in _HABITS:
            if luck < share:
                for text in make(self, who):
                    self.send(who, text, kind)
                return
            luck -= share

    def send(self, who: str, text: str, kind: str) -> None:
        """Put a text into the network, in segments when it is long; some come late, twice or out of order."""
        number = len(self.sendings) + 1
        pieces = [text] if len(text) <= _ONE else [text[n : n + ROOM] for n in range(0, len(text), ROOM)]
        self._refs = (self._refs + 1) % 256
        at, heard = self.true().replace(microsecond=0), list[Hearing]()
        for index, piece in enumerate(pieces, 1):
            part = Part(self._refs, len(pieces), index) if len(pieces) > 1 else None
            key = f"{who}/{number}/{index}".encode()
            kind_ = AddressKind.NUMBER
            heard.append(Hearing(key, key, Address(kind_, who), sent_at=at, text=piece, part=part))
        raws = tuple(one.raw for one in heard)
        self.sendings.append(Sending(number, who, text, kind, self.time(), raws))
        for one in heard:
            self.later(soon(self.dice, 1.0, 60.0), lambda one=one: self._arrive(one, number))

    def hear(self, taken: Taken) -> None:
        """Receive a text from the station, and perhaps answer what it asks."""
        self.heard.setdefault(taken.tag, []).append(taken.text)
        if self.quiet or self.dice.random() < 0.1:  # some never answer
            return
        digits = re.findall(r"(?:^|\s)([1-9])[ .=:)]", taken.text)
        if len(digits) > 1:
            words = self.dice.choice([*digits, "Y"])
            self.later(soon(self.dice, 20.0, 900.0), lambda: self.send(taken.to, words, "answer"))

    def _arrive(self, hearing: Hearing, number: int) -> None:
        entry = self.card.offer(hearing, number)
        if self.dice.random() < 0.03:  # the network missed our ack and repeats itself
            self.later(soon(self.dice, 5.0, 3600.0), lambda: self.card.again(entry))

    def clean(self, who: str) -> list[str]:
        del who
        return [encode(sample(self.book, self.dice), self.book)]

    def spoilt(self, who: str) -> list[str]:
        del who
        profile = self.dice.choice(list(PROFILES.values()))
        report = sample(self.book, self.dice, None, self.true())
        return list(noisy(report, profile, Scene(self.book, self.dice, 420, "TH")).texts)

    def last(self, who: str) -> list[str]:
        mine = [one for one in self.sendings if one.sender == who and one.kind == "clean"]
        return [mine[-1].text] if mine else []


def _words(*texts: str) -> Callable[[Crowd, str], list[str]]:
    return lambda crowd, _: [crowd.dice.choice(texts)]


_HABITS: tuple[tuple[float, str, Callable[[Crowd, str], list[str]]], ...] = (
    (0.61, "clean", Crowd.clean),
    (0.05, "clean", _words("NIL MSI")),  # the same words each day are another report each day
    (0.12, "spoilt", Crowd.spoilt),
    (0.05, "again", Crowd.last),
    (0.06, "control", _words("CAN")),
    (0.03, "control", _words("UNDO")),
    (0.03, "control", _words("AMD SEIZED", "AMD SUS 3", "AMD ARRESTED")),
    (0.02, "control", _words("FUP MOVED NORTH", "FUP TWO MORE")),
    (0.01, "control", _words("HLP", "HLP DRG", "TST", "TST SOS")),
    (0.01, "distress", _words("SOS", "SOS MSI", "sos help")),
    (1.0, "clean", Crowd.clean),
)
