"""The machine of an alarm: whatever the time is cut into, each phone is texted once and the hub last."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gateway.alarms.steps import Act, Around, Limits, Stage, Step, step

LIMITS = Limits(first_s=180, next_s=300)
pieces = st.lists(
    st.tuples(
        st.floats(min_value=-50, max_value=400),
        st.booleans(),  # a console is live
        st.lists(st.integers(1, 4), unique=True, max_size=4).map(tuple),  # the duty list of the moment
        st.booleans(),  # the station dies before this step's waiting is kept
    ),
    max_size=60,
)


def _play(cuts: list[tuple[float, bool, tuple[int, ...], bool]], *, hub: bool) -> list[Step]:
    stage, found = Stage(), list[Step]()
    for passed, live, phones, dies in cuts:
        made = step(stage, passed, Around(phones, live, hub), LIMITS)
        found.append(made)
        # What is done is kept with the deed; only waiting can be forgotten.
        stage = stage if dies and made.act is Act.WAIT else made.stage
    return found


@given(pieces, st.booleans())
def test_no_phone_is_texted_twice_and_the_hub_is_told_once(
    cuts: list[tuple[float, bool, tuple[int, ...], bool]], hub: bool
) -> None:
    made = _play(cuts, hub=hub)
    texted = [one.phone for one in made if one.act is Act.TEXT]
    assert len(texted) == len(set(texted))
    assert sum(one.act is Act.HUB for one in made) <= hub
    for (_, _, phones, _), one in zip(cuts, made, strict=True):
        assert one.act is not Act.HUB or set(phones) <= set(one.stage.told)


@given(pieces)
def test_a_step_after_the_first_waits_its_time(
    cuts: list[tuple[float, bool, tuple[int, ...], bool]],
) -> None:
    made = _play(cuts, hub=True)
    acts = [at for at, one in enumerate(made) if one.act is not Act.WAIT]
    for before, after in pairwise(acts):
        assert sum(max(0.0, passed) for passed, *_ in cuts[before + 1 : after + 1]) >= LIMITS.next_s


@given(st.lists(st.integers(1, 9), unique=True).map(tuple), st.booleans(), st.booleans())
def test_given_time_everybody_is_told_in_order_and_then_the_hub(
    phones: tuple[int, ...], live: bool, hub: bool
) -> None:
    made = _play([(400, live, phones, False)] * (len(phones) + 3), hub=hub)
    assert [one.phone for one in made if one.act is Act.TEXT] == list(phones)
    told = [one.act for one in made if one.act is not Act.WAIT]
    assert told[len(phones) :] == [Act.HUB] * hub


def test_without_a_live_console_the_first_is_texted_at_once_and_with_one_after_its_time() -> None:
    assert step(Stage(), 0, Around((7,), live=False, hub=True), LIMITS).phone == 7
    waiting = step(Stage(), 179, Around((7,), live=True, hub=True), LIMITS)
    assert waiting == Step(Act.WAIT, Stage(waited_s=179))
    assert step(waiting.stage, 1, Around((7,), live=True, hub=True), LIMITS).phone == 7


def test_a_clock_that_runs_backwards_takes_no_waiting_away() -> None:
    made = step(Stage(waited_s=100), -5000, Around((7,), live=True, hub=True), LIMITS)
    assert made == Step(Act.WAIT, Stage(waited_s=100))
