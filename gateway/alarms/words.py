"""The text about an alarm: short, in the person's language, without a word of the officer."""

import hmac
from collections.abc import Sequence
from typing import Final

from gateway.kit import Kit
from gateway.office.keys import Keys
from gateway.store.tables import Report

_PURPOSE: Final = b"patrolwire answer to an alarm\0"
TOLD: Final = "ALARM {text} {ref}: nobody has it in hand. Open the console."
OFFERED: Final = "ALARM {text} {ref}: nobody has it in hand. Open the console, or answer {code} to take it."
TAKEN: Final = "{ref}: you have it in hand."
GONE: Final = "{ref}: it is in hand or closed already."


def about(kit: Kit, found: Sequence[Report], language: str, code: str) -> str:
    """Return the text about one alarm or several; with a code, it can be answered."""
    first = found[0]
    ref = first.ref if len(found) == 1 else f"{first.ref} +{len(found) - 1}"
    return kit.book.say(language, OFFERED if code else TOLD, text=first.type, ref=ref, code=code)


def code_of(keys: Keys, tag: str) -> str:
    """Return the four figures that answer the text of this tag; nobody can guess them from another."""
    secret = keys.sign.private_bytes_raw()
    digest = hmac.digest(secret, _PURPOSE + tag.encode(), "sha256")
    return str(1000 + int.from_bytes(digest[:8]) % 9000)
