"""A TNC, its air and the patrols on it, without IO."""

import random
from collections.abc import Callable
from dataclasses import asdict

from hardware.radio.ax25 import Callsign
from hardware.sim.radio.air import Air
from hardware.sim.radio.handheld import Handheld
from hardware.sim.radio.tnc import Tnc


class Core:
    """What stands behind one pty: `put` takes the octets for the computer; times are monotonic seconds."""

    def __init__(
        self,
        callsign: Callsign,
        put: Callable[[bytes], None],
        chance: random.Random,
        *,
        loss: float = 0.0,
        echo: bool = False,
        patience: float = 5.0,
    ) -> None:
        self.air = Air(chance, loss=loss, echo=echo)
        self.tnc = Tnc(self.air, put)
        self._callsign = callsign
        self._patience = patience
        self._handhelds: dict[Callsign, Handheld] = {}

    def receive(self, sender: Callsign, text: str, now: float) -> str:
        """Let a patrol text the station, and return the message's id."""
        return self.handheld(sender).text(self._callsign, text, now)

    def handheld(self, callsign: Callsign) -> Handheld:
        """Return the radio of a patrol; it is switched on when it is first named."""
        if callsign not in self._handhelds:
            self._handhelds[callsign] = Handheld(callsign, self.air, self._patience)
        return self._handhelds[callsign]

    def tick(self, now: float) -> None:
        for handheld in self._handhelds.values():
            handheld.tick(now)

    def sent(self) -> list[dict[str, object]]:
        return [asdict(said) for said in self.tnc.said.values()]

    def stats(self) -> dict[str, object]:
        radios = self._handhelds.values()
        return {
            "frames": self.tnc.frames,
            "lost": self.air.lost,
            "acked": sum(len(radio.acked) for radio in radios),
            "waiting": sum(radio.waiting for radio in radios),
            "given_up": sum(len(radio.given_up) for radio in radios),
        }
