"""The queue, the first page after signing in, and the filter that stands in its address."""

from litestar import Response, Router, get
from litestar.di import NamedDependency

from gateway.desk.desk import Desk
from gateway.desk.values import Filter, Person
from web.access import Asked, clean
from web.geography.marks import marks_of
from web.render import Looks, Renderer

_LONGEST_SEARCH = 80
_FURTHEST = 100_000


def filter_of(request: Asked) -> Filter:
    """Read a filter from an address; what makes no sense asks for nothing."""
    asked = {name: clean(value)[:_LONGEST_SEARCH] for name, value in request.query_params.items()}
    offset = asked.get("offset", "")
    return Filter(
        state=asked.get("state", ""),
        type=asked.get("type", ""),
        precedence=asked.get("precedence", ""),
        place=asked.get("place", ""),
        text=asked.get("q", "").strip(),
        offset=min(int(offset), _FURTHEST) if offset.isascii() and offset.isdecimal() else 0,
    )


@get("/")
async def show(
    request: Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    wanted = filter_of(request)
    overview, page = await desk.queue(who, wanted)
    staff = renderer.staff(who, overview, wanted)
    return renderer.page(
        "queue.html",
        looks,
        **staff,
        here="queue",
        wanted=wanted,
        page=page,
        later=wanted.offset > 0,
        marks=marks_of(page.spots),
    )


ROUTER = Router("/", route_handlers=[show])
