"""Guessing at names and passwords: nothing told, and slower with each try."""

import asyncio
import threading
from http import HTTPStatus

import httpx
import pytest

from gateway.desk import people
from gateway.desk.people import LONGEST_HERE, LONGEST_NAME, People
from gateway.desk.turns import MOST
from tests.web.stage import PASSWORD, Stage, hidden, sign_in


def _people(console: Stage) -> People:
    return console.app._app.dependencies["people"].dependency()


async def test_an_unknown_name_and_a_wrong_password_answer_alike(console: Stage) -> None:
    await console.account("gone", disabled=True)
    pages: set[str] = set()
    for name in ("somchai", "nobody-here", "gone"):
        async with console.client() as client:
            answer = await sign_in(client, name, "wrong wrong wrong")
            assert answer.status_code == HTTPStatus.UNAUTHORIZED
            pages.add(answer.text.replace(hidden(answer.text, "pre"), ""))
    assert len(pages) == 1


async def test_guesses_are_slowed_down(console: Stage) -> None:
    async with console.client() as client:
        codes = [(await sign_in(client, "somchai", "wrong")).status_code for _ in range(6)]
        assert codes[-1] == HTTPStatus.TOO_MANY_REQUESTS
        late = await sign_in(client, "somchai", PASSWORD)
        assert late.status_code == HTTPStatus.TOO_MANY_REQUESTS


async def test_a_header_buys_no_new_tries(console: Stage) -> None:
    codes: list[int] = []
    async with console.client() as client:
        for number in range(6):
            client.headers["x-forwarded-for"] = f"203.0.113.{number}"
            codes.append((await sign_in(client, "somchai", "wrong")).status_code)
    assert codes[-1] == HTTPStatus.TOO_MANY_REQUESTS


async def test_a_colleague_at_the_same_pc_does_not_pay_for_his_neighbours_slips(console: Stage) -> None:
    await console.account("malee")
    async with console.client() as pc, console.client() as other:
        slips = [(await sign_in(pc, "somchai", "wrong")).status_code for _ in range(6)]
        assert slips[-1] == HTTPStatus.TOO_MANY_REQUESTS
        assert (await sign_in(other, "malee", PASSWORD)).status_code == HTTPStatus.SEE_OTHER


async def test_signing_in_as_oneself_buys_no_new_guesses_at_a_colleague(console: Stage) -> None:
    await console.account("malee")
    async with console.client() as guesser, console.client() as own:
        codes: list[int] = []
        for _ in range(6):
            codes.append((await sign_in(guesser, "somchai", "wrong")).status_code)
            assert (await sign_in(own, "malee", PASSWORD)).status_code == HTTPStatus.SEE_OTHER
            own.cookies.clear()
        assert codes[-1] == HTTPStatus.TOO_MANY_REQUESTS
        for name in ("Somchai", "somchai\u200b"):
            answer = await sign_in(guesser, name, PASSWORD)
            assert answer.status_code in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.UNAUTHORIZED)


async def test_a_colleague_is_not_kept_out_of_his_own_browser_by_who_guesses_at_the_same_pc(
    console: Stage,
) -> None:
    async with console.client() as own, console.client() as guesser, console.client() as new:
        assert (await sign_in(own, "somchai", PASSWORD)).status_code == HTTPStatus.SEE_OTHER
        own.cookies.delete("session-MSI")
        codes = [(await sign_in(guesser, "somchai", "wrong")).status_code for _ in range(6)]
        assert codes[-1] == HTTPStatus.TOO_MANY_REQUESTS
        assert (await sign_in(own, "somchai", PASSWORD)).status_code == HTTPStatus.SEE_OTHER
        assert (await sign_in(new, "somchai", PASSWORD)).status_code == HTTPStatus.TOO_MANY_REQUESTS


async def test_guesses_in_a_colleagues_own_browser_are_slow_but_never_keep_him_out_for_long(
    console: Stage,
) -> None:
    async with console.client() as own:
        await sign_in(own, "somchai", PASSWORD)
        codes = [(await sign_in(own, "somchai", "wrong")).status_code for _ in range(6)]
        assert codes[-1] == HTTPStatus.TOO_MANY_REQUESTS
    throttle, known = _people(console).throttle, own.cookies["known-MSI"].partition(".")[0]
    for _ in range(20):
        throttle.failed("somchai", f"browser {known}", 0.0, LONGEST_HERE)
    assert throttle.wait("somchai", f"browser {known}", 0.0) == LONGEST_HERE


async def test_a_cookie_of_ones_own_account_or_of_ones_own_making_buys_no_new_guesses(console: Stage) -> None:
    await console.account("malee")
    async with console.client() as guesser:
        await sign_in(guesser, "malee", PASSWORD)
        own = guesser.cookies["known-MSI"]
        guesser.cookies.delete("known-MSI")
        codes: list[int] = []
        for number in range(6):
            guesser.cookies.set("known-MSI", own if number % 2 else f"{number:022d}.{number:016d}")
            codes.append((await sign_in(guesser, "somchai", "wrong")).status_code)
        assert codes[-1] == HTTPStatus.TOO_MANY_REQUESTS


async def test_a_name_of_any_length_is_answered_alike_and_kept_short(console: Stage) -> None:
    async with console.client() as client:
        for name in ("a" * 2_000, "\U0001f600" + "a" * 2_000):
            answer = await sign_in(client, name, "wrong")
            assert answer.status_code == HTTPStatus.UNAUTHORIZED
    kept = [name for name, _ in _people(console).throttle._light]
    assert kept
    assert max(map(len, kept)) == LONGEST_NAME


async def test_a_flood_of_guesses_from_one_address_fills_no_line(
    console: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While both turns are taken: who has signed in here before is next, and the flood is told to wait."""
    own = console.client()
    await sign_in(own, "somchai", PASSWORD)
    held, order, real = threading.Event(), list[str](), people.fits

    def fits(password: str, kept: str | None) -> bool:
        order.append(password)
        assert held.wait(20)
        return real(password, kept)

    monkeypatch.setattr(people, "fits", fits)
    clients = [console.client() for _ in range(MOST)]
    guesses = [asyncio.create_task(sign_in(one, f"n{n}", "guess")) for n, one in enumerate(clients)]
    turns = _people(console).hashing
    try:
        async with asyncio.timeout(20):
            while not turns.full("127.0.0.1"):
                await asyncio.sleep(0.01)
            late = await sign_in(console.client(), "another", "guess")
            assert late.status_code == HTTPStatus.TOO_MANY_REQUESTS
            mine = asyncio.create_task(sign_in(own, "somchai", PASSWORD))
            while sum(turns._held.values()) <= MOST:
                await asyncio.sleep(0.01)
    finally:
        held.set()
    answers: list[httpx.Response] = await asyncio.gather(mine, *guesses)
    assert [one.status_code for one in answers] == [HTTPStatus.SEE_OTHER, *[HTTPStatus.UNAUTHORIZED] * MOST]
    assert order.index(PASSWORD) == 2
