"""The console's own words: states, outcomes of actions, problems; one table each."""

from collections.abc import Callable

from gateway.desk.doing import Done

_STATES = {
    "new": "new",
    "claimed": "in hand",
    "closed": "closed",
    "cancelled": "cancelled",
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
_CHOICES = {"": "open", "new": "new", "claimed": "in hand", "mine": "mine", "all": "all"}
_PROVENANCE = {
    "A": "code and number known",
    "B": "code known",
    "C": "number known",
    "D": "sender not known",
    "X": "replayed or revoked",
}

DONE: dict[Done, str] = {
    Done.CLAIMED: "You have it in hand.",
    Done.TAKEN: "Somebody else has it in hand.",
    Done.GIVEN_BACK: "It is back in the queue.",
    Done.CLOSED: "It is closed.",
    Done.RELEASED: "Released. Its progress stands under State.",
    Done.ALREADY: "That partner has it already.",
    Done.REPLIED: "The reply is queued.",
    Done.EMPTY: "Nothing was written, so nothing was done.",
    Done.TOO_LONG: "That is too long for a text message; nothing was sent.",
    Done.NO_OFFICER: "The officer belongs to the office this report came from; ask them.",
    Done.NOT_OURS: "Only the office that made this report can let it go further.",
    Done.UNKNOWN: "There is no such report or partner.",
    Done.FORBIDDEN: "Your role does not allow that.",
}

PROBLEMS: dict[int, str] = {
    400: "That request could not be understood. Nothing was changed.",
    401: "Please sign in.",
    403: "That is not allowed from here. Nothing was changed; go back, reload the page and try again.",
    404: "There is no such page or report.",
    405: "That address is not used in this way. Nothing was changed.",
    413: "That is too much at once. Nothing was changed.",
    429: "Too many tries. Please wait a little.",
    500: "The console failed on this. Nothing was lost; the engineer finds the reason in the log.",
}


def state(value: str) -> str:
    """Return a state as staff read it; one that we have no word for stands as it is."""
    return _STATES.get(value, value)


def choice(value: str) -> str:
    """Return a filter's state as staff read it."""
    return _CHOICES.get(value, value)


def provenance(value: str) -> str:
    """Return what a grade of provenance means."""
    return _PROVENANCE.get(value, value)


def done(value: str) -> str:
    """Return the sentence for an action's outcome named in an address; nothing for any other word."""
    return DONE[Done(value)] if value in set(Done) else ""


def problem(status: int) -> str:
    """Return the sentence for a status."""
    return PROBLEMS.get(status, PROBLEMS[500] if status >= 500 else PROBLEMS[400])  # noqa: PLR2004  # HTTP's classes


def translator(language: str) -> Callable[[str], str]:
    """Return what turns an English sentence into the reader's; the catalogues come with the languages."""
    del language
    return str
