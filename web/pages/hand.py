"""Decoding a message by hand: the form of a type's fields, read back, and filed as the officer's report."""

from http import HTTPStatus

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gateway.desk.decoding import Decoding, Ended, Hand
from gateway.desk.desk import Desk
from gateway.desk.values import Person
from web.access import Asked
from web.days import typed
from web.pages.messages import number_in
from web.render import Looks, Renderer


@get("/m/{number:str}/decode")
async def show(
    request: Asked,
    number: FromPath[str],
    who: NamedDependency[Person],
    decoding: NamedDependency[Decoding],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str] | Redirect:
    kind = request.query_params.get("type", "")
    return await _page(
        await decoding.view(who, number_in(number) or 0, kind), number, who, desk, renderer, looks
    )


@post("/m/{number:str}/decode", status_code=HTTPStatus.OK)
async def decode(
    number: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    decoding: NamedDependency[Decoding],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str] | Redirect:
    """Read the form back, or file it when it was read back as it stands."""
    ended = await decoding.file(who, number_in(number) or 0, typed(form, desk.words.book))
    return await _page(ended, number, who, desk, renderer, looks)


async def _page(
    ended: Ended, number: str, who: Person, desk: Desk, renderer: Renderer, looks: Looks
) -> Response[str] | Redirect:
    if ended.done in (Hand.UNKNOWN, Hand.FORBIDDEN):
        raise NotFoundException
    if ended.key is not None:
        return Redirect(f"/r/{ended.key}?done={ended.done}", status_code=303)
    if ended.view is None:
        return Redirect(f"/m/{number_in(number)}?said={ended.done}", status_code=303)
    refused = ended.view.checked is not None and ended.view.back is None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    head, places = renderer.staff(who, await desk.overview(who)), desk.words.book.places
    return renderer.page(
        "hand.html", looks, status=status, **head, here="messages", view=ended.view, places=places
    )


ROUTER = Router("/", route_handlers=[show, decode])
