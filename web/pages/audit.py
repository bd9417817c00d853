"""The record, for those who may read it: a filter in the address, a page of rows."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from gateway.desk.desk import Desk
from gateway.desk.record import PAGE, Entry, Query, Record
from gateway.desk.values import Person
from web import texts
from web.access import Asked, clean
from web.days import day_in, wrong_in
from web.deeds import meant
from web.pages.messages import number_in
from web.render import Looks, Renderer

_LONGEST = 64
_FIRST, _LAST = date(1970, 1, 2), date(9999, 12, 30)  # what every zone can turn into a moment


@get("/audit")
async def show(
    request: Asked,
    who: NamedDependency[Person],
    record: NamedDependency[Record],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    asked = {name: clean(value).strip()[:_LONGEST] for name, value in request.query_params.items()}
    query = query_of(asked)
    query = replace(query, deeds=meant(texts.translator(who.language), query.what))
    rows = await record.find(who, query)
    if rows is None:
        raise NotFoundException
    head = renderer.staff(who, await desk.overview(who))
    return renderer.page(
        "audit.html",
        looks,
        **head,
        here="people",
        wrong=wrong_in(asked),
        rows=rows,
        query=query,
        older=_older(query, rows),
    )


def query_of(asked: dict[str, str]) -> Query:
    """Read a filter from an address; what makes no sense asks for nothing."""
    return Query(
        who=asked.get("who", ""),
        what=asked.get("what", ""),
        since=_day(asked.get("from", "")),
        until=_day(asked.get("to", "")),
        before=number_in(asked.get("before", "")),
    )


def _day(text: str) -> date | None:
    found = day_in(text)
    return min(max(found, _FIRST), _LAST) if found else None


def _older(query: Query, rows: list[Entry]) -> str:
    """Return the address of the page after this one, empty on the last."""
    if len(rows) < PAGE:
        return ""
    pairs = {"who": query.who, "what": query.what, "from": query.since, "to": query.until}
    return "/audit?" + urlencode(
        {name: value for name, value in pairs.items() if value} | {"before": rows[-1].seq}
    )


ROUTER = Router("/", route_handlers=[show])
