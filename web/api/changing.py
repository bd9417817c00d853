"""What programs may change in a report: its fields, its grade, whether it stands."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from gateway.desk.editing import Editing
from gateway.desk.roles import Right
from gateway.desk.values import Person
from web.api.bearer import ACT, RIGHT
from web.api.ending import Answer, answer, outcome
from web.api.given import CLOSED, Cancel, Edit, Grading
from web.api.refusals import ACTING, LOOKING, undone
from web.api.views import editing as views
from web.pages.report import key_in

Asked = Annotated[bool, QueryParameter(description="filled in with what its officer asked for last")]
Key = FromPath[str]
Who = NamedDependency[Person]
Desk = NamedDependency[Editing]


@get(
    "/reports/{key:str}/form",
    opt=ACT | {RIGHT: Right.EDIT},
    responses=LOOKING,
    summary="The form in which its fields are changed",
)
async def form(key: Key, who: Who, editing: Desk, *, apply: Asked = False) -> views.Form:
    view = await editing.view(who, key_in(key), apply=apply)
    if view is None:
        raise NotFoundException
    return views.form(view)


@post(
    "/reports/{key:str}/edit",
    opt=ACT,
    status_code=200,
    responses={**ACTING, **undone(views.Edited)},
    summary="Make what the form says its next version, if the codebook takes it",
)
async def edit(key: Key, data: Annotated[Edit, CLOSED], who: Who, editing: Desk) -> Response[views.Edited]:
    ended = await editing.edit(who, key_in(key), data.form())
    told = views.edited(outcome(who, ended.done), ended.view)
    return Response(told, status_code=told.status)


@post(
    "/reports/{key:str}/grade",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Grade the version that was read; what may be passed on, a signed rule may pass on",
)
async def grade(key: Key, data: Annotated[Grading, CLOSED], who: Who, editing: Desk) -> Answer:
    return answer(who, await editing.grade(who, key_in(key), data.form()))


@post(
    "/reports/{key:str}/cancel",
    opt=ACT,
    status_code=200,
    responses=ACTING,
    summary="Cancel the version that was read, which takes it back from every partner",
)
async def cancel(key: Key, data: Annotated[Cancel, CLOSED], who: Who, editing: Desk) -> Answer:
    return answer(who, await editing.cancel(who, key_in(key), data.form()))


HANDLERS = (form, edit, grade, cancel)
