from hypothesis import given
from hypothesis import strategies as st

from gateway.outbox.retry import Backoff


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_waits_grow_but_never_for_ever(attempt: int, shake: float) -> None:
    backoff = Backoff(first=0.5, longest=30.0)
    assert 0.5 * 2 / 3 <= backoff.wait(attempt, lambda: shake) <= 30 * 4 / 3
    assert backoff.wait(attempt, lambda: shake) <= backoff.wait(attempt + 1, lambda: shake)
