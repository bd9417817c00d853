"""Asks the operator for the SIM's credit over USSD now and then (TS 27.007, 7.15)."""

import re
from typing import Final

from hardware.gsm.at.words import Command
from hardware.gsm.connection import Connection
from hardware.gsm.pdu import gsm7
from hardware.gsm.pdu.septets import pack, unpack

ANSWER_S: Final = 30.0
FIRST_S: Final = 60.0  # after connecting, when messages that waited are in
DEFAULT_ALPHABET: Final = 15  # <dcs>, TS 23.038, 5
_SAID: Final = re.compile(r'^\+CUSD:\s*(\d)\s*,\s*"(.*?)"?\s*(?:,\s*(\d{1,3}))?$')
_HEX: Final = re.compile(r"^(?:[0-9A-Fa-f]{2})+$")
_AMOUNT: Final = re.compile(r"\d+(?:[.,]\d{3})*(?:[.,]\d{1,2})?(?!\d)")


async def watch_balance(connection: Connection) -> None:
    """Ask until the conversation ends, if a code to ask with is configured."""
    options, heard, wait_s = connection.options, connection.heard, FIRST_S
    while options.balance:
        await connection.rung(heard.over, wait_s)
        said = await ask(connection, options.balance)
        amount = amount_in(said)
        if amount is not None:
            connection.condition.balance = amount
            connection.condition.balance_low = amount < options.balance_low
        wait_s = options.balance_s


async def ask(connection: Connection, code: str) -> str:
    """Return what the operator says to `code`, its first line; nothing when it says nothing in time."""
    packed = connection.equipment.profile.ussd_packed
    connection.heard.ussd = ""
    connection.heard.ussd_came.clear()
    shown = pack(b"".join(gsm7.encode_each(code) or [])).hex().upper() if packed else code
    asked = await connection.terminal.ask(Command(f'AT+CUSD=1,"{shown}",{DEFAULT_ALPHABET}', wait_s=ANSWER_S))
    if not asked.ok:
        return ""
    if not connection.heard.ussd:
        await connection.rung(connection.heard.ussd_came, ANSWER_S)
    await connection.terminal.ask(Command("AT+CUSD=2"))  # some operators leave a menu open
    return read(connection.heard.ussd)


def read(line: str) -> str:
    """Read a +CUSD line: plain, or as hex of UCS-2 or of packed septets, as modems have it."""
    found = _SAID.match(line)
    if found is None:
        return ""
    said, dcs = found[2], int(found[3] or DEFAULT_ALPHABET)
    if not _HEX.match(said):
        return said
    raw = bytes.fromhex(said)
    if dcs & 0x0C == 0x08 or (dcs == 17 and len(raw) % 2 == 0):  # noqa: PLR2004  # UCS-2 behind a language
        return raw.decode("utf-16-be", "replace")
    return gsm7.decode(unpack(raw, len(raw) * 8 // 7)).rstrip("\r@")


def amount_in(text: str) -> float | None:
    """Return the first amount in a text: 12.50, 1,234.50 or 12,50."""
    found = _AMOUNT.search(text)
    if found is None:
        return None
    whole, mark, cents = found[0].replace(",", ".").rpartition(".")
    if not mark or len(cents) > 2:  # noqa: PLR2004  # three digits after a mark are thousands
        return float(found[0].replace(",", "").replace(".", ""))
    return float(f"{whole.replace('.', '')}.{cents}")
