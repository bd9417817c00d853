"""What programs may look at: queue, reports, the lane of messages, places, and how the station does."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from litestar import get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from gateway.desk.desk import Desk
from gateway.desk.tokens import Scope
from gateway.desk.values import Filter, Person
from web import texts
from web.access import clean
from web.api import views
from web.api.bearer import SCOPE
from web.api.refusals import LOOKING
from web.pages.report import key_in
from web.render import clock

_READ = {SCOPE: Scope.READ}
_MOST = 2**53 - 1  # what every reader of JSON can count to
_FURTHEST = 100_000
State = Literal["", "new", "claimed", "mine", "all"]
Urgency = Literal["", "FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"]


@get("/reports", opt=_READ, responses=LOOKING, summary="The queue, the most urgent first")
async def queue(
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    standing: Annotated[State, QueryParameter(name="state", description="empty: all that is open")] = "",
    type_: Annotated[str, QueryParameter(name="type", max_length=80)] = "",
    precedence: Annotated[Urgency, QueryParameter()] = "",
    place: Annotated[str, QueryParameter(max_length=80, description="codes, with commas between")] = "",
    q: Annotated[str, QueryParameter(max_length=80, description="words to look for")] = "",
    offset: Annotated[int, QueryParameter(ge=0, le=_FURTHEST)] = 0,
) -> views.Queue:
    wanted = Filter(
        state=standing,
        type=clean(type_),
        precedence=precedence,
        place=clean(place),
        text=clean(q).strip(),
        offset=offset,
    )
    return views.queue(*await desk.queue(who, wanted))


@get("/reports/{key:str}", opt=_READ, responses=LOOKING, summary="Everything about one report")
async def report(
    key: FromPath[str], who: NamedDependency[Person], desk: NamedDependency[Desk]
) -> views.WholeReport:
    view = await desk.report(who, key_in(key))
    if view is None:
        raise NotFoundException
    return views.whole_report(view)


@get("/messages", opt=_READ, responses=LOOKING, summary="Messages that are no report, the newest first")
async def lane(
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    before: Annotated[
        int | None, QueryParameter(ge=1, le=_MOST, description="only older than this id")
    ] = None,
) -> views.Messages:
    found = [views.message_item(one) for one in await desk.lane(who, before)]
    return views.Messages(found, found[-1].id if found else None)


@get("/messages/{number:int}", opt=_READ, responses=LOOKING, summary="One message and its sender's others")
async def message(
    number: FromPath[int], who: NamedDependency[Person], desk: NamedDependency[Desk]
) -> views.WholeMessage:
    view = await desk.message(who, number) if 0 < number <= _MOST else None
    if view is None:
        raise NotFoundException
    return views.whole_message(view)


@get("/places", opt=_READ, responses=LOOKING, summary="Where the open reports are")
async def places(who: NamedDependency[Person], desk: NamedDependency[Desk]) -> list[views.Place]:
    return [views.place(spot) for spot in await desk.spots(who, Filter())]


@get("/health", opt=_READ, responses=LOOKING, summary="How the station is doing, the worst first")
async def health(who: NamedDependency[Person], desk: NamedDependency[Desk]) -> views.Health:
    zone, now = ZoneInfo(desk.office.zone), desk.clock.now()
    lines = await desk.wellness()
    return views.health(
        lines, texts.translator(who.language), lambda at: clock(at.astimezone(zone), now.astimezone(zone))
    )


HANDLERS = (queue, report, lane, message, places, health)
