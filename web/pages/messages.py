"""The lane of messages that are no report: asked, unreadable, strangers'; and one message whole."""

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from gateway.desk.desk import Desk
from gateway.desk.values import Person
from web.access import Asked
from web.render import Looks, Renderer

_MOST_DIGITS = 18


def number_in(text: str) -> int | None:
    """Return a row's number from an address, or None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


@get("/messages")
async def lane(
    request: Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    found = await desk.lane(number_in(request.query_params.get("before", "")))
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page("messages.html", looks, **staff, here="messages", lane=found)


@get("/m/{number:str}")
async def message(
    number: FromPath[str],
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    wanted = number_in(number)
    view = None if wanted is None else await desk.message(wanted)
    if view is None:
        raise NotFoundException
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page("message.html", looks, **staff, here="messages", view=view)


ROUTER = Router("/", route_handlers=[lane, message])
