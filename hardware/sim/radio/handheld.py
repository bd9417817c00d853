"""A patrol's handheld: counts its messages from 1, repeats until acked, acks what it gets; no IO."""

from dataclasses import dataclass

from hardware.radio import ax25, message
from hardware.radio.ax25 import Callsign, UiFrame
from hardware.sim.radio.air import Air

TRIES = 6
_DESTINATION = Callsign("APZSIM")


@dataclass(slots=True)
class _Waiting:
    word: message.Message
    due: float
    tries: int = 1


class Handheld:
    """One radio on `air`; it repeats each `patience` seconds, six times in all, as simple handhelds do."""

    def __init__(self, callsign: Callsign, air: Air, patience: float) -> None:
        self.acked: list[str] = []
        self.given_up: list[str] = []
        self.texts: dict[str, str] = {}  # what came, by its id: a repetition shows once
        self._callsign = callsign
        self._air = air
        self._patience = patience
        self._count = 0
        self._waiting: dict[str, _Waiting] = {}
        air.join(self.hear)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def text(self, to: Callsign, text: str, now: float) -> str:
        """Say `text`, and return the id under which it is repeated."""
        self._count += 1
        word = message.Message(str(to), text, str(self._count))
        self._waiting[word.id] = _Waiting(word, now + self._patience)
        self._say(word)
        return word.id

    def tick(self, now: float) -> None:
        """Repeat what nobody acked in time; give up after the last time."""
        for waiting in [each for each in self._waiting.values() if each.due <= now]:
            if waiting.tries == TRIES:
                del self._waiting[waiting.word.id]
                self.given_up.append(waiting.word.id)
                continue
            waiting.tries += 1
            waiting.due = now + self._patience
            self._say(waiting.word)

    def hear(self, frame: bytes) -> None:
        heard = ax25.decode(frame)
        word = None if isinstance(heard, ax25.Fault) else message.decode(heard.info)
        if isinstance(heard, ax25.Fault) or word is None or word.addressee != str(self._callsign):
            return
        if isinstance(word, message.Ack):
            self._take_ack(word)
        elif word.id:
            self.texts[word.id] = word.text
            self._say(message.Ack(str(heard.source), word.id, tail=word.tail))

    def _take_ack(self, ack: message.Ack) -> None:
        if self._waiting.pop(ack.id, None):
            self.acked.append(ack.id)

    def _say(self, word: message.Message | message.Ack) -> None:
        frame = UiFrame(_DESTINATION, self._callsign, message.encode(word))
        self._air.say(ax25.encode(frame), self.hear)
