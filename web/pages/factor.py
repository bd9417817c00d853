"""One's own second factor: begun, switched on by a first code, ended; and a colleague's, by who lets in."""

from http import HTTPStatus

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.factors import Factors
from gateway.desk.members import StaffDone
from gateway.desk.values import Person
from web.render import Looks, Renderer

Form = dict[str, str]


@post("/people/factor", status_code=HTTPStatus.OK)
async def begin(
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    factors: NamedDependency[Factors],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    """Show the secret on the answer itself, once; it counts for nothing before its first code."""
    del form
    begun = await factors.begin(sure)
    if begun is None:
        return _after(StaffDone.WRONG)
    head = renderer.staff(sure, await desk.overview(sure))
    return renderer.page("factor.html", looks, **head, here="people", begun=begun, codes=())


@post("/people/factor-on", status_code=HTTPStatus.SEE_OTHER)
async def switch_on(
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    factors: NamedDependency[Factors],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    codes = await factors.switch_on(sure, form.get("code", ""))
    if not codes:
        return _after(StaffDone.CODE)
    head = renderer.staff(sure, await desk.overview(sure))
    return renderer.page("factor.html", looks, **head, here="people", begun=None, codes=codes)


@post("/people/factor-off", status_code=HTTPStatus.SEE_OTHER)
async def end(
    sure: NamedDependency[Person], form: NamedDependency[Form], factors: NamedDependency[Factors]
) -> Redirect:
    del form
    await factors.end(sure, sure.name)
    return _after(StaffDone.CHANGED)


@post("/staff/{name:str}/factor-off", status_code=HTTPStatus.SEE_OTHER)
async def end_anothers(
    name: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    factors: NamedDependency[Factors],
) -> Redirect:
    del form
    if name == sure.name or not await factors.end(sure, name):
        raise NotFoundException
    return Redirect(f"/staff?done={StaffDone.CHANGED}", status_code=303)


def _after(done: StaffDone) -> Redirect:
    return Redirect(f"/people?done={done}", status_code=303)


ROUTER = Router("/", route_handlers=[begin, switch_on, end, end_anothers])
