"""Signing in and out."""

import re
import secrets
from http import HTTPStatus

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from gateway.desk.people import People
from gateway.desk.values import Person
from web import texts
from web.access import Asked, Cookies, read_form, safe_next, same
from web.render import Looks, Renderer

_PRE = re.compile(r"[A-Za-z0-9_-]{22}")
WRONG = "Name or password is wrong."
WAIT = "Too many tries. Please wait {seconds} seconds."
STALE = "That page was too old. Please try again."


@get("/sign-in")
async def show(
    request: Asked,
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
    jar: NamedDependency[Cookies],
) -> Response[str]:
    return _form(
        request, renderer, Looks(looks.language, linked=True), jar, request.query_params.get("next", "/")
    )


@post("/sign-in", status_code=HTTPStatus.SEE_OTHER)
async def sign_in(
    request: Asked,
    people: NamedDependency[People],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
    jar: NamedDependency[Cookies],
) -> Response[str]:
    form = await read_form(request)
    after, looks = safe_next(form.get("next", "/")), Looks(looks.language, linked=True)
    say = texts.translator(looks.language)
    if not same(form.get("pre", ""), request.cookies.get(jar.before, "")):
        return _form(request, renderer, looks, jar, after, say(STALE), HTTPStatus.FORBIDDEN)
    address = request.client.host if request.client else ""
    old = request.cookies.get(jar.session, "")
    tried = await people.sign_in(form.get("name", "").strip(), form.get("password", ""), address, old)
    if tried.wait:
        sentence = say(WAIT).format(seconds=int(tried.wait) + 1)
        return _form(request, renderer, looks, jar, after, sentence, HTTPStatus.TOO_MANY_REQUESTS)
    if not tried.secret:
        return _form(request, renderer, looks, jar, after, say(WRONG), HTTPStatus.UNAUTHORIZED)
    answer: Response[str] = Redirect(after, status_code=303)
    answer.set_cookie(jar.make(jar.session, tried.secret))
    answer.set_cookie(jar.make(jar.before, "", 0))
    return answer


@post("/sign-out", status_code=HTTPStatus.SEE_OTHER)
async def sign_out(
    request: Asked,
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    people: NamedDependency[People],
    jar: NamedDependency[Cookies],
) -> Response[str]:
    del form
    await people.sign_out(request.cookies.get(jar.session, ""), who)
    answer: Response[str] = Redirect("/sign-in", status_code=303)
    answer.set_cookie(jar.make(jar.session, "", 0))
    return answer


def _form(
    request: Asked,
    renderer: Renderer,
    looks: Looks,
    jar: Cookies,
    after: str,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> Response[str]:
    # A form that is open in another window, or a picture asked for meanwhile, must not make this one too old.
    held = request.cookies.get(jar.before, "")
    pre = held if _PRE.fullmatch(held) else secrets.token_urlsafe(16)
    answer = renderer.page(
        "signin.html", looks, status=status, pre=pre, next=safe_next(after), problem=problem
    )
    answer.set_cookie(jar.make(jar.before, pre, 1800))
    return answer


ROUTER = Router("/", route_handlers=[show, sign_in, sign_out])
