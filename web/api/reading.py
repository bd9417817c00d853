"""What programs may look at: queue, reports, the lane of messages, places, and how the station does."""

from dataclasses import replace
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from gateway.desk.desk import Desk
from gateway.desk.filters import FURTHEST
from gateway.desk.related import Related
from gateway.desk.values import Filter, Person
from web.api.asking import MOST, row_in
from web.api.bearer import READ
from web.api.refusals import LOOKING
from web.api.speaking import voice
from web.api.views import messages, reports, seen, station
from web.pages.report import key_in


@get("/reports", opt=READ, responses=LOOKING, summary="The queue, the most urgent first")
async def queue(
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    wanted: NamedDependency[Filter],
    offset: Annotated[int, QueryParameter(ge=0, le=FURTHEST)] = 0,
) -> reports.Queue:
    return reports.queue(*await desk.queue(who, replace(wanted, offset=offset)))


@get("/reports/{key:str}", opt=READ, responses=LOOKING, summary="Everything about one report")
async def report(
    key: FromPath[str],
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    related: NamedDependency[Related],
) -> reports.WholeReport:
    view = await desk.report(who, key_in(key))
    if view is None:
        raise NotFoundException
    return reports.whole_report(view, await related.of(who, view.row.key), who)


@get("/messages", opt=READ, responses=LOOKING, summary="Messages that are no report, the newest first")
async def lane(
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    before: Annotated[
        int | None, QueryParameter(ge=1, le=MOST, description="only older than this id")
    ] = None,
) -> messages.Messages:
    found = [messages.message_item(one) for one in await desk.lane(who, before)]
    return messages.Messages(found, found[-1].id if found else None)


@get("/messages/{number:int}", opt=READ, responses=LOOKING, summary="One message and its sender's others")
async def message(
    number: FromPath[int], who: NamedDependency[Person], desk: NamedDependency[Desk]
) -> messages.WholeMessage:
    view = await desk.message(who, row_in(number))
    if view is None:
        raise NotFoundException
    return messages.whole_message(view, who)


@get("/places", opt=READ, responses=LOOKING, summary="Where the reports of a filter are, else the open ones")
async def places(
    who: NamedDependency[Person], desk: NamedDependency[Desk], wanted: NamedDependency[Filter]
) -> list[seen.Place]:
    return [seen.place(spot) for spot in await desk.spots(who, wanted)]


@get("/health", opt=READ, responses=LOOKING, summary="How the station is doing, the worst first")
async def health(who: NamedDependency[Person], desk: NamedDependency[Desk]) -> station.Health:
    return station.health(await desk.wellness(), voice(who, desk))


HANDLERS = (queue, report, lane, message, places, health)
