"""Saving a filter of the queue under a name, and forgetting it."""

from http import HTTPStatus

from litestar import Router, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from gateway.desk.values import Person
from gateway.desk.views import Kept, Views, filter_in
from web.access import clean
from web.render import address

Form = dict[str, str]

SAID: dict[Kept, str] = {
    Kept.KEPT: "The view is saved; it stands above the queue.",
    Kept.DROPPED: "The view is forgotten.",
    Kept.NAMELESS: "A view needs a name, and a filter other than the open queue. Nothing was saved.",
    Kept.FULL: "Twelve views are as many as fit; forget one first.",
    Kept.UNKNOWN: "There is no view of that name any more.",
    Kept.FORBIDDEN: "Your role does not allow that.",
}


@post("/views", status_code=HTTPStatus.SEE_OTHER)
async def keep(
    who: NamedDependency[Person], form: NamedDependency[Form], views: NamedDependency[Views]
) -> Redirect:
    query = form.get("query", "")
    return _after(await views.keep(who, form.get("name", ""), clean(query)), query)


@post("/views/forget", status_code=HTTPStatus.SEE_OTHER)
async def forget(
    who: NamedDependency[Person], form: NamedDependency[Form], views: NamedDependency[Views]
) -> Redirect:
    return _after(await views.drop(who, form.get("name", "")), form.get("query", ""))


def _after(kept: Kept, query: str) -> Redirect:
    """Return to the filter that was on the screen, as it was understood."""
    back = address(filter_in(query), 0)
    return Redirect(f"{back}{'' if back.endswith('?') else '&'}said={kept}", status_code=303)


ROUTER = Router("/", route_handlers=[keep, forget])
