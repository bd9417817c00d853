"""The words of a message to oneself: ours are known again, nobody else's are, and they fit one segment."""

from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.office import token
from hardware.gsm import submit
from tests.gateway.offices import found_pair


def test_a_token_is_known_by_the_office_that_made_it(tmp_path: Path) -> None:
    ours = found_pair(tmp_path)["MSI"].kit.keys
    made = token.make(ours)
    assert token.ours(ours, made)
    assert made != token.make(ours)
    assert submit.measure(made) == 1
    others = replace(ours, sign=Ed25519PrivateKey.generate())
    assert not token.ours(others, made)
    flipped = made[:-1] + ("0" if made[-1] != "0" else "1")
    for text in (flipped, made + " ", made.upper(), "", None, "SOS", "patrolwire check"):
        assert not token.ours(ours, text)
