"""The browsers in which an account's password was right before: guesses made elsewhere do not hold them up.

A cookie says so: a random id, and for each account a mark that its password's hash makes of the id. So nobody
else can make one, nothing is kept of it here, and a new password ends it.
"""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

from gateway.store.tables import Account

MOST: Final = 8  # accounts; those of a small office share one PC
_COOKIE = re.compile(r"[A-Za-z0-9_-]{22}(\.[A-Za-z0-9_-]{16}){0,8}")


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser: its id, and the marks of the accounts it knows, the latest first."""

    id: str
    marks: tuple[str, ...] = ()

    def knows(self, account: Account | None) -> bool:
        """Say whether this account's password, which it still has, was right here before."""
        own = self._mark(account)
        return any(hmac.compare_digest(own, one) for one in self.marks) and account is not None

    def learned(self, account: Account) -> str:
        """Return the cookie of this browser once the account's password was right in it."""
        own = self._mark(account)
        return ".".join([self.id, own, *(one for one in self.marks if one != own)][: MOST + 1])

    def _mark(self, account: Account | None) -> str:
        key, name = ("", "") if account is None else (account.password, account.name)
        made = hmac.digest(key.encode(), f"browser {self.id} {name}".encode(), "sha256")
        return base64.urlsafe_b64encode(made[:12]).decode()


def browser_of(cookie: str) -> Browser:
    """Read a browser's cookie; one that has none, or none of ours, is new."""
    if not _COOKIE.fullmatch(cookie):
        return Browser(secrets.token_urlsafe(16))
    name, *marks = cookie.split(".")
    return Browser(name, tuple(marks))
