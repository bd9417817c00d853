"""Sentences of the station in the reader's language, his own figures and dates in them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hardware.sentence import Sentence, Value, filled


@dataclass(frozen=True, slots=True)
class Voice:
    """How one reader is told things: his words, moments and figures."""

    words: Callable[[str], str]
    moment: Callable[[datetime], str]
    figure: Callable[[float], str] = "{:,.10g}".format

    def say(self, text: str) -> str:
        """Return a sentence in the reader's language; a text that is none stands as it was written."""
        if not isinstance(text, Sentence):
            return text
        return filled(self.words(text.words), {name: self._value(one) for name, one in text.values.items()})

    def _value(self, value: Value) -> str:
        if isinstance(value, str):
            return self.say(value)
        if isinstance(value, tuple):
            return "; ".join(self.say(one) for one in value)
        return self.moment(value) if isinstance(value, datetime) else self.figure(value)
