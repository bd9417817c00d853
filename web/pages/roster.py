"""The roster: the office's officers, enrolled, changed and retired by the clerk, alone or from a file."""

from http import HTTPStatus
from typing import Any

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.entry import LANGUAGES, LARGEST_FILE, Line, text_of
from gateway.desk.officers import Officers
from gateway.desk.roll import Ended, OfficerDone
from gateway.desk.values import Person
from web import outcomes
from web.access import Asked, clean, read_form
from web.pages.me import NAMES
from web.pages.messages import number_in
from web.render import Looks, Renderer
from web.shield import ROOM
from web.upload import read_upload

Form = dict[str, str]
_NAMES = NAMES | {"vi-plain": "Tieng Viet"}  # for phones without its marks
_TAB = "\t"
_LARGEST = LARGEST_FILE + ROOM
_CHOICES: dict[str, Any] = {"languages": {one: _NAMES.get(one, one) for one in LANGUAGES}}


@get("/roster")
async def everyone(
    request: Asked,
    sure: NamedDependency[Person],
    officers: NamedDependency[Officers],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    rows = await officers.everyone(sure)
    if rows is None:
        raise NotFoundException
    head = renderer.staff(sure, await desk.overview(sure))
    done = outcomes.roster_done(request.query_params.get("done", ""), sure.language)
    return renderer.page("roster.html", looks, **head, **_CHOICES, here="people", rows=rows, done=done)


@post("/roster/add", status_code=HTTPStatus.SEE_OTHER)
async def add(
    sure: NamedDependency[Person], form: NamedDependency[Form], officers: NamedDependency[Officers]
) -> Redirect:
    ended, officer = await officers.add(sure, form)
    return _after("/roster" if officer is None else f"/roster/{officer}", ended)


@post("/roster/check", status_code=HTTPStatus.OK, request_max_body_size=_LARGEST)
async def check(
    request: Asked,
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    officers: NamedDependency[Officers],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    del form
    text = await _pasted(request)
    return await _checked(await officers.check(sure, text), text, sure, desk, renderer, looks)


@post("/roster/file", status_code=HTTPStatus.OK, request_max_body_size=_LARGEST)
async def from_file(
    request: Asked,
    sure: NamedDependency[Person],
    officers: NamedDependency[Officers],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    """Check a file from the disk, as one that is pasted."""
    written = text_of((await read_upload(request, sure, LARGEST_FILE)).data)
    text = None if written is None else clean(written, _TAB)
    return await _checked(await officers.check(sure, text), text or "", sure, desk, renderer, looks)


@post("/roster/keep", status_code=HTTPStatus.SEE_OTHER, request_max_body_size=_LARGEST)
async def keep(
    request: Asked,
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    officers: NamedDependency[Officers],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    del form
    text = await _pasted(request)
    lines = await officers.keep(sure, text)
    if lines and not any(one.flaws for one in lines):
        return _after("/roster", OfficerDone.KEPT)
    return await _checked(lines, text, sure, desk, renderer, looks)


@get("/roster/{number:str}")
async def one(
    request: Asked,
    number: FromPath[str],
    sure: NamedDependency[Person],
    officers: NamedDependency[Officers],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    done = outcomes.roster_done(request.query_params.get("done", ""), sure.language)
    return await _officer(number, sure, officers, desk, renderer, looks, done=done)


@post("/roster/{number:str}/show", status_code=HTTPStatus.OK)
async def show(
    number: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    officers: NamedDependency[Officers],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    """Show the whole numbers on the answer itself: no address leads to them without a look on record."""
    del form
    whole = await officers.show(sure, number_in(number) or 0)
    if whole is None:
        raise NotFoundException
    return await _officer(number, sure, officers, desk, renderer, looks, whole=whole)


@post("/roster/{number:str}/change", status_code=HTTPStatus.SEE_OTHER)
async def change(
    number: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    officers: NamedDependency[Officers],
) -> Redirect:
    return _after(f"/roster/{number}", await officers.change(sure, number_in(number) or 0, form))


@post("/roster/{number:str}/retire", status_code=HTTPStatus.SEE_OTHER)
async def retire(
    number: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    officers: NamedDependency[Officers],
) -> Redirect:
    del form
    return _after("/roster", await officers.retire(sure, number_in(number) or 0))


@post("/roster/{number:str}/reach", status_code=HTTPStatus.SEE_OTHER)
async def reach(
    number: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    officers: NamedDependency[Officers],
) -> Redirect:
    return _after(f"/roster/{number}", await officers.reach(sure, number_in(number) or 0, form))


@post("/roster/{number:str}/{what:str}", status_code=HTTPStatus.SEE_OTHER)
async def about_reach(
    number: FromPath[str],
    what: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    officers: NamedDependency[Officers],
) -> Redirect:
    """Remove a number, ask it to confirm, or confirm it by hand."""
    acts = {"remove": officers.remove, "ask": officers.ask, "confirm": officers.confirm}
    if what not in acts:
        raise NotFoundException
    reach_id = number_in(form.get("reach", "")) or 0
    return _after(f"/roster/{number}", await acts[what](sure, number_in(number) or 0, reach_id))


async def _officer(
    number: str,
    who: Person,
    officers: Officers,
    desk: Desk,
    renderer: Renderer,
    looks: Looks,
    *,
    whole: tuple[str, ...] = (),
    done: str = "",
) -> Response[str]:
    row = await officers.one(who, number_in(number) or 0)
    if row is None:
        raise NotFoundException
    head = renderer.staff(who, await desk.overview(who))
    more: dict[str, Any] = {"row": row, "whole": whole, "done": done}
    return renderer.page("officer.html", looks, **head, **_CHOICES, **more, here="people")


async def _pasted(request: Asked) -> str:
    """Return a CSV file as it was pasted, with its tabs: a sheet's cells are parted by them."""
    return (await read_form(request, _TAB)).get("text", "")


async def _checked(
    lines: list[Line] | None, text: str, who: Person, desk: Desk, renderer: Renderer, looks: Looks
) -> Response[str]:
    if lines is None:
        raise NotFoundException
    head = renderer.staff(who, await desk.overview(who))
    more: dict[str, Any] = {
        "lines": lines,
        "text": text,
        "good": bool(lines) and not any(one.flaws for one in lines),
    }
    return renderer.page("checked.html", looks, **head, **more, here="people")


def _after(path: str, ended: Ended) -> Redirect:
    if ended in (OfficerDone.UNKNOWN, OfficerDone.FORBIDDEN):
        raise NotFoundException
    return Redirect(f"{path}?done={ended}", status_code=303)


ROUTER = Router(
    "/",
    route_handlers=[everyone, add, check, keep, from_file, one, show, change, retire, reach, about_reach],
)
