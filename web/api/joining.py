"""What programs may do with whose a report is and what it hangs together with: hands, merging, reading."""

from typing import Annotated

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.desk.desk import Desk
from gateway.desk.related import Related
from gateway.desk.values import Person
from web.access import clean
from web.api.bearer import ACT
from web.api.ending import Answer, answer
from web.api.given import CLOSED, Cause, Colleague, Other
from web.api.refusals import ACTING
from web.pages.report import key_in

Key = FromPath[str]
Who = NamedDependency[Person]
Office = NamedDependency[Desk]


@post(
    "/reports/{key:str}/assign",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Put it into a colleague's hands",
)
async def assign(key: Key, data: Annotated[Colleague, CLOSED], who: Who, desk: Office) -> Answer:
    return answer(who, await desk.assign(who, key_in(key), clean(data.to)))


@post(
    "/reports/{key:str}/reopen",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Open a closed one again",
)
async def reopen(key: Key, who: Who, desk: Office) -> Answer:
    return answer(who, await desk.reopen(who, key_in(key)))


@post(
    "/reports/{key:str}/see",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Say that somebody has read what was new of it",
)
async def see(key: Key, who: Who, desk: Office) -> Answer:
    return answer(who, await desk.see(who, key_in(key)))


@post(
    "/reports/{key:str}/merge",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Say that it tells again of another",
)
async def merge(
    key: Key, data: Annotated[Other, CLOSED], who: Who, related: NamedDependency[Related]
) -> Answer:
    return answer(who, await related.merge(who, key_in(key), key_in(data.into), clean(data.why)))


@post(
    "/reports/{key:str}/part",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Take a merging back",
)
async def part(
    key: Key, data: Annotated[Cause, CLOSED], who: Who, related: NamedDependency[Related]
) -> Answer:
    return answer(who, await related.part(who, key_in(key), clean(data.why)))


HANDLERS = (assign, reopen, see, merge, part)
