"""What programs may do with who else has a report: see what would cross, let it go, take it back."""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from gateway.desk.desk import Desk
from gateway.desk.editing import Editing
from gateway.desk.values import Person
from web.access import clean
from web.api.bearer import READ, RELEASE
from web.api.ending import Answer, answer
from web.api.given import CLOSED, Recall, Recipient
from web.api.refusals import ACTING, LOOKING
from web.api.views import crossing as views
from web.pages.report import key_in

Key = FromPath[str]
Who = NamedDependency[Person]


@get(
    "/reports/{key:str}/release/{partner:str}",
    opt=READ,
    responses=LOOKING,
    summary="Exactly what a partner would be shown",
)
async def preview(key: Key, partner: FromPath[str], who: Who, desk: NamedDependency[Desk]) -> views.Preview:
    out = await desk.outgoing(who, key_in(key), partner)
    if out is None:
        raise NotFoundException
    return views.preview(out)


@post(
    "/reports/{key:str}/release",
    opt=RELEASE,
    status_code=200,
    responses=ACTING,
    summary="Let the version that was read go to one partner",
)
async def release(
    key: Key, data: Annotated[Recipient, CLOSED], who: Who, desk: NamedDependency[Desk]
) -> Answer:
    return answer(who, await desk.release(who, key_in(key), data.partner, str(data.version)))


@post(
    "/reports/{key:str}/recall",
    opt=RELEASE,
    status_code=200,
    responses=ACTING,
    summary="Take it back from one partner",
)
async def recall(
    key: Key, data: Annotated[Recall, CLOSED], who: Who, editing: NamedDependency[Editing]
) -> Answer:
    why = clean(data.why)
    return answer(who, await editing.recall(who, key_in(key), clean(data.partner), why, data.reason))


HANDLERS = (preview, release, recall)
