"""Being led elsewhere after signing in."""

import pytest

from tests.web.stage import PASSWORD, Stage, sign_in


@pytest.mark.parametrize(
    "after",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\x09/evil.example", "javascript:1"],
)
async def test_signing_in_leads_nowhere_else(console: Stage, after: str) -> None:
    async with console.client() as client:
        assert (await sign_in(client, "somchai", PASSWORD, next=after)).headers["location"] == "/"
