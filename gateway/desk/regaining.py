"""Letting somebody in again from the machine itself, when nobody is left in the console who could."""

from datetime import datetime

from sqlalchemy import Connection

from gateway.board.board import Level
from gateway.desk.passwords import LONGEST, SHORTEST
from gateway.errors import ConfigError
from gateway.store import accounts, audit, factors, notices
from hardware.sentence import Sentence

NOTICE = "account regained "  # and the account's name
_KEPT = (
    "The account {name} was given a new password at the station's machine by {by}. If nobody of you asked "
    "for it, call the engineer at once."
)
_LOST = (
    "The account {name} was given a new password at the station's machine by {by}, and its second factor was "
    "taken away. If nobody of you asked for it, call the engineer at once."
)


def check(name: str, password: str) -> None:
    """Raise ConfigError when a password is none that an account may have."""
    if not SHORTEST <= len(password) <= LONGEST or password.casefold() == name.casefold():
        raise ConfigError(
            f"a password has {SHORTEST} to {LONGEST} signs and is not the account's name; nothing was changed"
        )


def regain(
    conn: Connection, name: str, hashed: str, by: str, at: datetime, *, keep_factor: bool = True
) -> int:
    """Give an account another password, let it in, end its sign-ins; return how many.

    It is on record, with a notice to all. The second factor stays unless it is taken away too. ConfigError
    when there is no such account.
    """
    found = accounts.by_name(conn, name)
    if found is None:
        raise ConfigError(f"there is no account {name}; nothing was changed")
    accounts.change(conn, name, password=hashed, disabled=False)
    ended = accounts.revoke_all(conn, name)
    lost = not keep_factor and factors.end(conn, name)
    what = "gave a new password at the machine" + (", ended the second factor" if lost else "")
    audit.append(conn, at, by, what, f"account {name}")
    words = _LOST if lost else _KEPT
    notices.post(conn, NOTICE + name, at, Level.WARNING.value, Sentence(words, name=name, by=by))
    return ended
