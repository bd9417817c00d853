"""The officer's answer to the open question: a digit, `Y`, or a few words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self, cast

from codes.book import Book
from codes.context import Context
from codes.decode import decode
from codes.reading.opening import exact
from codes.report import Decoded, Way
from codes.sos.distress import heard
from codes.words.script import normalise
from codes.words.words import part, split

MOST_WORDS = 6
YES = frozenset({"Y", "YES", "OK", "ใช่", "ແມ່ນ", "បាទ", "ហ្នឹង", "ဟုတ်", "CO"})


@dataclass(frozen=True, slots=True)
class Open:
    """A question that waits: its digits, where each leads, and the moment from which the message spoke.

    `ways` has one entry a digit, and perhaps a last one whose `{}` takes the officer's words.
    """

    digits: str
    ways: tuple[Way, ...]
    moment: datetime
    confirmed: tuple[str, ...] = ()
    field: str = ""

    @classmethod
    def of(cls, decoded: Decoded, context: Context) -> Self | None:
        """Return what to keep of an asked decoding, None when nothing was asked."""
        if decoded.question is None:
            return None
        digits = "".join(choice.digit for choice in decoded.question.choices)
        sure = tuple(sorted(context.confirmed))
        return cls(digits, decoded.ways, context.moment, sure, decoded.question.field)

    def to_json(self) -> dict[str, object]:
        return {
            "digits": self.digits,
            "ways": [[way.text, *way.confirmed] for way in self.ways],
            "moment": self.moment.isoformat(),
            "confirmed": list(self.confirmed),
            "field": self.field,
        }

    @classmethod
    def from_json(cls, state: Mapping[str, object]) -> Self:
        ways = cast("list[list[str]]", state["ways"])
        return cls(
            str(state["digits"]),
            tuple(Way(text, tuple(sure)) for text, *sure in ways),
            datetime.fromisoformat(str(state["moment"])),
            tuple(cast("list[str]", state["confirmed"])),
            str(state["field"]),
        )


def _is_call(text: str, book: Book) -> bool:
    """Tell whether a text cries for help: that is no answer, whatever was asked."""
    head, _ = part(normalise(text))
    return heard(head, split(head), book) is not None


def _way(text: str, waiting: Open, book: Book) -> Way | None:
    """Return where the officer's text leads, None when it is no answer."""
    words = split(normalise(text))
    if len(words) == 1 and words[0] in waiting.digits:
        return waiting.ways[waiting.digits.index(words[0])]
    if len(words) == 1 and words[0] in YES and any(way.confirmed for way in waiting.ways):
        return next(way for way in waiting.ways if way.confirmed)
    spoken = waiting.ways[len(waiting.digits) :]
    if not spoken or not words or len(words) > MOST_WORDS or exact(words, book) or _is_call(text, book):
        return None
    if len(words) == 1 and words[0].isdecimal() and len(words[0]) == 1 and waiting.digits:
        return None  # a digit of another question
    return Way(spoken[0].text.replace("{}", " ".join(words)), spoken[0].confirmed)


def answer(text: str, open_question: Open, book: Book, context: Context) -> Decoded | None:
    """Return the decoding that the answer completes; None when the text is no answer to this question.

    The message is read again as of its own time, with what was asked filled in; a further question uses
    other digits.
    """
    way = _way(text, open_question, book)
    if way is None:
        return None
    confirmed = frozenset({*open_question.confirmed, *way.confirmed})
    used = context.used_digits + open_question.digits
    again = replace(context, sent_at=open_question.moment, used_digits=used, confirmed=confirmed)
    return decode(way.text, book, again)
