"""Signing in and out."""

import re
import secrets
from http import HTTPStatus
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.people import HALFWAY, People
from gateway.desk.values import Person
from web import texts
from web.access import Asked, Cookies, read_form, safe_next, same
from web.render import Looks, Renderer

_LONGEST_CODE = 40
_PATH = "/sign-in"
_KNOWN_FOR = 180 * 86_400  # seconds since the last sign-in there
_PRE = re.compile(r"[A-Za-z0-9_-]{22}")
WRONG = "Name or password is wrong."
WRONG_CODE = "That code is wrong or was used. After five wrong ones, sign in again."
WAIT = "Too many tries. Please wait {seconds} seconds."
STALE = "That page was too old. Please try again."


@get(_PATH)
async def show(
    request: Asked,
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
    jar: NamedDependency[Cookies],
) -> Response[str]:
    return _form(
        request, renderer, Looks(looks.language, linked=True), jar, request.query_params.get("next", "/")
    )


@post(_PATH, status_code=HTTPStatus.SEE_OTHER)
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
    name, password = form.get("name", "").strip(), form.get("password", "")
    tried = await people.sign_in(name, password, address, old, request.cookies.get(jar.known, ""))
    if tried.wait:
        sentence = say(WAIT).format(seconds=int(tried.wait) + 1)
        return _form(request, renderer, looks, jar, after, sentence, HTTPStatus.TOO_MANY_REQUESTS)
    if not (tried.half or tried.secret):
        return _form(request, renderer, looks, jar, after, say(WRONG), HTTPStatus.UNAUTHORIZED)
    answer = _to_code(jar, tried.half, after) if tried.half else _signed_in(jar, tried.secret, after)
    answer.set_cookie(jar.make(jar.known, tried.browser, _KNOWN_FOR, _PATH))
    return answer


@get("/sign-in-code")
async def code(
    request: Asked,
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
    jar: NamedDependency[Cookies],
) -> Response[str]:
    if not request.cookies.get(jar.half):
        return Redirect(_PATH, status_code=303)
    after = request.query_params.get("next", "/")
    return _form(request, renderer, Looks(looks.language, linked=True), jar, after, template="code.html")


@post("/sign-in-code", status_code=HTTPStatus.SEE_OTHER)
async def finish(
    request: Asked,
    people: NamedDependency[People],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
    jar: NamedDependency[Cookies],
) -> Response[str]:
    form, looks = await read_form(request), Looks(looks.language, linked=True)
    after, say = safe_next(form.get("next", "/")), texts.translator(looks.language)
    if not same(form.get("pre", ""), request.cookies.get(jar.before, "")):
        return _form(request, renderer, looks, jar, after, say(STALE), HTTPStatus.FORBIDDEN)
    address = request.client.host if request.client else ""
    half, old = request.cookies.get(jar.half, ""), request.cookies.get(jar.session, "")
    tried = await people.finish(half, form.get("code", "")[:_LONGEST_CODE], address, old)
    if tried.secret:
        return _signed_in(jar, tried.secret, after)
    wrong = HTTPStatus.UNAUTHORIZED
    return _form(request, renderer, looks, jar, after, say(WRONG_CODE), wrong, template="code.html")


@post("/sign-out", status_code=HTTPStatus.SEE_OTHER)
async def sign_out(
    request: Asked,
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    people: NamedDependency[People],
    jar: NamedDependency[Cookies],
    desk: NamedDependency[Desk],
) -> Response[str]:
    del form
    await people.sign_out(request.cookies.get(jar.session, ""), who)
    desk.watch.nudge()  # so that pages in other tabs learn it now, and not with their next heartbeat
    answer: Response[str] = Redirect(_PATH, status_code=303)
    answer.set_cookie(jar.make(jar.session, "", 0))
    return answer


def _to_code(jar: Cookies, half: str, after: str) -> Response[str]:
    answer: Response[str] = Redirect(f"/sign-in-code?{urlencode({'next': after})}", status_code=303)
    answer.set_cookie(jar.make(jar.half, half, int(HALFWAY.total_seconds())))
    return answer


def _signed_in(jar: Cookies, secret: str, after: str) -> Response[str]:
    answer: Response[str] = Redirect(after, status_code=303)
    answer.set_cookie(jar.make(jar.session, secret))
    for name in (jar.before, jar.half):
        answer.set_cookie(jar.make(name, "", 0))
    return answer


def _form(
    request: Asked,
    renderer: Renderer,
    looks: Looks,
    jar: Cookies,
    after: str,
    problem: str = "",
    status: int = HTTPStatus.OK,
    template: str = "signin.html",
) -> Response[str]:
    # A form that is open in another window, or a picture asked for meanwhile, must not make this one too old.
    held = request.cookies.get(jar.before, "")
    pre = held if _PRE.fullmatch(held) else secrets.token_urlsafe(16)
    answer = renderer.page(template, looks, status=status, pre=pre, next=safe_next(after), problem=problem)
    answer.set_cookie(jar.make(jar.before, pre, 1800))
    return answer


ROUTER = Router("/", route_handlers=[show, sign_in, code, finish, sign_out])
