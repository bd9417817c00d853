"""What programs may do with a report; the same deeds as on its page, and the same answers as sentences."""

from http import HTTPStatus
from typing import Annotated

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import Body, FromPath
from pydantic import BaseModel, ConfigDict, Field

from gateway.desk.desk import Desk
from gateway.desk.doing import LONGEST_REPLY, Done
from gateway.desk.tokens import Scope
from gateway.desk.values import Person
from web import texts
from web.access import clean
from web.api.bearer import SCOPE
from web.api.given import Version
from web.api.refusals import ACTING, Outcome
from web.pages.report import key_in

_ACT, _RELEASE = {SCOPE: Scope.ACT}, {SCOPE: Scope.RELEASE}
_DONE = (Done.CLAIMED, Done.GIVEN_BACK, Done.CLOSED, Done.RELEASED, Done.REPLIED)
_STATUS = {
    **dict.fromkeys(_DONE, HTTPStatus.OK),
    Done.UNKNOWN: HTTPStatus.NOT_FOUND,
    Done.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Done.PERSON: HTTPStatus.FORBIDDEN,
}
Words = Annotated[str, Field(min_length=1, max_length=LONGEST_REPLY)]


_CLOSED = Body(schema_extra={"additional_properties": False})  # Litestar does not tell it by itself


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reason(_Given):
    """Why a report is closed."""

    why: Words


class Reply(_Given):
    """What the officer is to be told."""

    text: Words


class Recipient(_Given):
    """The partner a report is let go to, by its office's code, and the version that was read."""

    partner: Annotated[str, Field(min_length=1, max_length=8)]
    version: Version


Answer = Response[Outcome]


@post(
    "/reports/{key:str}/claim", opt=_ACT, status_code=200, responses=ACTING, summary="Take a report in hand"
)
async def claim(key: FromPath[str], who: NamedDependency[Person], desk: NamedDependency[Desk]) -> Answer:
    return _answer(who, await desk.claim(who, key_in(key)))


@post(
    "/reports/{key:str}/give-back",
    opt=_ACT,
    status_code=200,
    responses=ACTING,
    summary="Put it back into the queue",
)
async def give_back(key: FromPath[str], who: NamedDependency[Person], desk: NamedDependency[Desk]) -> Answer:
    return _answer(who, await desk.give_back(who, key_in(key)))


@post("/reports/{key:str}/close", opt=_ACT, status_code=200, responses=ACTING, summary="Close it, saying why")
async def close(
    key: FromPath[str],
    data: Annotated[Reason, _CLOSED],
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
) -> Answer:
    return _answer(who, await desk.close(who, key_in(key), clean(data.why)))


@post(
    "/reports/{key:str}/reply",
    opt=_ACT,
    status_code=200,
    responses=ACTING,
    summary="Queue a text to the officer",
)
async def reply(
    key: FromPath[str],
    data: Annotated[Reply, _CLOSED],
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
) -> Answer:
    return _answer(who, await desk.reply(who, key_in(key), clean(data.text)))


@post(
    "/reports/{key:str}/release",
    opt=_RELEASE,
    status_code=200,
    responses=ACTING,
    summary="Let the version that was read go to one partner",
)
async def release(
    key: FromPath[str],
    data: Annotated[Recipient, _CLOSED],
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
) -> Answer:
    return _answer(who, await desk.release(who, key_in(key), data.partner, str(data.version)))


def _answer(who: Person, done: Done) -> Answer:
    status = _STATUS.get(done, HTTPStatus.CONFLICT)
    sentence = texts.translator(who.language)(texts.DONE[done])
    return Response(Outcome(status, done, sentence), status_code=status)


HANDLERS = (claim, give_back, close, reply, release)
