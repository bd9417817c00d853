"""The channels: every way in which a report is known to go wrong between a thumb and our SIM, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from codes.noise import days, fields, figures, keypad, lookalike, marks, sending, wording
from codes.noise.draft import Draft, Scene
from codes.noise.zawgyi import zawgyi

Typing: TypeAlias = Callable[[Draft, Scene], Draft | None]
"""Spoils what is typed; None where the text has nothing for it to spoil."""

Sending: TypeAlias = Callable[[str, str, Scene], tuple[str, ...] | None]
"""Spoils how it travels: from the typed text and the one without slips to the texts that arrive."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One kind of mistake; a `surface` one changes nothing of what is said, and must not be noticed."""

    typing: Typing | None = None
    sending: Sending | None = None
    surface: bool = False


def _surface(typing: Typing) -> Channel:
    return Channel(typing, surface=True)


CHANNELS: Mapping[str, Channel] = {
    "multitap": Channel(keypad.multitap),
    "adjacent key": Channel(keypad.adjacent),
    "T9 word": Channel(keypad.predicted),
    "omitted": Channel(keypad.omitted),
    "doubled": Channel(keypad.doubled),
    "transposed": Channel(keypad.transposed),
    "O/0": Channel(lookalike.o_zero),
    "l/1 I": Channel(lookalike.l_one),
    "S/5": Channel(lookalike.s_five),
    "B/8": Channel(lookalike.b_eight),
    "Z/2": Channel(lookalike.z_two),
    "autocorrect": Channel(wording.autocorrected),
    "extra words": Channel(wording.extra),
    "old code": Channel(wording.old_code),
    "local word": Channel(wording.local_word),
    "long word": Channel(wording.long_word),
    "Zawgyi": Channel(zawgyi),
    "missing field": Channel(fields.missing),
    "swapped fields": Channel(fields.swapped),
    "joined fields": Channel(fields.joined),
    "repeated field": Channel(fields.repeated),
    "said once": Channel(fields.said_once),
    "no unit": Channel(figures.no_unit),
    "wrong unit": Channel(figures.wrong_unit),
    "factor of ten": Channel(figures.factor_of_ten),
    "decimal comma": Channel(figures.decimal_comma),
    "local unit": Channel(figures.local_unit),
    "BE year": Channel(days.buddhist),
    "month first": Channel(days.month_first),
    "am/pm": Channel(days.half_day),
    "case": _surface(marks.lower),
    "separators": _surface(marks.separators),
    "newline": _surface(marks.newlines),
    "NBSP": _surface(marks.fixed_spaces),
    "zero-width": _surface(marks.unseen),
    "smart quotes": _surface(marks.quotes),
    "local digits": _surface(marks.digits),
    "greeting": _surface(marks.greeting),
    "signature": _surface(marks.signature),
    "cut": Channel(sending=sending.cut),
    "sent twice": Channel(sending=sending.twice),
    "sent with an edit": Channel(sending=sending.edited),
    "split by hand": Channel(sending=sending.split),
    "out of order": Channel(sending=sending.disordered),
}
SURFACE = tuple(name for name, channel in CHANNELS.items() if channel.surface)
