"""How what somebody asked for ended, and why a request was refused: a sentence for each."""

from http import HTTPStatus

from jinja2 import pass_context
from jinja2.runtime import Context

from gateway.desk.decoding import Hand
from gateway.desk.doing import Done
from gateway.desk.entry import Flaw
from gateway.desk.members import StaffDone
from gateway.desk.related import Merged
from gateway.desk.roll import OfficerDone
from web.texts import translator

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
def flaw(context: Context, value: Flaw) -> str:
    """Return what is wrong with a line of a file."""
    return context["_"](FLAWS[value])


def problem(status: int, language: str) -> str:
    """Return the sentence for a status."""
    known = PROBLEMS.get(
        status, PROBLEMS[500] if status >= HTTPStatus.INTERNAL_SERVER_ERROR else PROBLEMS[400]
    )
    return translator(language)(known)
