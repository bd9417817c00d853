from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gateway.outbox.delivery import TABLE, Event, after
from gateway.store.states import DeliveryState as State

_SETTLED = {State.DELIVERED, State.CANCELLED}


@given(st.lists(st.sampled_from(Event), max_size=40))
def test_a_text_that_may_have_gone_out_is_never_queued_again(events: list[Event]) -> None:
    state, given_out = State.QUEUED, False
    for event in events:
        new = after(state, event) or state
        if state is State.SUBMITTED and event in (Event.SILENT, Event.INTERRUPTED, Event.TAKEN):
            given_out = True
        assert not (given_out and new is State.QUEUED)
        state = new


def test_what_is_settled_stays_settled() -> None:
    assert not [state for state, _ in TABLE if state in _SETTLED]


def test_every_state_can_be_reached_from_queued() -> None:
    reached = {State.QUEUED}
    for _ in State:
        reached |= {new for (old, _), new in TABLE.items() if old in reached}
    assert reached == set(State)


@given(st.lists(st.sampled_from(Event), max_size=40))
def test_no_end_is_left_but_for_delivered(events: list[Event]) -> None:
    state, ends = State.QUEUED, {State.DELIVERED, State.FAILED, State.EXPIRED, State.CANCELLED}
    for event in events:
        new = after(state, event) or state
        if state in ends:
            assert new in {state, State.DELIVERED}
        state = new


def test_the_picture_in_the_docs_is_printed_from_the_table() -> None:
    lines = [f"    {old} --> {new}: {event}" for (old, event), new in TABLE.items()]
    picture = "\n".join(("```mermaid", "stateDiagram-v2", "    [*] --> queued", *lines, "```"))
    docs = Path(__file__).parents[3] / "docs" / "deliveries.md"
    assert picture in docs.read_text(encoding="utf-8")
