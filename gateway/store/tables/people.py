"""Who works at the consoles, their sign-ins, and the officers' sheets of one-time codes."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from gateway.store.columns import content, id_, row_of, time


class Account(SQLModel, table=True):
    """One person of the staff; `password` is an argon2id hash.

    `own_digits` and `own_era` show him the figures of his language, and years of the Buddhist Era.
    """

    name: str = Field(primary_key=True)
    role: str
    agency: str = ""
    language: str = "en"
    own_digits: bool = False
    own_era: bool = False
    password: str
    disabled: bool = False
    created_at: datetime = time()


class Session(SQLModel, table=True):
    """One sign-in; the cookie holds a random id, we keep only its hash, checked at each request."""

    id_hash: bytes = Field(primary_key=True)
    account: str = Field(foreign_key="account.name", index=True)
    csrf: str
    created_at: datetime = time()
    seen_at: datetime = time()
    expires_at: datetime = time()
    proved_at: datetime | None = time(null=True)


class Sheet(SQLModel, table=True):
    """One printed sheet of one-time codes: whose, its HOTP secret, and the first row not yet spent.

    A skipped row is spent, so one number says it all. `wrong` counts codes of the officer's number that are
    on no row.
    """

    id: int = id_()
    officer: str = content("erased", index=True)
    secret: bytes = content(b"")
    size: int
    next_row: int = 1
    wrong: int = 0
    made_at: datetime = time()
    revoked_at: datetime | None = time(null=True)


class CodeUse(SQLModel, table=True):
    """What the code at the end of one message said: which row of which sheet, and how that row stood.

    `officer` is whose code it is. Under duress (origin, epoch, seq) is the silent incident.
    """

    id: int = id_()
    message_id: int = row_of("message.id", index=True)
    sheet_id: int | None = row_of("sheet.id", null=True)
    row: int | None = None
    standing: str
    officer: str | None = content(None, default=None, index=True)
    duress: bool = False
    at: datetime = time(index=True)
    origin: str | None = None
    epoch: int | None = None
    seq: int | None = None
