"""The shift: its log, the note to the next one, and the way to figures, map, report and export."""

from http import HTTPStatus

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.shift.book import LONGEST_LINE, LONGEST_NOTE, Kept, ShiftBook
from gateway.desk.values import Person
from web import texts
from web.access import Asked
from web.pages.messages import number_in
from web.render import Looks, Renderer

Form = dict[str, str]
HOURS = (8, 12, 24, 72)
_USUAL = 12
SAID: dict[Kept, str] = {
    Kept.WRITTEN: "It stands in the log.",
    Kept.HANDED: "The note waits for the next shift.",
    Kept.TAKEN: "You have read the note; it is on record.",
    Kept.TOO_LATE: "Somebody has read that note already, or it is your own.",
    Kept.EMPTY: "Nothing was written, so nothing was done.",
    Kept.TOO_LONG: "That is too long for the log; nothing was kept. Make it shorter.",
    Kept.FORBIDDEN: "Your role does not allow that.",
}


@get("/shift")
async def show(
    request: Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    book: NamedDependency[ShiftBook],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    asked = number_in(request.query_params.get("hours", ""))
    hours = asked if asked in HOURS else _USUAL
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page(
        "shift.html",
        looks,
        **staff,
        here="shift",
        page=await book.page(who, hours),
        hours=hours,
        choices=HOURS,
        longest=(LONGEST_LINE, LONGEST_NOTE),
        done=_said(request.query_params.get("done", ""), who.language),
    )


@post("/shift/line", status_code=HTTPStatus.SEE_OTHER)
async def line(
    who: NamedDependency[Person], form: NamedDependency[Form], book: NamedDependency[ShiftBook]
) -> Redirect:
    return _after(await book.write(who, form.get("text", "")))


@post("/shift/handover", status_code=HTTPStatus.SEE_OTHER)
async def hand_over(
    who: NamedDependency[Person], form: NamedDependency[Form], book: NamedDependency[ShiftBook]
) -> Redirect:
    return _after(await book.hand_over(who, form.get("text", "")))


@post("/shift/handover/{number:str}/read", status_code=HTTPStatus.SEE_OTHER)
async def take_over(
    number: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    book: NamedDependency[ShiftBook],
) -> Redirect:
    del form
    wanted = number_in(number)
    if wanted is None:
        raise NotFoundException
    return _after(await book.take_over(who, wanted))


def _after(kept: Kept) -> Redirect:
    return Redirect(f"/shift?done={kept}", status_code=303)


def _said(value: str, language: str) -> str:
    return texts.translator(language)(SAID[Kept(value)]) if value in set(Kept) else ""


ROUTER = Router("/", route_handlers=[show, line, hand_over, take_over])
