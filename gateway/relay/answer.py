"""The answer to a batch of envelopes: which are stored, which are refused and why; signed by who stored them.

answer = CBOR [values, signature]; values = CBOR [1, by, to, stored, refused], stored a list of
[origin, epoch, seq], refused a list of [origin, epoch, seq, sentence]; signature = Ed25519 over
label || values. It leaves only after the commit that stored them (promise 1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import TypeAdapter, ValidationError

from gateway.errors import EnvelopeError
from gateway.relay.envelope import loads, signed
from hardware.sentence import Sentence

LABEL = b"patrolwire answer 1\x00"
LAYOUT = 1
Name = tuple[str, int, int]
_STORED = TypeAdapter(list[Name])
_REFUSED = TypeAdapter(list[tuple[str, int, int, str]])


@dataclass(frozen=True, slots=True)
class Answer:
    """What one office says became of another's envelopes, by (origin, epoch, seq)."""

    by: str
    to: str
    stored: tuple[Name, ...]
    refused: tuple[tuple[str, int, int, str], ...] = ()


def encode(answer: Answer, sign: Ed25519PrivateKey) -> bytes:
    """Return the signed bytes of `answer`."""
    stored, refused = [list(one) for one in answer.stored], [list(one) for one in answer.refused]
    values = cbor2.dumps([LAYOUT, answer.by, answer.to, stored, refused], canonical=True)
    return cbor2.dumps([values, sign.sign(LABEL + values)], canonical=True)


def decode(data: bytes, sender: Sequence[Ed25519PublicKey]) -> Answer:
    """Read and check an answer; EnvelopeError when it cannot be believed."""
    match loads(data):
        case [bytes() as values, bytes() as signature]:
            pass
        case _:
            raise EnvelopeError(Sentence("the answer cannot be read"))
    if not signed(signature, LABEL + values, sender):
        raise EnvelopeError(Sentence("the answer is not signed by the office it came from"))
    match loads(values):
        case [1, str() as by, str() as to, stored, refused]:
            try:
                return Answer(
                    by,
                    to,
                    tuple(_STORED.validate_python(stored)),
                    tuple(_REFUSED.validate_python(refused)),
                )
            except ValidationError as error:
                raise EnvelopeError(Sentence("the answer lists impossible envelopes")) from error
        case _:
            raise EnvelopeError(Sentence("the answer has a layout this station does not know"))
