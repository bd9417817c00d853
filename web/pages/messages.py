"""The lane of messages that are no report: asked, unreadable, strangers'; and one message whole."""

from http import HTTPStatus
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gateway.desk.aside import Aside, Lane
from gateway.desk.decoding import Hand
from gateway.desk.desk import Desk
from gateway.desk.doing import LONGEST_REPLY, MOST_SEGMENTS
from gateway.desk.reading import PAGE
from gateway.desk.talking import Talk, Talking
from gateway.desk.values import Person
from web import texts
from web.access import Asked
from web.render import Looks, Renderer

_MOST_DIGITS = 18
SAID: dict[str, str] = {
    Aside.ASIDE: "It is put aside and has left the lane; it stays kept as it came.",
    Aside.BACK: "It is back in the lane.",
    Aside.REPORT: "It has become a report. Nothing was changed.",
    Aside.EMPTY: "Nothing was written, so nothing was done.",
    Aside.UNKNOWN: "There is no such page or report.",
    Aside.FORBIDDEN: "Your role does not allow that.",
    Aside.TAKEN: "Somebody else has it in hand.",
    Hand.TAKEN: "Somebody else has it in hand.",
    Talk.CLAIMED: "You have it in hand.",
    Talk.TAKEN: "Somebody else has it in hand.",
    Talk.GIVEN_BACK: "It is back in the lane.",
    Talk.REPLIED: "The reply is queued.",
    Talk.EMPTY: "Nothing was written, so nothing was done.",
    Talk.TOO_LONG: "That is too long for a text message; nothing was sent.",
    Talk.NOBODY_THERE: "The sender is no person who can be answered; nothing was sent.",
    Talk.REPORT: "It has become a report. Nothing was changed.",
    Talk.FORBIDDEN: "Your role does not allow that.",
    Hand.ANSWERED: "The officer answered meanwhile: it is a report. Nothing of yours was filed.",
    Hand.MEANWHILE: "A colleague decoded it meanwhile: it is a report. Nothing of yours was filed.",
    Hand.ASIDE: "It was put aside. Put it back into the lane before you decode it. Nothing was filed.",
}


def number_in(text: str) -> int | None:
    """Return a row's number from an address, or None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


@get("/messages")
async def lane(
    request: Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    found = await desk.lane(who, number_in(request.query_params.get("before", "")), PAGE + 1)
    staff = renderer.staff(who, await desk.overview(who))
    older = len(found) > PAGE
    return renderer.page("messages.html", looks, **staff, here="messages", lane=found[:PAGE], older=older)


@get("/m/{number:str}")
async def message(
    request: Asked,
    number: FromPath[str],
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    wanted = number_in(number)
    view = None if wanted is None else await desk.message(who, wanted)
    if view is None:
        raise NotFoundException
    staff = renderer.staff(who, await desk.overview(who))
    said = request.query_params.get("said", "")
    done = texts.translator(who.language)(SAID[said]) if said in SAID else ""
    chosen, kept = (request.query_params.get(name, "") for name in ("answer", "text"))
    return renderer.page(
        "message.html",
        looks,
        **staff,
        here="messages",
        view=view,
        done=done,
        most=MOST_SEGMENTS,
        chosen=chosen,
        kept=kept,
    )


@post("/m/{number:str}/aside", status_code=HTTPStatus.SEE_OTHER)
async def put_aside(
    number: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    aside: NamedDependency[Lane],
) -> Redirect:
    return _after(number, await aside.put(who, number_in(number) or 0, form.get("why", "")))


@post("/m/{number:str}/back", status_code=HTTPStatus.SEE_OTHER)
async def put_back(
    number: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    aside: NamedDependency[Lane],
) -> Redirect:
    del form
    return _after(number, await aside.back(who, number_in(number) or 0))


@post("/m/{number:str}/claim", status_code=HTTPStatus.SEE_OTHER)
async def claim(
    number: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    talking: NamedDependency[Talking],
) -> Redirect:
    """Take it in hand, and go on to its form where that was what was wanted."""
    done = await talking.claim(who, number_in(number) or 0, form.get("was", ""))
    if done is Talk.CLAIMED and form.get("then") == "decode":
        return Redirect(f"/m/{number_in(number)}/decode", status_code=303)
    return _after(number, done)


@post("/m/{number:str}/give-back", status_code=HTTPStatus.SEE_OTHER)
async def give_back(
    number: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    talking: NamedDependency[Talking],
) -> Redirect:
    del form
    return _after(number, await talking.give_back(who, number_in(number) or 0))


@post("/m/{number:str}/reply", status_code=HTTPStatus.SEE_OTHER)
async def reply(
    number: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    talking: NamedDependency[Talking],
) -> Redirect:
    """Queue the reply, or give back one that was too long."""
    text = form.get("text", "")
    done = await talking.reply(who, number_in(number) or 0, text)
    if done is not Talk.TOO_LONG:
        return _after(number, done)
    asked = urlencode({"said": done, "text": text[:LONGEST_REPLY]})
    return Redirect(f"/m/{number_in(number)}?{asked}#say", status_code=303)


def _after(number: str, done: Aside | Talk) -> Redirect:
    if done in (Aside.UNKNOWN, Talk.UNKNOWN):
        raise NotFoundException
    return Redirect(f"/m/{number_in(number)}?said={done}", status_code=303)


ROUTER = Router("/", route_handlers=[lane, message, put_aside, put_back, claim, give_back, reply])
