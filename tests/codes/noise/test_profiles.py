"""The profiles have as many slips as they say, of all kinds."""

import random
from collections import Counter
from math import sqrt

import pytest

from codes.load import shipped
from codes.noise.campaign import messages
from codes.noise.channels import CHANNELS
from codes.noise.profiles import PROFILES
from tests.codes.noise.campaigns import NOW

COUNT = 4000
SIGMAS = 4


@pytest.mark.parametrize(("name", "share"), [("trained", 0.08), ("ordinary", 0.25), ("stressed", 0.45)])
def test_a_profile_has_its_share_of_messages_with_a_slip(name: str, share: float) -> None:
    sent = [one for one, _ in messages(shipped(), PROFILES[name], COUNT, random.Random(name), NOW)]
    found = sum(bool(one.channels) for one in sent) / COUNT
    assert abs(found - share) < SIGMAS * sqrt(share * (1 - share) / COUNT)


def test_every_channel_has_a_weight_in_every_profile_and_shows_up() -> None:
    assert all(set(p.weights) == set(CHANNELS) and min(p.weights.values()) > 0 for p in PROFILES.values())
    sent = messages(shipped(), PROFILES["stressed"], 6000, random.Random(5), NOW)
    seen = Counter(name for one, _ in sent for name in one.channels)
    rare = {"old code", "local unit"}  # they need a retired code, and a country's own unit of weight
    assert set(CHANNELS) - set(seen) <= rare
