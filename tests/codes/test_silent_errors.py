"""The measured figures hold: correct, silently wrong, surface alone; a tenth of each campaign in every run.

The whole campaigns (PATROLWIRE_SOAK=1) hold the limits as they are written. A tenth sees few of the rare
errors, so it fails only where a decoder just at the limit would do worse less than once in a thousand times.
"""

import random
from functools import cache
from math import exp, lgamma, log, log1p

import pytest

from codes.book import Book
from codes.decode import decode
from codes.load import shipped
from codes.noise.campaign import alone, cases
from codes.noise.channels import SURFACE
from codes.noise.profiles import ONCE, PROFILES
from codes.noise.score import CRITICAL, Worth
from codes.noise.tally import NO_SLIP, Share, Tally
from tests.codes.noise.campaigns import NOW, SOAK, size
from web.bench.decode import CORRECT, SILENT, TIMES, WORST

MESSAGES = 20_000
ALONE = 4_000
RARE = 0.001
CLEAN_ASKED = 0.002
PLATES_ASKED = 0.025
"""Share of messages without a slip, said once, that are asked about a plate that nothing vouches for."""


def _chance(n: int, share: float, count: int) -> float:
    """Return how likely it is to see just so many of n (the binomial law)."""
    ways = lgamma(n + 1) - lgamma(count + 1) - lgamma(n - count + 1)
    return exp(ways + count * log(share) + (n - count) * log1p(-share))


def most(n: int, share: float, *, exact: bool = SOAK) -> int:
    """Return how many of n may be seen at a limit: just that in the whole campaign, with slack in a tenth."""
    if exact:
        return int(n * share)
    count, seen = 0, _chance(n, share, 0)
    while 1 - seen > RARE:
        count += 1
        seen += _chance(n, share, count)
    return count


@cache
def _measured(name: str) -> tuple[Tally, int]:
    """Return a profile's tally, and how many messages without a slip were asked about a plate."""
    book, tally, plates = shipped(), Tally(), 0
    count, dice = size(MESSAGES * TIMES.get(name, 1)), random.Random(f"goals-{name}")
    for one in cases(book, {**PROFILES, **ONCE}[name], count, dice, NOW, decode):
        tally.add(one.sent, one.verdict, book)
        asked = {d.question.field for d in one.decoded if d.question}
        plates += not one.sent.channels and asked == {"plate"}
    return tally, plates


def _tally(name: str) -> Tally:
    return _measured(name)[0]


def _plates(name: str) -> int:
    return _measured(name)[1]


def _silent(share: Share) -> int:
    return share.worth[Worth.SILENT]


@pytest.mark.parametrize("name", sorted(PROFILES))
@pytest.mark.xdist_group("silent errors")
def test_a_profile_is_read_right_often_enough_and_seldom_wrong_in_silence(name: str) -> None:
    total = _tally(name).total
    assert _silent(total) <= most(total.n, SILENT[name] / 100)
    assert total.n - total.worth[Worth.CORRECT] <= most(total.n, 1 - CORRECT[name] / 100)


@pytest.mark.parametrize("name", sorted(ONCE))
@pytest.mark.xdist_group("silent errors")
def test_officers_who_say_nothing_twice_are_read_as_well(name: str) -> None:
    total, of = _tally(name).total, name.removesuffix("_once")
    assert _silent(total) <= most(total.n, SILENT[of] / 100)
    assert total.n - total.worth[Worth.CORRECT] <= most(total.n, 1 - CORRECT[of] / 100)


@pytest.mark.parametrize("name", sorted({**PROFILES, **ONCE}))
@pytest.mark.xdist_group("silent errors")
def test_who_makes_no_slip_is_hardly_ever_asked(name: str) -> None:
    clean = _tally(name).channels[NO_SLIP]
    plates = _plates(name)
    assert plates <= (most(clean.n, PLATES_ASKED) if name in ONCE else 0)
    assert clean.n - clean.worth[Worth.CORRECT] - plates <= most(clean.n, CLEAN_ASKED)


@pytest.mark.xdist_group("silent errors")
def test_no_type_of_report_is_often_wrong_in_silence() -> None:
    types = _tally("ordinary").types
    assert {name for name, share in types.items() if _silent(share) > most(share.n, WORST / 100)} == set()
    assert set(types) == {kind.code for kind in shipped().types.values() if not kind.control}


@pytest.mark.xdist_group("silent errors")
def test_vehicles_and_plates_said_once_are_seldom_wrong_in_silence() -> None:
    tally = _tally("ordinary_once")  # 0.49 % of 32,000 vehicles, too near the limit for 1,250 of them
    for share in (tally.types["VEH"], tally.critical["plate"]):
        assert _silent(share) <= most(share.n, WORST / 100, exact=False)


@pytest.mark.xdist_group("silent errors")
def test_no_critical_field_is_often_wrong_in_silence() -> None:
    critical = _tally("ordinary").critical
    assert {name for name, share in critical.items() if _silent(share) > most(share.n, WORST / 100)} == set()
    assert set(critical) == set(CRITICAL)


@pytest.mark.parametrize("name", SURFACE)
def test_surface_alone_is_not_noticed(name: str, book: Book) -> None:
    sent = list(alone(book, name, size(ALONE), random.Random(name), NOW, decode))
    assert len(sent) * len(SURFACE) >= size(MESSAGES)  # 20,000 in all, 2,000 in a normal run
    assert [one.sent.texts for one in sent if one.verdict.worth is not Worth.CORRECT] == []


def test_the_slack_of_a_tenth_is_what_it_says() -> None:
    assert SOAK or (most(2000, 0.01), most(125, 0.005), most(2000, 0.32)) == (35, 4, 705)
