"""The harness sees silent errors: a decoder that guesses blindly comes out clearly worse than ours."""

import random

from codes.decode import decode
from codes.load import shipped
from codes.noise.campaign import Reader, cases
from codes.noise.profiles import PROFILES
from codes.noise.tally import Share
from tests.codes.noise.blind import blind
from tests.codes.noise.campaigns import NOW

COUNT = 1500


def _share(read: Reader) -> Share:
    found = Share()
    for one in cases(shipped(), PROFILES["ordinary"], COUNT, random.Random("control"), NOW, read):
        found.add(one.verdict.worth)
    return found


def test_a_blind_decoder_is_measured_as_clearly_worse() -> None:
    honest, guessing = _share(decode), _share(blind)
    assert guessing.silent > 5 * honest.silent
    assert guessing.silent > honest.silent + 1.5
