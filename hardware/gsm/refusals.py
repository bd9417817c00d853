"""What the numbers mean with which a modem or a network refuses to send, for the operator and for a retry.

Sources: TS 27.005, 3.2.5 (+CMS ERROR), which takes in TS 24.011, annex E (RP-cause, below 128) and
TS 23.040, 9.2.3.22 (TP-FCS, 128 to 255); TS 27.007, 9.2 (+CME ERROR).
"""

from collections.abc import Mapping
from typing import Final

from hardware.bearer import SendOutcome, Sent
from hardware.gsm.at.words import Refusal

# Worth another try later: the fault is the network's, the modem's, or passes by itself.
_LATER_CMS: Final = {
    27: "The receiver's phone cannot be reached",
    38: "The network is out of order",
    41: "The network has a temporary fault",
    42: "The network is congested",
    47: "The network has no capacity left",
    192: "The message centre is busy",
    194: "The message centre has a fault",
    300: "The modem has a fault",
    301: "The modem's message service is in use",
    310: "There is no SIM in the modem",
    311: "The SIM waits for its PIN",
    313: "The SIM has a fault",
    314: "The SIM is busy",
    315: "This is the wrong SIM",
    316: "The SIM is locked and wants its PUK",
    320: "The modem's memory has a fault",
    322: "The modem's memory is full",
    331: "The modem has no network",
    500: "The modem refused without saying why",
}

# The same text to the same number will be refused again.
_NEVER_CMS: Final = {
    1: "The number is not in use",
    8: "The operator has barred this SIM from sending",
    10: "Sending is barred for this SIM",
    21: "The network rejected the message: often no credit",
    28: "The network does not know this SIM",
    29: "The network does not offer this service",
    30: "The network does not know the number",
    50: "This SIM has no message service: ask the operator",
    69: "The network does not offer this service",
    128: "The message centre does not take such messages",
    144: "The message centre does not take this alphabet",
    145: "The message centre does not take this class of message",
    176: "The message centre does not take such messages",
    193: "This SIM has no subscription at the message centre",
    195: "The number is not valid",
    196: "The number is barred",
    197: "The message centre already has this message",
    198: "The message centre does not take this validity",
    302: "The modem does not allow sending",
    303: "The modem cannot do this",
    304: "The modem rejected the PDU",
    330: "The SIM has no message centre number: set it with the operator's figure",
}

# A network that went silent may have taken the message.
_SILENT_CMS: Final = {332: "The network did not answer in time, so the message may have gone out"}

_LATER_CME: Final = {
    3: "The modem does not allow sending now",
    4: "The modem cannot do this now",
    10: "There is no SIM in the modem",
    11: "The SIM waits for its PIN",
    12: "The SIM is locked and wants its PUK",
    13: "The SIM has a fault",
    14: "The SIM is busy",
    20: "The modem's memory is full",
    30: "The modem has no network",
    31: "The network did not answer in time",
    32: "The network allows emergency calls only",
    100: "The modem refused without saying why",
}

_TABLES: Final[Mapping[str, tuple[tuple[SendOutcome, bool, Mapping[int, str]], ...]]] = {
    "CMS": (
        (SendOutcome.REFUSED, True, _LATER_CMS),
        (SendOutcome.REFUSED, False, _NEVER_CMS),
        (SendOutcome.UNKNOWN, False, _SILENT_CMS),
    ),
    "CME": ((SendOutcome.REFUSED, True, _LATER_CME),),
}


def refused(refusal: Refusal | None, references: tuple[str, ...] = ()) -> Sent:
    """Say what a refused AT+CMGS means; unknown numbers are worth another try."""
    if refusal is None or refusal.code is None:
        return Sent(SendOutcome.REFUSED, references, sentence="The modem refused without saying why.")
    label = f"{refusal.family} {refusal.code}"
    for outcome, retryable, table in _TABLES.get(refusal.family, ()):
        if refusal.code in table:
            return Sent(outcome, references, retryable, f"{table[refusal.code]} ({label}).")
    return Sent(SendOutcome.REFUSED, references, sentence=f"The modem refused with {label}.")
