"""The duty page: whose phones are texted about an alarm that nobody takes."""

from http import HTTPStatus

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.duty import Duties, Kept
from gateway.desk.values import Person
from web import texts
from web.access import Asked
from web.pages.messages import number_in
from web.render import Looks, Renderer

Form = dict[str, str]

SAID: dict[Kept, str] = {
    Kept.ADDED: "The phone is on the list.",
    Kept.REMOVED: "The phone is off the list.",
    Kept.MOVED: "That phone is texted first now.",
    Kept.NO_NUMBER: "A number begins with + and the country, such as +66812345678. Nothing was changed.",
    Kept.NO_ACCOUNT: "There is no such account that may take an alarm. Nothing was changed.",
    Kept.TWICE: "That phone is on the list already.",
    Kept.FULL: "The list is full; take a phone off first.",
    Kept.UNKNOWN: "That phone is not on the list any more.",
    Kept.FORBIDDEN: "Your role does not allow that.",
}


@get("/duty")
async def show(
    request: Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    duties: NamedDependency[Duties],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    staff = renderer.staff(who, await desk.overview(who))
    said = request.query_params.get("said", "")
    done = texts.translator(who.language)(SAID[Kept(said)]) if said in set(Kept) else ""
    return renderer.page("duty.html", looks, **staff, here="duty", page=await duties.page(), done=done)


@post("/duty/add", status_code=HTTPStatus.SEE_OTHER)
async def add(
    who: NamedDependency[Person], form: NamedDependency[Form], duties: NamedDependency[Duties]
) -> Redirect:
    return _after(await duties.add(who, form.get("account", ""), form.get("number", "")))


@post("/duty/remove", status_code=HTTPStatus.SEE_OTHER)
async def remove(
    who: NamedDependency[Person], form: NamedDependency[Form], duties: NamedDependency[Duties]
) -> Redirect:
    return _after(await duties.remove(who, number_in(form.get("id", "")) or 0))


@post("/duty/first", status_code=HTTPStatus.SEE_OTHER)
async def first(
    who: NamedDependency[Person], form: NamedDependency[Form], duties: NamedDependency[Duties]
) -> Redirect:
    return _after(await duties.first(who, number_in(form.get("id", "")) or 0))


def _after(kept: Kept) -> Redirect:
    return Redirect(f"/duty?said={kept}", status_code=303)


ROUTER = Router("/", route_handlers=[show, add, remove, first])
