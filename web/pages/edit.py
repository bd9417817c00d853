"""The form in which staff change a report's fields; what the codebook refuses comes back as it was typed."""

from http import HTTPStatus

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.editing import Editing
from gateway.desk.values import Person
from web.access import Asked
from web.days import typed
from web.pages.report import after, key_in
from web.render import Looks, Renderer


@get("/r/{key:str}/edit")
async def show(
    request: Asked,
    key: FromPath[str],
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    editing: NamedDependency[Editing],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    view = await editing.view(who, key_in(key), apply="apply" in request.query_params)
    if view is None:
        raise NotFoundException
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page("edit.html", looks, **staff, view=view, places=desk.words.book.places)


@post("/r/{key:str}/edit", status_code=HTTPStatus.SEE_OTHER)
async def edit(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    desk: NamedDependency[Desk],
    editing: NamedDependency[Editing],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str] | Redirect:
    edited = await editing.edit(who, key_in(key), typed(form, desk.words.book))
    if edited.view is None:
        return after(key, edited.done)
    staff = renderer.staff(who, await desk.overview(who))
    places = desk.words.book.places
    status = HTTPStatus.CONFLICT if edited.view.late else HTTPStatus.UNPROCESSABLE_ENTITY
    return renderer.page("edit.html", looks, status=status, **staff, view=edited.view, places=places)


ROUTER = Router("/", route_handlers=[show, edit])
