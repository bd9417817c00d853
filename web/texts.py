"""The console's own words: states, outcomes of actions, problems; one table each."""

from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from io import BytesIO

from babel.messages.pofile import read_po
from jinja2 import pass_context
from jinja2.runtime import Context

from gateway.desk.decoding import Hand
from gateway.desk.doing import Done
from gateway.desk.entry import Flaw
from gateway.desk.grading import HANDLING, INFORMATION, SOURCES
from gateway.desk.members import StaffDone
from gateway.desk.related import Merged
from gateway.desk.roles import Role
from gateway.desk.roll import OfficerDone
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

DONE: dict[Done, str] = {
    Done.CLAIMED: "You have it in hand.",
    Done.TAKEN: "Somebody else has it in hand.",
    Done.GIVEN_BACK: "It is back in the queue.",
    Done.SEEN: "It is noted that somebody has read it.",
    Done.REOPENED: "It is open again, and in your hands.",
    Done.CLOSED: "It is closed.",
    Done.RELEASED: "Released. Its progress stands under State.",
    Done.ALREADY: "That partner has it already.",
    Done.REPLIED: "The reply is queued.",
    Done.EMPTY: "Nothing was written, so nothing was done.",
    Done.TOO_LONG: "That is too long for a text message; nothing was sent.",
    Done.NO_OFFICER: "The officer belongs to the office this report came from; ask them.",
    Done.NOT_OURS: "Only the office that made this report can let it go further.",
    Done.EDITED: "It is changed. Partners that had it get the new version.",
    Done.GRADED: "It is graded. Partners that had it get the new version.",
    Done.HALF: "A grade says both how good the source is and what it knows: choose the other too.",
    Done.ASSIGNED: "Your colleague has it in hand.",
    Done.CANCELLED: "It is cancelled. Partners that had it are told.",
    Done.RECALLED: "It is taken back. Whether the partner knows stands under State.",
    Done.ATTACHED: "The file is kept here. Partners never get it.",
    Done.NO_PHOTO: "Only JPEG, PNG and PDF files can be kept; nothing was changed.",
    Done.TOO_MUCH: "There is too much beside this report already, or the file is too large; it was not kept.",
    Done.SAME: "It says that already, so nothing was changed.",
    Done.REFUSED: "The codebook does not take this as it stands; nothing was changed.",
    Done.MEANWHILE: "Somebody changed it meanwhile, so nothing was done. Look at it and try again.",
    Done.OVER: "It is cancelled or closed; nothing was changed.",
    Done.NO_WAY_BACK: "That partner does not have it; nothing was changed.",
    Done.NO_COLLEAGUE: "That colleague cannot be given this report; nothing was changed.",
    Done.CLAIM_FIRST: (
        "Nobody has this alarm in hand: claim it first, and give it to a colleague then. Nothing was changed."
    ),
    Done.ABSENT: (
        "That colleague is not signed in now, so an alarm cannot be given to him. Nothing was changed."
    ),
    Done.NOBODY_THERE: "The sender is no person who can be answered; nothing was sent.",
    Done.PERSON: "An alarm is taken by a person first, never by a program. Nothing was changed.",
    Done.UNKNOWN: "There is no such report or partner.",
    Done.FORBIDDEN: "Your role does not allow that.",
}

STAFF: dict[StaffDone, str] = {
    StaffDone.ADDED: "The account is made.",
    StaffDone.CHANGED: "It is changed.",
    StaffDone.SIGNED_OUT: "That sign-in has ended.",
    StaffDone.NAME: "A name has 2 to 32 letters, figures, dots or hyphens. Nothing was changed.",
    StaffDone.TAKEN: "There is an account of that name. Nothing was changed.",
    StaffDone.RESERVED: "In the record that name stands for somebody else. Nothing was changed.",
    StaffDone.ROLE: "Choose a role and a language from the lists. Nothing was changed.",
    StaffDone.OWN: "Nobody changes what he himself may do; ask another administrator.",
    StaffDone.SHORT: "A password has 10 signs or more and is not the name. Nothing was changed.",
    StaffDone.WRONG: "The two were not the same. Nothing was changed.",
    StaffDone.CODE: "That code is wrong. The second factor is not on; begin again.",
    StaffDone.UNKNOWN: "There is no such page or report.",
    StaffDone.FORBIDDEN: "Your role does not allow that.",
}

ROSTER: dict[OfficerDone, str] = {
    OfficerDone.ENROLLED: "The officer is enrolled. His phone counts once he has answered the text.",
    OfficerDone.KEPT: "It is changed.",
    OfficerDone.RETIRED: "The officer has left the roster; his numbers are forgotten and his sheets ended.",
    OfficerDone.REMOVED: "That number is his no more.",
    OfficerDone.ASKED: "The phone was asked to answer.",
    OfficerDone.LATELY: "The phone was asked a moment ago; wait five minutes.",
    OfficerDone.NO_MODEM: "No modem can text it. Confirm it by hand, with the phone before you.",
    OfficerDone.CONFIRMED: "The number counts now, by your word.",
    OfficerDone.UNKNOWN: "There is no such page or report.",
    OfficerDone.FORBIDDEN: "Your role does not allow that.",
}

FLAWS: dict[Flaw, str] = {
    Flaw.NAME: "A name is missing.",
    Flaw.LONG: "A name, unit or agency has 64 letters at most.",
    Flaw.LANGUAGE: "The language is none of en, th, lo, km, my, vi, vi-plain.",
    Flaw.NUMBER: "The number is none; write it with + and the country, such as +66812345678.",
    Flaw.CALLSIGN: "The call sign is none; it has 3 to 6 letters or figures.",
    Flaw.NOWHERE: "A number or a call sign is missing.",
    Flaw.NAME_TWICE: "The name stands twice in the file.",
    Flaw.NUMBER_TWICE: "The number or call sign stands twice in the file and is not marked as shared.",
    Flaw.NAMED: "An officer of that name is on the roster; tell them apart.",
    Flaw.HELD: "An officer on the roster has that number or call sign; mark it as shared if both use it.",
    Flaw.AGENCY: "That agency is not yours to enrol for.",
    Flaw.COLUMNS: "The first line names the columns: name, unit, agency, language, number, callsign, shared.",
    Flaw.CELLS: "The line has more or fewer cells than the first one.",
    Flaw.LINES: "The file has more than 500 officers; part it.",
    Flaw.NOBODY: "The file names nobody: after the first line, write one officer a line.",
    Flaw.WRITING: "The letters of the file cannot be read; save it again as CSV UTF-8.",
}

MERGED: dict[Merged, str] = {
    Merged.MERGED: "It is merged, and stands in the queue no longer. Partners were told nothing.",
    Merged.PARTED: "The two stand for themselves again.",
    Merged.ALARM: "An alarm is claimed first, and merged then. Nothing was changed.",
    Merged.OVER: "The other one is closed or cancelled, so nothing is merged into it. Nothing was changed.",
    Merged.TWICE: "One of the two is merged already. Nothing was changed.",
    Merged.NOT: "It is not merged with any other.",
    Merged.EMPTY: "Nothing was written, so nothing was done.",
    Merged.UNKNOWN: "There is no such report or partner.",
    Merged.FORBIDDEN: "Your role does not allow that.",
}

HAND: dict[Hand, str] = {
    Hand.FILED: "It is filed as the officer's report. He is told what it says, if he can be told.",
    Hand.KNOWN: "The same officer's report says that already, so the message was added to it.",
}

PROBLEMS: dict[int, str] = {
    400: "That request could not be understood. Nothing was changed.",
    401: "Please sign in.",
    403: "That is not allowed from here. Nothing was changed; go back, reload the page and try again.",
    404: "There is no such page or report.",
    405: "That address is not used in this way. Nothing was changed.",
    408: "That came too slowly. Nothing was changed; please try again.",
    413: "That is too much at once. Nothing was changed.",
    429: "Too many tries. Please wait a little.",
    500: "The console failed on this. Nothing was lost; the engineer finds the reason in the log.",
}


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


def done(value: str, language: str) -> str:
    """Return the sentence for an action's outcome named in an address; nothing for any other word."""
    sentences: dict[str, str] = {**DONE, **MERGED, **HAND}
    said = sentences.get(value, "")
    return translator(language)(said) if said else ""


def staff_done(value: str, language: str) -> str:
    """Return the sentence for how a change to the staff ended; nothing for any other word."""
    return translator(language)(STAFF[StaffDone(value)]) if value in set(StaffDone) else ""


def roster_done(value: str, language: str) -> str:
    """Return the sentence for how a change to the roster ended; nothing for any other word."""
    sentences: dict[str, str] = {**ROSTER, **FLAWS}
    return translator(language)(sentences[value]) if value in sentences else ""


@pass_context
def scope(context: Context, value: str) -> str:
    """Return what a token may be used for; one that we have no word for stands as it is."""
    return context["_"](SCOPES.get(value, value))


@pass_context
def flaw(context: Context, value: Flaw) -> str:
    """Return what is wrong with a line of a file."""
    return context["_"](FLAWS[value])


def problem(status: int, language: str) -> str:
    """Return the sentence for a status."""
    known = PROBLEMS.get(
        status, PROBLEMS[500] if status >= HTTPStatus.INTERNAL_SERVER_ERROR else PROBLEMS[400]
    )
    return translator(language)(known)


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
