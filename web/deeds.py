"""What the record and the log of a shift say was done, about what and by whom, in the reader's words."""

import re
from collections.abc import Callable
from typing import Final

from jinja2 import pass_context
from jinja2.runtime import Context

from gateway.desk.roles import Role

DEEDS: tuple[str, ...] = (
    *("signed in", "signed out", "claimed", "given back", "closed", "replied", "released to", "released"),
    *("notice cleared", "exported", "handed over", "took over", "edited", "graded", "assigned", "cancelled"),
    *("recalled", "merged", "unmerged", "duty texted", "hub told", "claim lapsed", "decoded", "set aside"),
    *("read the change", "read the recall", "read the request", "reopened", "read the addition"),
    *("attached", "check-in missed", "alarm", "note", "fault", "mended", "acted", "declined", "duress"),
    *("sign-in refused", "proved himself", "chose how to read", "chose a password", "ended a sign-in"),
    *("used a recovery code", "second factor on", "second factor ended", "view saved", "view forgotten"),
    *("added as", "changed to", "enabled", "disabled", "gave a new password", "read the record"),
    "gave a new password at the machine, ended the second factor",
    "gave a new password at the machine",
    *("heard the test tone", "did not hear the test tone", "wrote a line", "claim rests", "exported sources"),
    *(
        "duty phone added",
        "duty phone removed",
        "duty phone put first",
        "token made",
        "token revoked",
        "used",
    ),
    *("enrolled", "enrolled from office.toml", "changed", "retired", "added a number", "removed a number"),
    *("asked to confirm", "confirmed by hand", "confirmed by SMS", "made sheet", "printed sheet"),
    *("revoked sheet", "read source identity", "decoded by hand", "recalled from", "opened attachment"),
    *("backup taken", "restored", "erased", "erased again", "receiving proved", "record doubted", "refused"),
    *("renewed the certificate", "made a new root", "store key changed", "store key locked"),
    *("filed", "received", "store key unlocked", "recovery key changed", "next keys made", "keys renewed"),
)
"""What was done; what follows (a partner, a name, a form) stands in the record after it."""

SUBJECTS: tuple[str, ...] = (
    *("account", "officer", "message", "note", "sheet", "token", "store", "shift log", "all reports"),
    *("record of", "epoch", "until", "address", "the record"),
)
"""What it was about, before its number or name."""

COUNTED: tuple[str, ...] = ("envelopes", "rows", "reports")
_ACTORS: Final = ("station", "nobody", "officer")
_COUNT: Final = re.compile(rf"(\d+) ({'|'.join(COUNTED)})\b")
_ROLES: Final = frozenset(role.value for role in Role)


@pass_context
def deed(context: Context, action: str) -> str:
    """Return an action in words; what follows the words we know (a partner, a form) stands as it is."""
    say: Callable[[str], str] = context["_"]
    known = _begin(action, DEEDS)
    rest = action[len(known) :]
    role, comma, agency = rest.strip().partition(",")
    return f"{say(known)} {say(role)}{comma}{agency}" if known and role in _ROLES else _in(say, known) + rest


@pass_context
def about(context: Context, subject: str) -> str:
    """Return what a row of the record is about: a kind of thing in words, its number or name as it stands."""
    say: Callable[[str], str] = context["_"]
    known = _begin(subject, SUBJECTS)
    if known:
        return _in(say, known) + subject[len(known) :]
    counted = _COUNT.match(subject)
    if counted is None:
        return subject
    return say(f"{{count}} {counted[2]}").replace("{count}", counted[1]) + subject[counted.end() :]


@pass_context
def actor(context: Context, name: str) -> str:
    """Return who did it: an account's own name, or what stands for no account."""
    say: Callable[[str], str] = context["_"]
    known = _begin(name, ("token",))
    return say(name) if name in _ACTORS else _in(say, known) + name[len(known) :]


def meant(language: Callable[[str], str], typed: str) -> tuple[str, ...]:
    """Return the actions that somebody may mean who types a piece of their names in his language."""
    piece = typed.casefold()
    return tuple(one for one in DEEDS if piece and piece in language(one).casefold())


def _begin(text: str, known: tuple[str, ...]) -> str:
    """Return the longest of the words we know that a text begins with."""
    found = (one for one in known if text == one or text.startswith((f"{one} ", f"{one},")))
    return max(found, key=len, default="")


def _in(say: Callable[[str], str], known: str) -> str:
    return say(known) if known else ""
