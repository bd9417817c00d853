"""Taking reports out of the office as a file: a filter, from when to when, and one of two forms."""

from http import HTTPStatus
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.response import Stream

from gateway.desk.desk import Desk
from gateway.desk.roles import Right
from gateway.desk.shift.exporting import Exporting
from gateway.desk.values import Person
from web import access
from web.days import wrong_in
from web.export.files import FORMS
from web.pages.asking import asked_in, ends_in
from web.render import Looks, Renderer


@get("/export")
async def show(
    request: access.Asked,
    sure: NamedDependency[Person],
    desk: NamedDependency[Desk],
    exporting: NamedDependency[Exporting],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    if not sure.may(Right.EXPORT):
        raise access.Lacks(sure, Right.EXPORT)
    first, last = ends_in(request)
    asked = asked_in(request, desk)
    staff = renderer.staff(sure, await desk.overview(sure))
    query = urlencode(asked.wanted.query() | {"from": first, "to": last})
    return renderer.page(
        "export.html",
        looks,
        **staff,
        here="shift",
        wrong=wrong_in(request.query_params),
        wanted=asked.wanted,
        days=(first, last),
        query=query,
        types=await exporting.types(sure),
        total=await exporting.count(sure, asked),
    )


@post("/export", status_code=HTTPStatus.OK)
async def take(
    request: access.Asked,
    sure: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    desk: NamedDependency[Desk],
    exporting: NamedDependency[Exporting],
) -> Stream:
    chosen = FORMS.get(form.get("as", ""))
    if chosen is None:
        raise NotFoundException
    asked = asked_in(request, desk)
    if not await exporting.begin(sure, asked, chosen.ending):
        raise access.Lacks(sure, Right.EXPORT)
    name = f"{desk.office.code}-{desk.clock.now():%Y%m%dT%H%M%SZ}.{chosen.ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    rows = exporting.rows(sure, asked)
    return Stream(chosen.write(rows), media_type=chosen.media_type, headers=headers)


ROUTER = Router("/", route_handlers=[show, take])
