"""Guessing at names and passwords: nothing told, and slower with each try."""

from http import HTTPStatus

from tests.web.stage import PASSWORD, Stage, hidden, sign_in


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
