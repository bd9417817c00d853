"""The page that shows a report's whole number once, to who proved who he is and says why."""

from http import HTTPStatus

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from gateway.desk.desk import Desk
from gateway.desk.source import Look, Sources, Whole
from gateway.desk.values import Person
from web import texts
from web.pages.report import key_in
from web.render import Looks, Renderer

EMPTY = "Say why you need it. Nothing was shown."


@get("/r/{key:str}/source")
async def ask(
    key: FromPath[str],
    sure: NamedDependency[Person],
    sources: NamedDependency[Sources],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    found = await sources.asked(sure, key_in(key))
    if found is None:
        raise NotFoundException
    return await _page(found, sure, desk, renderer, looks)


@post("/r/{key:str}/source", status_code=HTTPStatus.OK)
async def show(
    key: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    sources: NamedDependency[Sources],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    """Show the number on the answer itself: no address leads to it without a look on record."""
    shown = await sources.show(sure, key_in(key), form.get("why", ""))
    if isinstance(shown, Whole):
        return await _page(shown, sure, desk, renderer, looks)
    found = await sources.asked(sure, key_in(key)) if shown is Look.EMPTY else None
    if found is None:
        raise NotFoundException
    problem = texts.translator(sure.language)(EMPTY)
    return await _page(found, sure, desk, renderer, looks, problem)


async def _page(
    whole: Whole, who: Person, desk: Desk, renderer: Renderer, looks: Looks, problem: str = ""
) -> Response[str]:
    head = renderer.staff(who, await desk.overview(who))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return renderer.page("source.html", looks, status=status, **head, whole=whole, problem=problem)


ROUTER = Router("/", route_handlers=[ask, show])
