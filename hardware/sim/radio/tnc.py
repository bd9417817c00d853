"""The pretend TNC: KISS on one side, the air on the other, and a note of each text sent through it."""

from collections.abc import Callable
from dataclasses import dataclass

from hardware.radio import ax25, kiss, message
from hardware.sim.radio.air import Air


@dataclass(slots=True)
class Said:
    """One text that the computer sent, and how often it said it."""

    to: str
    text: str
    id: str
    times: int = 1


class Tnc:
    """Octets in through `typed`, octets out through `put`; it knows no call sign, as a real one."""

    def __init__(self, air: Air, put: Callable[[bytes], None]) -> None:
        self.frames = 0
        self.said: dict[tuple[str, str, str], Said] = {}
        self._air = air
        self._put = put
        self._decoder = kiss.KissDecoder()
        air.join(self.hear)

    def plugged(self) -> None:
        """Forget half a frame: the computer has come back."""
        self._decoder = kiss.KissDecoder()

    def typed(self, octets: bytes) -> None:
        for frame in self._decoder.feed(octets):
            if frame.command == kiss.DATA:
                self.frames += 1
                self._note(frame.payload)
                self._air.say(frame.payload, self.hear)

    def hear(self, frame: bytes) -> None:
        self._put(kiss.encode(kiss.KissFrame(frame)))

    def _note(self, payload: bytes) -> None:
        frame = ax25.decode(payload)
        word = None if isinstance(frame, ax25.Fault) else message.decode(frame.info)
        if not isinstance(word, message.Message):
            return
        said = Said(word.addressee, word.text, word.id)
        known = self.said.setdefault((said.to, said.text, said.id), said)
        known.times += known is not said
