"""What programs may do with a report in the queue: take it, put it back, answer its officer, close it."""

from typing import Annotated

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.desk.desk import Desk
from gateway.desk.values import Person
from web.access import clean
from web.api.bearer import ACT
from web.api.ending import Answer, answer
from web.api.given import CLOSED, Closing, Talk
from web.api.refusals import ACTING
from web.pages.report import key_in

Key = FromPath[str]
Who = NamedDependency[Person]
Office = NamedDependency[Desk]


@post("/reports/{key:str}/claim", opt=ACT, status_code=200, responses=ACTING, summary="Take a report in hand")
async def claim(key: Key, who: Who, desk: Office) -> Answer:
    return answer(who, await desk.claim(who, key_in(key)))


@post(
    "/reports/{key:str}/give-back",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Put it back into the queue",
)
async def give_back(key: Key, who: Who, desk: Office) -> Answer:
    return answer(who, await desk.give_back(who, key_in(key)))


@post(
    "/reports/{key:str}/close",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Close it, saying why; a partner's office may be told what came of it",
)
async def close(key: Key, data: Annotated[Closing, CLOSED], who: Who, desk: Office) -> Answer:
    wanted, why = key_in(key), clean(data.why)
    if data.outcome:
        return answer(who, await desk.end(who, wanted, data.outcome, why))
    return answer(who, await desk.close(who, wanted, why))


@post(
    "/reports/{key:str}/reply",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Queue a text to the officer",
)
async def reply(key: Key, data: Annotated[Talk, CLOSED], who: Who, desk: Office) -> Answer:
    return answer(who, await desk.reply(who, key_in(key), clean(data.text)))


HANDLERS = (claim, give_back, close, reply)
