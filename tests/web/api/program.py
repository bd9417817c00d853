"""A program with a token, as somebody who writes one would do it."""

from collections.abc import Sequence

import httpx

from gateway.desk import tokens
from gateway.desk.tokens import Scope, Wanted
from tests.web.stage import Stage, now

ALL = tuple(scope.value for scope in Scope)


async def token(
    console: Stage, account: str = "somchai", scopes: Sequence[str] = ALL, name: str = "wallboard"
) -> str:
    """Make a token and return it."""
    wanted = Wanted(name, account, scopes, 30)
    made = await console.store.write(lambda conn: tokens.make(conn, wanted, account, now()))
    assert made.kept == "made"
    return made.secret


def program(console: Stage, secret: str) -> httpx.AsyncClient:
    client = console.client()
    client.headers["authorization"] = f"Bearer {secret}"
    return client
