"""The queue, the first page after signing in, and the filter that stands in its address."""

from litestar import Response, Router, get
from litestar.di import NamedDependency

from gateway.desk.desk import Desk
from gateway.desk.filters import asked
from gateway.desk.reading import searches
from gateway.desk.values import Filter, Person
from gateway.desk.views import Kept, Views
from web import texts
from web.access import Asked, clean
from web.days import addressed, wrong_in
from web.geography.marks import marks_of
from web.pages.views import SAID
from web.render import Looks, Renderer


def filter_of(request: Asked) -> Filter:
    """Read a filter from an address; what makes no sense asks for nothing."""
    return asked(addressed({name: clean(value) for name, value in request.query_params.items()}))


@get("/")
async def show(
    request: Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    views: NamedDependency[Views],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    wanted = filter_of(request)
    overview, page = await desk.queue(who, wanted)
    staff = renderer.staff(who, overview, wanted)
    kept = await views.of(who)
    said = request.query_params.get("said", "")
    return renderer.page(
        "queue.html",
        looks,
        **staff,
        here="queue",
        wanted=wanted,
        wide=_wide(request, wanted),
        page=page,
        later=wanted.offset > 0 or searches(wanted),
        types=desk.words.types(who.language),
        views=kept,
        saved=next((one.name for one in kept if one.query == staff["stream"]), ""),
        wrong=wrong_in(request.query_params),
        done=texts.translator(who.language)(SAID[Kept(said)]) if said in set(Kept) else "",
        marks=marks_of(page.spots),
    )


def _wide(request: Asked, wanted: Filter) -> bool:
    """Say whether the fields stand there that few ask for; else the page leads to them, and is smaller."""
    asked_for = (wanted.type, wanted.place, wanted.provenance, wanted.since, wanted.until)
    return any(asked_for) or "more" in request.query_params or bool(wrong_in(request.query_params))


ROUTER = Router("/", route_handlers=[show])
