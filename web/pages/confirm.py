"""The step between asking for something grave and doing it: who is signed in proves that he is himself."""

from http import HTTPStatus

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.people import People
from gateway.desk.values import Person
from web import texts
from web.access import Asked, Cookies, safe_next
from web.pages.signin import WAIT, WRONG
from web.render import Looks, Renderer


@get("/confirm")
async def show(
    request: Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    staff = renderer.staff(who, await desk.overview(who))
    after = safe_next(request.query_params.get("next", "/"))
    return renderer.page("confirm.html", looks, **staff, next=after, problem="")


@post("/confirm", status_code=HTTPStatus.SEE_OTHER)
async def confirm(
    request: Asked,
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    people: NamedDependency[People],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
    jar: NamedDependency[Cookies],
) -> Response[str]:
    after = safe_next(form.get("next", "/"))
    tried = await people.prove(who, request.cookies.get(jar.session, ""), form.get("password", ""))
    if tried.secret:
        answer: Response[str] = Redirect(after, status_code=303)
        answer.set_cookie(jar.make(jar.session, tried.secret))
        return answer
    say, status = texts.translator(who.language), HTTPStatus.UNAUTHORIZED
    problem = say(WRONG)
    if tried.wait:
        problem, status = say(WAIT).format(seconds=int(tried.wait) + 1), HTTPStatus.TOO_MANY_REQUESTS
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page("confirm.html", looks, status=status, **staff, next=after, problem=problem)


ROUTER = Router("/", route_handlers=[show, confirm])
