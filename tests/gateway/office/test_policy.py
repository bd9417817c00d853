from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.office import keys, policy
from gateway.office.config import Partner, Rule
from gateway.office.policy import Candidate, decide

AUTHORITY = Ed25519PrivateKey.generate()
PUBLIC = keys.text(AUTHORITY.public_key().public_bytes_raw())
SEIZED: dict[str, Any] = {"place": "MSI", "action": "SEIZED"}
RULE = Rule(name="drug seizures", to="TCL", types=("DRG",), actions=("SEIZED",))


def partner(code: str, role: str) -> Partner:
    return Partner.model_validate(
        {"code": code, "name": code, "role": role, "url": "https://192.0.2.1", "card": f"{code}.toml"}
    )


PAIR, HUB = partner("TCL", "pair"), partner("BKK", "hub")

CASES = [
    (Candidate("DRG", False, SEIZED, "C", None), PAIR, True),
    (Candidate("DRG", False, SEIZED, "C", "C"), PAIR, False),
    (Candidate("DRG", False, SEIZED, "D", None), PAIR, False),
    (Candidate("DRG", False, SEIZED, "X", None), PAIR, False),
    (Candidate("DRG", False, {**SEIZED, "action": "SEEN"}, "C", None), PAIR, False),
    (Candidate("DRG", False, {**SEIZED, "text": "by the school"}, "C", None), PAIR, False),
    (Candidate("WLD", False, SEIZED, "C", None), PAIR, False),
    (Candidate("MIGR", True, SEIZED, "A", None), PAIR, False),
    (Candidate("DRG", False, SEIZED, "C", None), partner("NKI", "pair"), False),
    (Candidate("MIGR", True, SEIZED, "C", None), HUB, True),
    (Candidate("MIGR", True, SEIZED, "D", None), HUB, False),
]


@pytest.mark.parametrize(("candidate", "to", "goes"), CASES)
def test_what_goes_by_itself(candidate: Candidate, to: Partner, goes: bool) -> None:
    verdict = decide(candidate, to, [RULE])
    assert verdict.goes is goes
    assert verdict.why


def test_migrants_never_cross_even_where_a_rule_names_them() -> None:
    rule = Rule(name="too much", to="TCL", types=("MIGR", "INFO"))
    for kind in rule.types:
        assert not decide(Candidate(kind, True, SEIZED, "A", "P"), PAIR, [rule]).goes


def test_only_the_authoritys_signature_makes_a_rule_count() -> None:
    good = RULE.model_copy(update={"signature": policy.sign(RULE, "MSI", AUTHORITY)})
    widened = good.model_copy(update={"actions": ()})
    other = RULE.model_copy(update={"signature": policy.sign(RULE, "MSI", Ed25519PrivateKey.generate())})
    elsewhere = RULE.model_copy(update={"signature": policy.sign(RULE, "TCL", AUTHORITY)})
    assert policy.signed([good, RULE, widened, other, elsewhere], "MSI", PUBLIC) == (
        [good],
        [RULE, widened, other, elsewhere],
    )


def test_without_an_authority_no_rule_counts() -> None:
    good = RULE.model_copy(update={"signature": policy.sign(RULE, "MSI", AUTHORITY)})
    assert policy.signed([good], "MSI", "") == ([], [good])
