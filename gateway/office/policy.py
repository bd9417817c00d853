"""What may cross the border by itself, what waits for a person, and what never leaves (promise 5).

to the own hub      provenance A to C: by rule                      otherwise: waits
to the paired office, or any other: only what a signed rule names   otherwise: waits
always waits for a named release: migrants, trafficking, wanted persons, free text, a grading with
handling C. Ungraded means C, unless the rule itself, which the authority signed, takes it for P.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gateway.office.config import Partner, Rule
from hardware.sentence import Sentence

FREE_TEXT = "text"
TRUSTED = frozenset("ABC")
_LABEL = b"patrolwire rule 1\x00"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the policy looks at.

    `held` is the codebook's word on the type (migrants, trafficking, wanted persons, free text);
    `handling` is None while nobody has graded the report.
    """

    type: str
    held: bool
    fields: Mapping[str, Any]
    provenance: str
    handling: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a report goes to one partner by itself, and the reason for the record."""

    goes: bool
    why: str


def decide(candidate: Candidate, partner: Partner, rules: Iterable[Rule]) -> Verdict:
    """Say whether a report goes to `partner` without a person; `rules` are those whose signature held."""
    if candidate.provenance not in TRUSTED:
        return Verdict(goes=False, why=f"sender graded {candidate.provenance}: a person decides")
    if partner.role == "hub":
        return Verdict(goes=True, why=Sentence("to the own hub"))
    waits = _waits(candidate)
    if waits:
        return Verdict(goes=False, why=f"{waits} always waits for a named release")
    named = next((rule.name for rule in rules if _names(rule, candidate, partner)), None)
    why = Sentence("rule: {name}", name=named) if named else "no signed rule names it"
    return Verdict(goes=named is not None, why=why)


def _waits(candidate: Candidate) -> str:
    reasons = {
        candidate.type: candidate.held,
        "free text": FREE_TEXT in candidate.fields,
        "handling C": candidate.handling == "C",
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def signed(rules: Iterable[Rule], office: str, authority: str) -> tuple[list[Rule], list[Rule]]:
    """Part the rules into those the authority signed for this office, and those that count for nothing."""
    good: list[Rule] = []
    bad: list[Rule] = []
    for rule in rules:
        (good if _holds(rule, office, authority) else bad).append(rule)
    return good, bad


def sign(rule: Rule, office: str, authority: Ed25519PrivateKey) -> str:
    """Return the signature that makes `rule` count at `office`."""
    return base64.b64encode(authority.sign(_signed_bytes(rule, office))).decode()


def _names(rule: Rule, candidate: Candidate, partner: Partner) -> bool:
    action = candidate.fields.get("action")
    return (
        rule.to == partner.code
        and candidate.type in rule.types
        and (not rule.actions or action in rule.actions)
    )


def _holds(rule: Rule, office: str, authority: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(authority, validate=True))
        key.verify(base64.b64decode(rule.signature, validate=True), _signed_bytes(rule, office))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _signed_bytes(rule: Rule, office: str) -> bytes:
    values = [office, rule.name, rule.to, list(rule.types), list(rule.actions), rule.handling]
    return _LABEL + cbor2.dumps(values, canonical=True)
