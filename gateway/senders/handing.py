"""Making, printing and revoking sheets: what the office does with them, each on the record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from codes.onetime import Row, rows
from gateway.errors import ConfigError
from gateway.office.config import Officer
from gateway.store import audit, sheets
from gateway.store.tables import Sheet


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet on its way to paper; the name does not go there, since paper is lost."""

    number: int
    officer: str
    made_at: datetime
    rows: tuple[Row, ...]


def officer_called(name: str, officers: tuple[Officer, ...]) -> Officer:
    """Return the officer of that name, number or call sign; ConfigError when it is not exactly one."""
    wanted = name.casefold().strip()
    found = [o for o in officers if wanted in (o.name.casefold(), o.number, (o.callsign or "").casefold())]
    if not found:
        raise ConfigError(f"there is no officer {name!r} on the roster; nothing was made")
    if sum(one.name == found[0].name for one in officers) > 1:
        raise ConfigError(f"two officers are called {found[0].name!r}; give each his own name on the roster")
    return found[0]


def make(conn: Connection, officer: Officer, secret: bytes, size: int, at: datetime, user: str) -> int:
    """Make a sheet and return its number."""
    number = sheets.make(conn, officer.name, secret, size, at)
    audit.append(conn, at, user, "made sheet", f"sheet {number}")
    return number


def to_print(conn: Connection, number: int, at: datetime, user: str) -> Printed:
    """Return a sheet to be printed, which is recorded first; ConfigError when it is not to be had."""
    sheet = _open(conn, number)
    audit.append(conn, at, user, "printed sheet", f"sheet {number}")
    return Printed(number, sheet.officer, sheet.made_at, rows(sheet.secret, sheet.size)[sheet.next_row - 1 :])


def revoke(conn: Connection, number: int, at: datetime, user: str) -> None:
    """End a sheet; whoever uses it from now on is graded X. ConfigError when there is none to end."""
    _open(conn, number)
    sheets.revoke(conn, number, at)
    audit.append(conn, at, user, "revoked sheet", f"sheet {number}")


def open_sheets(conn: Connection, officer: Officer) -> list[int]:
    """Return the numbers of an officer's sheets that still count."""
    return [s.id for s in sheets.everyone(conn) if s.officer == officer.name and s.revoked_at is None]


def _open(conn: Connection, number: int) -> Sheet:
    sheet = sheets.get(conn, number)
    if sheet is None:
        raise ConfigError(f"there is no sheet {number}; `patrolwire sheet list` shows them")
    if sheet.revoked_at is not None:
        raise ConfigError(f"sheet {number} was revoked already; nothing was changed")
    return sheet
