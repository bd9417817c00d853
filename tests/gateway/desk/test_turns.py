"""Turns: never more at once than there may be, one who asks for much holds up nobody who asks for little."""

import asyncio
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.turns import MOST, Turns


async def _all_have_run() -> None:
    for _ in range(4):
        await asyncio.sleep(0)


@dataclass
class _Works:
    """What is done in turn, each until it is told to end."""

    turns: Turns
    begun: list[str] = field(default_factory=list[str])
    ends: list[asyncio.Event] = field(default_factory=list[asyncio.Event])
    tasks: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])

    async def come(self, *names: str, first: bool = False) -> None:
        self.tasks += [asyncio.create_task(self._work(name, first=first)) for name in names]
        await _all_have_run()

    async def _work(self, name: str, *, first: bool) -> None:
        async with self.turns.turn(name, first=first):
            self.begun.append(name)
            end = asyncio.Event()
            self.ends.append(end)
            await end.wait()

    async def finish(self) -> None:
        """Let them all end, one by one."""
        await _all_have_run()
        for end in self.ends:  # the list grows meanwhile
            end.set()
            await _all_have_run()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def test_who_asks_for_one_does_not_wait_for_another_who_asks_for_many() -> None:
    works = _Works(Turns(1))
    await works.come(*["guesser"] * 6, "somchai", "malee")
    await works.come("known", first=True)
    assert works.begun == ["guesser"]
    await works.finish()
    assert works.begun == ["guesser", "known", "somchai", "malee", *["guesser"] * 5]


async def test_a_line_is_full_for_one_and_free_for_the_others() -> None:
    works = _Works(Turns(2))
    await works.come(*["guesser"] * MOST)
    assert works.turns.full("guesser")
    assert not works.turns.full("somchai")
    await works.finish()
    assert not works.turns.full("guesser")


async def test_nobody_is_remembered_who_holds_none() -> None:
    works = _Works(Turns(2))
    await works.come(*(f"{number}" for number in range(20)))
    await works.finish()
    assert not works.turns._held
    assert not works.turns._waiting


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.booleans()), max_size=30), st.integers(1, 3)
)
def test_whoever_goes_away_takes_no_turn_with_him(comers: list[tuple[str, bool, bool]], at_once: int) -> None:
    async def whole() -> None:
        works = _Works(Turns(at_once))
        for name, first, leaves in comers:
            await works.come(name, first=first)
            if leaves:
                works.tasks[-1].cancel()
        assert works.turns._running <= at_once
        await works.finish()
        assert works.turns._running == 0
        assert not works.turns._held

    asyncio.run(whole())


async def test_who_is_called_and_goes_away_at_that_moment_passes_it_on() -> None:
    works = _Works(Turns(1))
    async with works.turns.turn("a"):
        await works.come("b", "c")
    works.tasks[0].cancel()
    await works.finish()
    assert works.begun == ["c"]
    assert works.turns._running == 0
