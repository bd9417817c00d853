"""Answers are made once a turn for all who ask, and a failure is made anew for whoever asks next."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import StoreLostError
from web.once import Once


async def _ask(once: Once, turn: int, key: str, outcome: str, made: list[str]) -> str:
    async def make() -> str:
        made.append(key)
        await asyncio.sleep(0)
        if outcome == "lost":
            raise StoreLostError(key)
        if outcome == "cancelled":
            raise asyncio.CancelledError
        return key

    try:
        return await once.get(turn, key, make)
    except (StoreLostError, asyncio.CancelledError):
        return ""


_ASKED = st.tuples(st.integers(0, 2), st.sampled_from("ab"), st.sampled_from(["good", "lost", "cancelled"]))


@given(st.lists(_ASKED, max_size=12))
def test_an_answer_is_made_when_there_is_no_good_one_of_this_turn(asked: list[tuple[int, str, str]]) -> None:
    async def all_of_them() -> None:
        once, made, good, now = Once(), list[str](), set[str](), -1
        for turn, key, outcome in asked:
            good, now = (good if turn == now else set()), turn
            before, known = len(made), key in good
            said = await _ask(once, turn, key, outcome, made)
            assert len(made) == before + (not known)
            assert said == (key if known or outcome == "good" else "")
            good |= {key} if said else set()

    asyncio.run(all_of_them())


@pytest.mark.parametrize(("outcome", "said"), [("good", "a"), ("lost", ""), ("cancelled", "")])
async def test_who_asks_together_shares_what_comes_of_it(outcome: str, said: str) -> None:
    once, made = Once(), list[str]()
    assert await asyncio.gather(*(_ask(once, 1, "a", outcome, made) for _ in range(5))) == [said] * 5
    assert made == ["a"]


async def test_who_goes_away_does_not_take_the_answer_from_the_others() -> None:
    once, go = Once(), asyncio.Event()

    async def make() -> str:
        await go.wait()
        return "a"

    one, other = (asyncio.create_task(once.get(1, "a", make)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    await asyncio.sleep(0)
    go.set()
    assert await other == "a"
    assert one.cancelled()
