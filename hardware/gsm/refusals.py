"""What the numbers mean with which a modem or a network refuses to send, for the operator and for a retry.

Sources: TS 27.005, 3.2.5 (+CMS ERROR), which takes in TS 24.011, annex E (RP-cause, below 128) and
TS 23.040, 9.2.3.22 (TP-FCS, 128 to 255); TS 27.007, 9.2 (+CME ERROR).
"""

from collections.abc import Mapping
from typing import Final

from hardware.bearer import SendOutcome, Sent
from hardware.gsm.at.words import Refusal
from hardware.sentence import Sentence

# Worth another try later: the fault is the network's, the modem's, or passes by itself.
_LATER_CMS: Final = {
    27: Sentence("The receiver's phone cannot be reached"),
    38: Sentence("The network is out of order"),
    41: Sentence("The network has a temporary fault"),
    42: Sentence("The network is congested"),
    47: Sentence("The network has no capacity left"),
    192: Sentence("The message centre is busy"),
    194: Sentence("The message centre has a fault"),
    300: Sentence("The modem has a fault"),
    301: Sentence("The modem's message service is in use"),
    310: Sentence("There is no SIM in the modem"),
    311: Sentence("The SIM waits for its PIN"),
    313: Sentence("The SIM has a fault"),
    314: Sentence("The SIM is busy"),
    315: Sentence("This is the wrong SIM"),
    316: Sentence("The SIM is locked and wants its PUK"),
    320: Sentence("The modem's memory has a fault"),
    322: Sentence("The modem's memory is full"),
    331: Sentence("The modem has no network"),
    500: Sentence("The modem refused without saying why"),
}

# The same text to the same number will be refused again.
_NEVER_CMS: Final = {
    1: Sentence("The number is not in use"),
    8: Sentence("The operator has barred this SIM from sending"),
    10: Sentence("Sending is barred for this SIM"),
    21: Sentence("The network rejected the message: often no credit"),
    28: Sentence("The network does not know this SIM"),
    29: Sentence("The network does not offer this service"),
    30: Sentence("The network does not know the number"),
    50: Sentence("This SIM has no message service: ask the operator"),
    69: Sentence("The network does not offer this service"),
    128: Sentence("The message centre does not take such messages"),
    144: Sentence("The message centre does not take this alphabet"),
    145: Sentence("The message centre does not take this class of message"),
    176: Sentence("The message centre does not take such messages"),
    193: Sentence("This SIM has no subscription at the message centre"),
    195: Sentence("The number is not valid"),
    196: Sentence("The number is barred"),
    197: Sentence("The message centre already has this message"),
    198: Sentence("The message centre does not take this validity"),
    302: Sentence("The modem does not allow sending"),
    303: Sentence("The modem cannot do this"),
    304: Sentence("The modem rejected the PDU"),
    330: Sentence("The SIM has no message centre number: set it with the operator's figure"),
}

# A network that went silent may have taken the message.
_SILENT_CMS: Final = {332: Sentence("The network did not answer in time, so the message may have gone out")}

_LATER_CME: Final = {
    3: Sentence("The modem does not allow sending now"),
    4: Sentence("The modem cannot do this now"),
    10: Sentence("There is no SIM in the modem"),
    11: Sentence("The SIM waits for its PIN"),
    12: Sentence("The SIM is locked and wants its PUK"),
    13: Sentence("The SIM has a fault"),
    14: Sentence("The SIM is busy"),
    20: Sentence("The modem's memory is full"),
    30: Sentence("The modem has no network"),
    31: Sentence("The network did not answer in time"),
    32: Sentence("The network allows emergency calls only"),
    100: Sentence("The modem refused without saying why"),
}

_TABLES: Final[Mapping[str, tuple[tuple[SendOutcome, bool, Mapping[int, Sentence]], ...]]] = {
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
        return Sent(
            SendOutcome.REFUSED, references, sentence=Sentence("The modem refused without saying why.")
        )
    label = f"{refusal.family} {refusal.code}"
    for outcome, retryable, table in _TABLES.get(refusal.family, ()):
        if refusal.code in table:
            return Sent(
                outcome,
                references,
                retryable,
                Sentence("{why} ({code}).", why=table[refusal.code], code=label),
            )
    return Sent(
        SendOutcome.REFUSED, references, sentence=Sentence("The modem refused with {code}.", code=label)
    )
