"""What programs may look at of what the office keeps: files, the roster, the duty list, the record, views."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from gateway.desk.attaching import Attaching
from gateway.desk.duty import Duties
from gateway.desk.handover import Handover
from gateway.desk.officers import Officers
from gateway.desk.record import Record
from gateway.desk.roles import Right
from gateway.desk.values import Person
from gateway.desk.views import Views
from web import texts
from web.access import clean
from web.api.asking import MOST, row_in
from web.api.bearer import READ, RIGHT
from web.api.refusals import LOOKING
from web.api.views import people
from web.deeds import meant
from web.pages.attachments import as_file
from web.pages.audit import query_of
from web.pages.report import key_in

_FILE = "application/octet-stream"  # whatever it says it is, nothing opens it by itself


@get(
    "/reports/{key:str}/attachments/{number:int}",
    opt=READ,
    responses=LOOKING,
    media_type=_FILE,
    summary="A file beside a report, byte for byte; each look is on record",
)
async def attachment(
    key: FromPath[str],
    number: FromPath[int],
    who: NamedDependency[Person],
    attaching: NamedDependency[Attaching],
) -> Response[bytes]:
    opened = await attaching.open(who, key_in(key), row_in(number))
    if opened is None:
        raise NotFoundException
    headers = {"content-disposition": as_file(opened.name)}
    return Response(opened.data, media_type=_FILE, headers=headers)


@get("/roster", opt=READ | {RIGHT: Right.ROSTER}, responses=LOOKING, summary="The officers, numbers masked")
async def roster(who: NamedDependency[Person], officers: NamedDependency[Officers]) -> list[people.Officer]:
    return [people.officer(row) for row in await officers.everyone(who) or ()]


@get("/duty", opt=READ, responses=LOOKING, summary="Who is texted about an alarm that nobody takes")
async def duty(
    who: NamedDependency[Person], duties: NamedDependency[Duties], handover: NamedDependency[Handover]
) -> people.Duty:
    return people.duty((await duties.page()).phones, await handover.silent(who))


@get(
    "/views", opt=READ, responses=LOOKING, summary="The saved views of the token's account, and their counts"
)
async def saved(who: NamedDependency[Person], views: NamedDependency[Views]) -> list[people.View]:
    return [people.view(one) for one in await views.of(replace(who, name=who.account))]


@get(
    "/record",
    opt=READ | {RIGHT: Right.AUDIT},
    responses=LOOKING,
    summary="The record, the newest first; each look is on record",
)
async def find(
    who: NamedDependency[Person],
    record: NamedDependency[Record],
    by: Annotated[str, QueryParameter(name="who", max_length=64)] = "",
    what: Annotated[str, QueryParameter(max_length=64)] = "",
    first: Annotated[date | None, QueryParameter(name="from", description="the first day")] = None,
    last: Annotated[date | None, QueryParameter(name="to", description="the last day, all of it")] = None,
    before: Annotated[int | None, QueryParameter(ge=1, le=MOST, description="only older than this")] = None,
) -> people.Record:
    named = {"who": by, "what": what, "from": first, "to": last, "before": before}
    query = query_of({name: clean(str(value)).strip() for name, value in named.items() if value})
    query = replace(query, deeds=meant(texts.translator(who.language), query.what))
    return people.record(await record.find(who, query) or ())


HANDLERS = (attachment, roster, duty, saved, find)
