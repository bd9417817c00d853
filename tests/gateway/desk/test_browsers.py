"""The browsers in which an account's password was right: nobody else makes one, a new password ends it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.browsers import MOST, browser_of
from gateway.store.tables import Account

_AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def _account(name: str = "somchai", kept: str = "hash") -> Account:
    return Account(name=name, password=kept, role="duty", created_at=_AT)


def test_a_browser_knows_whose_password_was_right_in_it_and_nobody_else() -> None:
    cookie = browser_of("").learned(_account())
    assert browser_of(cookie).knows(_account())
    assert not browser_of(cookie).knows(_account("malee"))
    assert not browser_of(cookie).knows(_account(kept="another"))
    assert not browser_of(cookie).knows(None)


def test_another_browsers_mark_is_none_here() -> None:
    mark = browser_of("").learned(_account()).partition(".")[2]
    assert not browser_of(f"{browser_of('').id}.{mark}").knows(_account())


def test_colleagues_share_one_and_the_longest_away_is_forgotten() -> None:
    names = [f"name{number}" for number in range(MOST + 1)]
    cookie = ""
    for name in [*names, names[1]]:
        cookie = browser_of(cookie).learned(_account(name))
    here = browser_of(cookie)
    assert [here.knows(_account(name)) for name in names] == [False, *[True] * MOST]
    assert len(cookie) < 200


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]{22}(\.[A-Za-z0-9_-]{16}){0,9}", fullmatch=True))
def test_no_cookie_that_was_made_up_is_believed(cookie: str) -> None:
    here = browser_of(cookie)
    assert len(here.id) == 22
    assert not here.knows(_account())
    assert not here.knows(None)
