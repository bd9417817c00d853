"""Sends one text, segment by segment, and says honestly what became of it."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from hardware.bearer import Address, Outgoing, SendOutcome, Sent
from hardware.errors import AnswerLateError, PortLostError
from hardware.failpoint import reach
from hardware.gsm.at.answers import reference
from hardware.gsm.at.words import Answer, Command, Result
from hardware.gsm.connection import Connection
from hardware.gsm.errors import ModemUnfitError
from hardware.gsm.hear import reference_for
from hardware.gsm.refusals import refused
from hardware.gsm.submit import SubmitPdu, segments
from hardware.gsm.sweeper import Sweeper
from hardware.sentence import Sentence

BEGUN_AT_MOST: Final = 256
NO_PROMPT: Final = Sentence("The modem did not ask for the message; it is tried again.")
NO_ANSWER: Final = Sentence(
    "The modem did not say whether the message went out; it is not sent again by itself."
)
OTHER_SIM: Final = Sentence(
    "A part of it went out by another SIM or modem than this one; it is not sent again."
)
GONE: Final = Sentence("The modem is gone; the message is sent when it is back.")

_Text = tuple[str, str, str, str]


class Outbound:
    """Remembers which segments of a text the network has already taken, for callers that keep no such list.

    So another attempt at a text of which a later segment was refused sends only what is missing; after a
    restart `begun` tells what the network had. The concatenation reference comes from the text's tag, so that
    a phone joins the segments of both attempts. It joins none of two senders: another SIM does not go on.
    """

    def __init__(self) -> None:
        self._begun: OrderedDict[_Text, tuple[str, ...]] = OrderedDict()

    async def send(self, message: Outgoing, connection: Connection, sweeper: Sweeper) -> Sent:
        """Send what is missing of `message`."""
        options = connection.options
        valid = options.valid if message.valid is None else message.valid
        try:
            pdus = segments(
                message.text, message.to, concatenation(message.tag), message.receipt_wanted, valid
            )
        except ValueError as error:
            return Sent(
                SendOutcome.REFUSED,
                retryable=False,
                sentence=Sentence("It cannot be sent: {why}.", why=str(error)),
            )
        text = (connection.equipment.imsi, message.tag, message.to.value, message.text)
        if message.begun and text not in self._begun and connection.condition.swaps:
            return Sent(SendOutcome.UNKNOWN, message.begun, retryable=False, sentence=OTHER_SIM)
        sent = Sent(SendOutcome.SUBMITTED, self._begun.pop(text, message.begun))
        for pdu in pdus[len(sent.references) :]:
            await sweeper.calm()
            sent = await _submit(connection, pdu, message.to, sent.references)
            if sent.outcome is not SendOutcome.SUBMITTED:
                break
        if sent.references and sent.retryable and sent.outcome is not SendOutcome.SUBMITTED:
            self._remember(text, sent.references)
        return sent

    def _remember(self, text: _Text, references: tuple[str, ...]) -> None:
        self._begun[text] = references
        if len(self._begun) > BEGUN_AT_MOST:
            self._begun.popitem(last=False)


def concatenation(tag: str) -> int:
    return hashlib.sha256(tag.encode()).digest()[0]


async def _submit(connection: Connection, pdu: SubmitPdu, to: Address, before: tuple[str, ...]) -> Sent:
    options = connection.options
    command = Command(
        f"AT+CMGS={pdu.length}", "+CMGS", body=pdu.hex, wait_s=options.send_s, prompt_s=options.prompt_s
    )
    reach("before-cmgs")
    try:
        answer = await connection.terminal.ask(command)
    except (PortLostError, AnswerLateError, ModemUnfitError):
        return Sent(SendOutcome.UNREADY, before, sentence=GONE)
    mr = reference((*answer.lines, *answer.strays))
    if answer.ok or (answer.result is Result.LATE and mr is not None):
        reach("network-took")
        connection.condition.sent += 1
        connection.condition.last_sent = connection.monotonic()
        return Sent(SendOutcome.SUBMITTED, (*before, reference_for(mr, to)))
    return _failed(answer, before)


def _failed(answer: Answer, before: Sequence[str]) -> Sent:
    match answer.result:
        case Result.NO_PROMPT:
            return Sent(SendOutcome.UNREADY, tuple(before), sentence=NO_PROMPT)
        case Result.LATE:
            return Sent(SendOutcome.UNKNOWN, tuple(before), retryable=False, sentence=NO_ANSWER)
        case _:
            return refused(answer.refusal, tuple(before))
