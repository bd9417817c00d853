"""A sign-in form stays good while the browser asks for something else."""

import httpx

from tests.web.stage import PASSWORD, Stage


async def test_another_request_makes_an_open_form_no_older(console: Stage) -> None:
    async with httpx.AsyncClient(base_url=console.url, trust_env=False) as client:
        _, _, rest = (await client.get("/sign-in")).text.partition('name="pre" value="')
        await client.get("/sign-in?next=/favicon.ico")
        form = {"pre": rest.partition('"')[0], "name": "somchai", "password": PASSWORD}
        assert (await client.post("/sign-in", data=form)).status_code == 303
