"""What programs may do with a message that is no report: take it, answer it, put it aside."""

from typing import Annotated

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.desk.aside import Lane
from gateway.desk.talking import Talking
from gateway.desk.values import Person
from web.access import clean
from web.api.asking import row_in
from web.api.bearer import ACT
from web.api.ending import Answer, answer
from web.api.given import CLOSED, Cause, Talk
from web.api.refusals import ACTING

Number = FromPath[int]
Who = NamedDependency[Person]


@post(
    "/messages/{number:int}/claim",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Take a message in hand",
)
async def claim(number: Number, who: Who, talking: NamedDependency[Talking]) -> Answer:
    return answer(who, await talking.claim(who, row_in(number)))


@post("/messages/{number:int}/give-back", opt=ACT, status_code=200, responses=ACTING, summary="Let go of it")
async def give_back(number: Number, who: Who, talking: NamedDependency[Talking]) -> Answer:
    return answer(who, await talking.give_back(who, row_in(number)))


@post(
    "/messages/{number:int}/reply",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Queue a text to its sender",
)
async def reply(
    number: Number, data: Annotated[Talk, CLOSED], who: Who, talking: NamedDependency[Talking]
) -> Answer:
    return answer(who, await talking.reply(who, row_in(number), clean(data.text)))


@post(
    "/messages/{number:int}/aside",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Say that it is no report: it leaves the lane",
)
async def put_aside(
    number: Number, data: Annotated[Cause, CLOSED], who: Who, aside: NamedDependency[Lane]
) -> Answer:
    return answer(who, await aside.put(who, row_in(number), clean(data.why)))


@post(
    "/messages/{number:int}/back",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Put it back into the lane",
)
async def put_back(number: Number, who: Who, aside: NamedDependency[Lane]) -> Answer:
    return answer(who, await aside.back(who, row_in(number)))


HANDLERS = (claim, give_back, reply, put_aside, put_back)
