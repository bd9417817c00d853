"""The duty page: whose phones are texted about an alarm that nobody takes."""

from http import HTTPStatus

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.duty import Duties, Kept
from gateway.desk.handover import Handed, Handover
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
HANDED: dict[Handed, str] = {
    Handed.HANDED: "All of it is handed over.",
    Handed.PARTLY: "Handed over, except what the other may not see.",
    Handed.ABSENT: (
        "Alarms stay where they are, because that person is not signed in now. "
        "All the rest that he may see is handed over."
    ),
    Handed.NOTHING: "There was nothing to hand over.",
    Handed.NO_ACCOUNT: "There is no other account of that name that may take it. Nothing was changed.",
    Handed.FORBIDDEN: "Only a supervisor hands over what another has in hand.",
    Handed.HEARD: "It is kept that you heard the siren.",
    Handed.NOT_HEARD: "It is kept that you do not hear the siren. Look at the loudspeaker.",
}

_WORDS = {word.value: said for table in (SAID, HANDED) for word, said in table.items()}


@get("/duty")
async def show(
    request: Asked,
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    duties: NamedDependency[Duties],
    handover: NamedDependency[Handover],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    staff = renderer.staff(who, await desk.overview(who))
    held, page, silent = await handover.held(who), await duties.page(), await handover.silent(who)
    done = _said(request.query_params.get("said", ""), who.language)
    return renderer.page(
        "duty.html", looks, **staff, here="duty", page=page, held=held, silent=silent, done=done
    )


@post("/duty/add", status_code=HTTPStatus.SEE_OTHER)
async def add(
    sure: NamedDependency[Person], form: NamedDependency[Form], duties: NamedDependency[Duties]
) -> Redirect:
    return _after(await duties.add(sure, form.get("account", ""), form.get("number", "")))


@post("/duty/remove", status_code=HTTPStatus.SEE_OTHER)
async def remove(
    sure: NamedDependency[Person], form: NamedDependency[Form], duties: NamedDependency[Duties]
) -> Redirect:
    return _after(await duties.remove(sure, number_in(form.get("id", "")) or 0))


@post("/duty/first", status_code=HTTPStatus.SEE_OTHER)
async def first(
    sure: NamedDependency[Person], form: NamedDependency[Form], duties: NamedDependency[Duties]
) -> Redirect:
    return _after(await duties.first(sure, number_in(form.get("id", "")) or 0))


@post("/duty/hand-over", status_code=HTTPStatus.SEE_OTHER)
async def hand_over(
    who: NamedDependency[Person], form: NamedDependency[Form], handover: NamedDependency[Handover]
) -> Redirect:
    return _after(await handover.hand_over(who, form.get("from", ""), form.get("to", "")))


@post("/duty/heard", status_code=HTTPStatus.SEE_OTHER)
async def heard(
    who: NamedDependency[Person], form: NamedDependency[Form], handover: NamedDependency[Handover]
) -> Redirect:
    return _after(await handover.heard(who, heard=form.get("heard") == "yes"))


def _said(word: str, language: str) -> str:
    return texts.translator(language)(_WORDS[word]) if word in _WORDS else ""


def _after(kept: Kept | Handed) -> Redirect:
    return Redirect(f"/duty?said={kept}", status_code=303)


ROUTER = Router("/", route_handlers=[show, add, remove, first, hand_over, heard])
