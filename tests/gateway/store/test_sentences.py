"""Sentences are kept as words and values; whatever else stands in their place comes back as it is."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from gateway.store import notices
from gateway.store.sentences import kept, read
from gateway.store.store import Store
from hardware.sentence import Sentence, Value

_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
_PLAIN = st.one_of(
    st.text(), st.integers(-(2**40), 2**40), st.floats(allow_nan=False, allow_infinity=False)
) | st.datetimes(timezones=st.just(UTC))
_SIMPLE = st.builds(lambda one: Sentence("{one} is so", one=one), _PLAIN)
_VALUE: st.SearchStrategy[Value] = _PLAIN | _SIMPLE | st.lists(_SIMPLE, min_size=1, max_size=3).map(tuple)


@given(_VALUE)
def test_a_sentence_comes_back_with_its_words_and_values(value: Value) -> None:
    said = Sentence("It is {value}.", value=value)
    again = read(kept(said))
    assert isinstance(again, Sentence)
    assert (again, again.words, again.values) == (said, said.words, said.values)


@given(st.text() | st.text().map('["'.__add__) | st.just('["It is {x}.",{"x":1}]'))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert read(kept(text)) == text


_BROKEN = ('["a {b}",{"c":1}]', '["a",1]', '["a","b","c"]', '["{}",{"a":1}]', '["{a}",{"a":{"at":"noon"}}]')


@given(st.text().map('["'.__add__) | st.sampled_from(_BROKEN))
def test_what_an_older_version_kept_is_shown_as_it_is(text: str) -> None:
    assert text in (read(text), kept(read(text)))


def test_the_store_gives_back_what_it_was_given(store: Store) -> None:
    said = Sentence("Restored from the backup of {at}.", at=_NOON)
    store.write_now(lambda conn: notices.post(conn, "restored", _NOON, "warning", said))
    (one,) = store.write_now(notices.standing)
    assert isinstance(one.sentence, Sentence)
    assert one.sentence.values == {"at": _NOON}
    assert one.sentence == "Restored from the backup of 2026-11-23 12:00 UTC."
