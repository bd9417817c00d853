"""Who proved long ago who he is does nothing grave; which addresses are not grave stands here."""

from datetime import UTC, datetime

from sqlalchemy import update

from gateway.store import audit
from gateway.store.columns import table
from gateway.store.tables import Session
from tests.web.attacks.addresses import filled, guarded
from tests.web.stage import Stage

# What needs no fresh proof: one's own work on what has come in, and what takes something away from oneself.
LIGHT = {
    "POST": {
        "/confirm",
        "/duty/hand-over",
        "/duty/heard",
        "/health/clear",
        "/m/{number:str}/aside",
        "/m/{number:str}/back",
        "/m/{number:str}/claim",
        "/m/{number:str}/decode",
        "/m/{number:str}/give-back",
        "/m/{number:str}/reply",
        "/me",
        "/people/end",
        "/r/{key:str}/assign",
        "/r/{key:str}/attach",
        "/r/{key:str}/cancel",
        "/r/{key:str}/claim",
        "/r/{key:str}/close",
        "/r/{key:str}/edit",
        "/r/{key:str}/give-back",
        "/r/{key:str}/grade",
        "/r/{key:str}/merge",
        "/r/{key:str}/part",
        "/r/{key:str}/recall",
        "/r/{key:str}/reopen",
        "/r/{key:str}/reply",
        "/r/{key:str}/see",
        "/shift/handover",
        "/shift/handover/{number:str}/read",
        "/shift/line",
        "/sign-out",
        "/views",
        "/views/forget",
    },
    "GET": {
        "/",
        "/audit",
        "/ca",
        "/ca/root.crt",
        "/confirm",
        "/duty",
        "/health",
        "/live",
        "/m/{number:str}",
        "/m/{number:str}/decode",
        "/map",
        "/me",
        "/messages",
        "/people",
        "/r/{key:str}",
        "/r/{key:str}/attachment/{number:str}",
        "/r/{key:str}/edit",
        "/shift",
        "/situation",
        "/statistics",
    },
}


async def _long_ago(console: Stage) -> None:
    at = datetime(2020, 1, 1, tzinfo=UTC)
    await console.store.write(lambda conn: conn.execute(update(table(Session)).values(proved_at=at)))


async def test_every_address_that_is_not_light_asks_who_it_is_once_more(console: Stage) -> None:
    key = await console.report()
    await console.account("chief", role="administrator")
    chief = await console.signed_in("chief")
    csrf = await chief.token()
    await _long_ago(console)
    before = await console.store.read(audit.head)
    grave = 0
    for method, light in LIGHT.items():
        for pattern in set(guarded(console, method)) - light:
            answer = await chief.client.request(method, filled(pattern, key), data={"csrf": csrf, "id": "1"})
            assert answer.status_code == 303, pattern
            assert answer.headers["location"].startswith("/confirm?next="), pattern
            grave += 1
    assert grave >= 25
    assert await console.store.read(audit.head) == before


async def test_release_export_roster_duty_list_staff_and_tokens_are_grave(console: Stage) -> None:
    grave = {one for method, light in LIGHT.items() for one in set(guarded(console, method)) - light}
    for word in (
        "/release",
        "/export",
        "/roster",
        "/duty/add",
        "/staff",
        "/tokens",
        "/people/password",
        "/people/factor",
    ):
        assert any(word in one for one in grave)
        assert not any(word in one for light in LIGHT.values() for one in light)


async def test_what_is_called_light_is_there(console: Stage) -> None:
    for method, light in LIGHT.items():
        assert light - set(guarded(console, method)) == set()
