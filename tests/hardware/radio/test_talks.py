"""The life of a message on the air, as a state machine: nothing said for ever, nothing lost in silence."""

import itertools
import random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hardware.bearer import Fate, Receipt
from hardware.radio.message import Message
from hardware.radio.pace import TRIES, Pace
from hardware.radio.talks import MOST, Talks, reference

LONG = 1e6  # seconds, longer than any wait


def parts(tag: int, count: int) -> tuple[Message, ...]:
    return tuple(Message("9V1AB-7", f"text {tag}", f"{tag:04}{number}") for number in range(count))


def talks() -> Talks:
    return Talks(Pace(random.Random(0)))


class Air(RuleBasedStateMachine):
    """Texts begin, time passes, acks come or do not; each part ends in exactly one fate."""

    def __init__(self) -> None:
        super().__init__()
        self.talks = talks()
        self.now = 0.0
        self.tag = 0
        self.open: dict[int, tuple[Message, ...]] = {}
        self.said: list[Message] = []
        self.fates: dict[str, set[Fate]] = {}

    @precondition(lambda self: not self.talks.full)
    @rule(count=st.integers(1, 3))
    def begin(self, count: int) -> None:
        self.tag += 1
        text = parts(self.tag, count)
        self.open[self.tag] = text
        assert self.talks.begin(text, self.now) == text[0]
        self.said.append(text[0])

    @rule(seconds=st.floats(0, 200))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.settle(self.talks.given_up(self.now))
        self.said += self.talks.due(self.now)

    @precondition(lambda self: self.said)
    @rule(data=st.data(), refused=st.booleans())
    def answer(self, data: st.DataObject, refused: bool) -> None:
        part = data.draw(st.sampled_from(self.said))
        self.settle(self.talks.answered(part.addressee, part.id, self.now, refused=refused))

    @rule()
    def hear_a_stranger(self) -> None:
        before = len(self.talks)
        self.talks.answered("STRANGE", "00000", self.now, refused=False)
        assert len(self.talks) == before

    def settle(self, receipts: list[Receipt]) -> None:
        for receipt in receipts:
            self.fates.setdefault(receipt.reference, set()).add(receipt.fate)

    @invariant()
    def nothing_is_said_more_than_eight_times(self) -> None:
        assert all(self.said.count(part) <= TRIES for part in set(self.said))

    @invariant()
    def a_part_is_said_only_after_the_one_before_was_acked(self) -> None:
        for text in self.open.values():
            for before, after in itertools.pairwise(text):
                if after in self.said:
                    assert Fate.DELIVERED in self.fates[reference(before.addressee, before.id)]

    @invariant()
    def what_is_over_has_a_fate_for_each_part(self) -> None:
        for text in self.open.values():
            if not self.talks.under_way(text):
                assert all(reference(part.addressee, part.id) in self.fates for part in text)

    def teardown(self) -> None:
        for _ in range(4 * TRIES):
            self.now += 10_000
            self.talks.due(self.now)
            self.settle(self.talks.given_up(self.now))
        assert len(self.talks) == 0
        self.what_is_over_has_a_fate_for_each_part()


TestAir = Air.TestCase
TestAir.settings = settings(max_examples=40, deadline=None)


def test_a_late_ack_still_says_delivered() -> None:
    silent = talks()
    text = parts(1, 1)
    silent.begin(text, 0.0)
    for tries in range(1, TRIES):
        assert silent.due(tries * LONG) == list(text)
    assert silent.due(TRIES * LONG) == []
    assert silent.given_up(TRIES * LONG) == [Receipt("9V1AB-7:00010", Fate.FAILED)]
    assert silent.answered("9V1AB-7", "00010", TRIES * LONG, refused=False) == [
        Receipt("9V1AB-7:00010", Fate.DELIVERED)
    ]


def test_an_ack_from_somebody_else_ends_nothing() -> None:
    one = talks()
    one.begin(parts(1, 1), 0.0)
    one.answered("9V1AB-8", "00010", 1.0, refused=False)
    assert one.under_way(parts(1, 1))


def test_the_window_is_bounded() -> None:
    many = talks()
    for tag in range(MOST):
        assert not many.full
        many.begin(parts(tag, 1), 0.0)
    assert many.full
