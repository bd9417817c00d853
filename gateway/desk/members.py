"""What a page shows of the staff's accounts, and how a change to one can end."""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from sqlalchemy import Connection

from gateway.desk.roles import Role
from gateway.office.config import Language
from gateway.store import accounts
from gateway.store.tables import Account

LANGUAGES: tuple[str, ...] = get_args(Language)
_MOST_SIGNS = 64
RECORDS = frozenset({"station", "nobody", "officer", "rule", "modem", "system"})
"""What the record calls those who are no account, and what could be taken for one of them."""


class StaffDone(enum.StrEnum):
    """How a change ended; the console has one sentence for each."""

    ADDED = "added"
    CHANGED = "changed"
    SIGNED_OUT = "signed-out"
    NAME = "name"
    TAKEN = "name-taken"
    RESERVED = "name-reserved"
    ROLE = "role"
    OWN = "own"  # nobody changes what he himself may do
    SHORT = "short"
    WRONG = "wrong"
    CODE = "code"
    UNKNOWN = "nobody"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One session as its list shows it; `handle` names it and opens nothing."""

    handle: str
    since: datetime
    seen: datetime
    this: bool


@dataclass(frozen=True, slots=True)
class Member:
    """One account as staff see it."""

    name: str
    role: str
    agency: str
    language: str
    disabled: bool
    made_at: datetime
    sessions: tuple[SignedIn, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """How an addition or a reset ended, and the password to hand over: shown once, kept by nobody."""

    done: StaffDone
    password: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an account is to be."""

    role: str
    agency: str
    language: str

    @property
    def good(self) -> bool:
        known = self.role in set(Role) and self.language in LANGUAGES
        return known and len(self.agency) <= _MOST_SIGNS


def member(conn: Connection, account: Account, now: datetime, mine: bytes = b"") -> Member:
    """Return an account with the sign-ins that still hold; `mine` is the id of the asker's own."""
    signed_in = tuple(
        SignedIn(handle_of(one.id_hash), one.created_at, one.seen_at, one.id_hash == mine)
        for one in accounts.sessions_of(conn, account.name)
        if one.expires_at > now
    )
    return Member(
        name=account.name,
        role=account.role,
        agency=account.agency,
        language=account.language,
        disabled=account.disabled,
        made_at=account.created_at,
        sessions=signed_in,
    )


def handle_of(id_hash: bytes) -> str:
    """Return how a list names a session: a piece of its hash, from which no cookie can be made."""
    return id_hash.hex()[:16]
