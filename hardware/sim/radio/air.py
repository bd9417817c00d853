"""The channel: what one station says, every other hears, except what is lost on the way."""

import random
from collections.abc import Callable

Hear = Callable[[bytes], None]


class Air:
    """One channel; `loss` is the share of hearings that fail, and with `echo` a station hears itself."""

    def __init__(self, chance: random.Random, *, loss: float = 0.0, echo: bool = False) -> None:
        self.lost = 0
        self._chance = chance
        self._loss = loss
        self._echo = echo
        self._stations: list[Hear] = []

    def join(self, hear: Hear) -> None:
        """Let a station hear from now on; `hear` takes an AX.25 frame."""
        self._stations.append(hear)

    def say(self, frame: bytes, speaker: Hear) -> None:
        for hear in tuple(self._stations):
            if hear == speaker and not self._echo:
                continue
            if self._chance.random() < self._loss:
                self.lost += 1
            else:
                hear(frame)
