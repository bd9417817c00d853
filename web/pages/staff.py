"""The staff: one's own account, and the accounts of the others for whoever lets them in."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.factors import Factors
from gateway.desk.members import Given, StaffDone, Wanted
from gateway.desk.people import hash_secret
from gateway.desk.roles import Role
from gateway.desk.staff import Staff
from gateway.desk.values import Person
from web import outcomes
from web.access import Asked, Cookies
from web.pages.me import NAMES
from web.render import Looks, Renderer

Form = dict[str, str]
_CHOICES: dict[str, Any] = {"roles": [one.value for one in Role], "languages": NAMES}


@get("/people")
async def own(
    request: Asked,
    who: NamedDependency[Person],
    staff: NamedDependency[Staff],
    factors: NamedDependency[Factors],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
    jar: NamedDependency[Cookies],
) -> Response[str]:
    mine = hash_secret(request.cookies.get(jar.session, ""))
    head = renderer.staff(who, await desk.overview(who))
    member = await staff.one(who, who.name, mine)
    more: dict[str, Any] = {
        "member": member,
        "factor": await factors.standing(who),
        "done": _said(request, who),
    }
    return renderer.page("people.html", looks, **head, **more, here="people")


@post("/people/end", status_code=HTTPStatus.SEE_OTHER)
async def end_own(
    who: NamedDependency[Person], form: NamedDependency[Form], staff: NamedDependency[Staff]
) -> Redirect:
    return _after("/people", await staff.revoke(who, who.name, form.get("handle", "")))


@post("/people/password", status_code=HTTPStatus.SEE_OTHER)
async def password(
    request: Asked,
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    staff: NamedDependency[Staff],
    jar: NamedDependency[Cookies],
) -> Redirect:
    if form.get("new", "") != form.get("again", ""):
        return _after("/people", StaffDone.WRONG)
    mine = hash_secret(request.cookies.get(jar.session, ""))
    return _after("/people", await staff.new_password(sure, form.get("new", ""), mine))


@get("/staff")
async def everyone(
    request: Asked,
    sure: NamedDependency[Person],
    staff: NamedDependency[Staff],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    members = await staff.everyone(sure)
    if members is None:
        raise NotFoundException
    head = renderer.staff(sure, await desk.overview(sure))
    done = _said(request, sure)
    return renderer.page("staff.html", looks, **head, **_CHOICES, here="people", members=members, done=done)


@post("/staff/add", status_code=HTTPStatus.SEE_OTHER)
async def add(
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    staff: NamedDependency[Staff],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    name = form.get("name", "").strip()
    given = await staff.add(sure, name, _wanted(form))
    return await _given(given, "/staff", name, sure, desk, renderer, looks)


@get("/staff/{name:str}")
async def one(
    request: Asked,
    name: FromPath[str],
    sure: NamedDependency[Person],
    staff: NamedDependency[Staff],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    member = await staff.one(sure, name) if await staff.everyone(sure) is not None else None
    if member is None:
        raise NotFoundException
    head = renderer.staff(sure, await desk.overview(sure))
    done = _said(request, sure)
    return renderer.page("member.html", looks, **head, **_CHOICES, here="people", member=member, done=done)


@post("/staff/{name:str}/change", status_code=HTTPStatus.SEE_OTHER)
async def change(
    name: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    staff: NamedDependency[Staff],
) -> Redirect:
    return _after(_of(name), await staff.change(sure, name, _wanted(form)))


@post("/staff/{name:str}/disable", status_code=HTTPStatus.SEE_OTHER)
async def disable(
    name: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    staff: NamedDependency[Staff],
) -> Redirect:
    return _after(_of(name), await staff.disable(sure, name, disabled=form.get("disabled") == "yes"))


@post("/staff/{name:str}/reset", status_code=HTTPStatus.SEE_OTHER)
async def reset(
    name: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    staff: NamedDependency[Staff],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    del form
    given = await staff.reset(sure, name)
    return await _given(given, _of(name), name, sure, desk, renderer, looks)


@post("/staff/{name:str}/end", status_code=HTTPStatus.SEE_OTHER)
async def end(
    name: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    staff: NamedDependency[Staff],
) -> Redirect:
    return _after(_of(name), await staff.revoke(sure, name, form.get("handle", "")))


async def _given(
    given: Given, back: str, name: str, who: Person, desk: Desk, renderer: Renderer, looks: Looks
) -> Response[str]:
    """Show a password once, on the answer itself: no address leads to it again."""
    if not given.password:
        return _after(back, given.done)
    head = renderer.staff(who, await desk.overview(who))
    return renderer.page("given.html", looks, **head, here="people", name=name, password=given.password)


def _wanted(form: Form) -> Wanted:
    return Wanted(form.get("role", ""), form.get("agency", "").strip(), form.get("language", ""))


def _of(name: str) -> str:
    return f"/staff/{quote(name, safe='')}"


def _said(request: Asked, who: Person) -> str:
    return outcomes.staff_done(request.query_params.get("done", ""), who.language)


def _after(path: str, done: StaffDone) -> Redirect:
    if done in (StaffDone.UNKNOWN, StaffDone.FORBIDDEN):
        raise NotFoundException
    return Redirect(f"{path}?done={done}", status_code=303)


ROUTER = Router("/", route_handlers=[own, end_own, password, everyone, add, one, change, disable, reset, end])
