"""The console's own words: states, outcomes of actions, problems; one table each."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.pofile import read_po
from jinja2 import pass_context
from jinja2.runtime import Context

from gateway.desk.grading import HANDLING, INFORMATION, SOURCES
from gateway.desk.roles import Role
from gateway.relay.reason import REASONS

LANGUAGES = ("en", "th", "lo", "km", "my", "vi")

_STATES = {
    "new": "new",
    "claimed": "in hand",
    "closed": "closed",
    "cancelled": "cancelled",
    "merged": "merged",
    "aside": "put aside",
    "queued": "queued",
    "sent": "sent",
    "stored": "stored",
    "seen": "seen",
    "acted": "acted",
    "declined": "declined",
    "asked": "asked",
    "unreadable": "unreadable",
    "wired": "sent",
    "submitted": "sending",
    "delivered": "delivered",
    "failed": "failed",
    "expired": "expired",
    "unknown": "unknown",
}
_MARKS = {"changed": "changed", "recalled": "recalled", "asked": "officer asks", "added": "officer adds"}
_CHOICES = {
    "": "open",
    "new": "new",
    "claimed": "in hand",
    "mine": "mine",
    "all": "all",
    "unseen": "to be looked at",
}
_PROVENANCE = {
    "A": "code and number known",
    "B": "code known",
    "C": "number known",
    "D": "sender not known",
    "X": "replayed or revoked",
}

_GRADES = {"source": SOURCES, "information": INFORMATION, "handling": HANDLING}
_PARTS = {
    "code": "what",
    "quantity": "how much",
    "unit": "unit",
    "form": "form",
    "count": "how many",
    "sex": "sex",
    "age": "age",
}
_ASKED = {
    "asks staff to CAN": "asks staff to cancel it",
    "asks staff to AMD": "asks staff to change it",
    "asks staff to UNDO": "asks staff to take it back",
}
_HISTORY = (
    *("edited", "graded", "cancelled", "amended", "undone", "assigned", "attached", "recalled", "closed"),
    *(*_ASKED.values(), "looks like an earlier report"),
    *(
        "asks staff to look at it again",
        "another case",
        "corrected by a later report",
        "corrects an earlier report",
        "followed up",
    ),
    *("by", "why", "to", "name", "partner", "text", "outcome", "version", "reference", "handling"),
    *("accepted", "flagged", "no signed rule names it", "duty texted", "hub told", "nobody takes it"),
    *("merged", "unmerged", "another was merged into it", "another was parted from it"),
    *("person", "how", "claim rests", "claim lapsed", "handed over", "check-in missed", "report"),
    *("read the change", "read the recall", "read the request", "reopened", "reason", "read the addition"),
    *REASONS.values(),
    *("decoded by hand", "by hand", "read source identity"),
    *("text to the officer", "state", "acted", "declined", "came back", "came back cancelled"),
)
"""What stands in a report's history beside names and numbers."""

SCOPES: dict[str, str] = {
    "read": "look at everything it may see",
    "act": "act on reports",
    "release": "release to partners",
    "metrics": "read the figures of the station",
}
"""What a token may be used for; programs know it by the one word."""

RULES = (
    *("letter for digit", "unit slip", "one slip", "local unit", "repeated", "paired by unit", "joined"),
    "said twice",
)
"""By which rule decoding corrected a word."""

ROLES = {role.value: role.value for role in Role}


@pass_context
def state(context: Context, value: str) -> str:
    """Return a state as staff read it; one that we have no word for stands as it is."""
    return context["_"](_STATES.get(value, value))


@pass_context
def happened(context: Context, what: str) -> str:
    """Return what a line of a report's history says was done; a partner's own word stands as it is."""
    return context["_"](_ASKED.get(what, what))


@pass_context
def choice(context: Context, value: str) -> str:
    """Return a filter's state as staff read it."""
    return context["_"](_CHOICES.get(value, value))


@pass_context
def mark(context: Context, value: str) -> str:
    """Return in a word what of a report nobody has looked at."""
    return context["_"](_MARKS.get(value, value))


@pass_context
def provenance(context: Context, value: str) -> str:
    """Return what a grade of provenance means."""
    return context["_"](_PROVENANCE.get(value, value))


@pass_context
def graded(context: Context, value: str, part: str) -> str:
    """Return what one code of a 3x5x2 grade means."""
    return context["_"](_GRADES[part].get(value, value))


@pass_context
def part(context: Context, value: str) -> str:
    """Return what a part of a row is called; the slot's own label says it for whatever is no part."""
    return context["_"](_PARTS[value]) if value in _PARTS else ""


@pass_context
def scope(context: Context, value: str) -> str:
    """Return what a token may be used for; one that we have no word for stands as it is."""
    return context["_"](SCOPES.get(value, value))


def translator(language: str) -> Callable[[str], str]:
    """Return what turns an English sentence into the reader's; a sentence without one stays English."""
    words = catalogue(language)
    return lambda sentence: words.get(sentence) or sentence


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Read a language's catalogue, once; none for English, and none for a language we do not have."""
    file = files("web") / "locale" / f"{language}.po"
    if language not in LANGUAGES or not file.is_file():
        return {}
    read = read_po(BytesIO(file.read_bytes()), locale=language)
    return {str(one.id): str(one.string) for one in read if one.id and one.string}
