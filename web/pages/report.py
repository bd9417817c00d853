"""One report: everything about it, and what can be done with it."""

from http import HTTPStatus
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.doing import ENDS, LONGEST_REPLY, MOST_SEGMENTS, Done
from gateway.desk.editing import Editing
from gateway.desk.grading import HANDLING, INFORMATION, SOURCES
from gateway.desk.related import Related
from gateway.desk.values import Person
from gateway.relay.reason import CHOSEN, REASONS
from gateway.store.keys import ReportKey
from web import outcomes
from web.access import Asked
from web.render import Looks, Renderer

Form = dict[str, str]
_LARGEST = 2**63 - 1
_GRADES = {"source": SOURCES, "information": INFORMATION, "handling": HANDLING}
_BACK = {"grade": (*_GRADES, "why"), "cancel": ("why", "reason", "tell"), "say": ("text",)}
"""The forms on this page that come back as they were filled in, by the part of the page they stand in."""
_UNDONE = (Done.HALF, Done.MEANWHILE, Done.TOO_LONG)
"""For what they come back: they were not whole, too late, or too long."""


def key_in(path: str) -> ReportKey:
    """Return the key in an address; NotFoundException when it is none."""
    key = ReportKey.parse(path)
    if key is None or max(key.epoch, key.seq) > _LARGEST:
        raise NotFoundException
    return key


@get("/r/{key:str}")
async def show(
    request: Asked,
    key: FromPath[str],
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
    related: NamedDependency[Related],
) -> Response[str]:
    view = await desk.report(who, key_in(key))
    if view is None:
        raise NotFoundException
    staff = renderer.staff(who, await desk.overview(who))
    done = outcomes.done(request.query_params.get("done", ""), who.language)
    return renderer.page(
        "report.html",
        looks,
        **staff,
        view=view,
        kin=await related.of(who, view.row.key),
        key=str(view.row.key),
        done=done,
        grades=_GRADES,
        typed=_typed(request),
        reasons={name: REASONS[name] for name in CHOSEN},
        most=MOST_SEGMENTS,
        chosen=request.query_params.get("answer", ""),
    )


def _typed(request: Asked) -> dict[str, dict[str, str]]:
    """Return what was filled into a form that came back, by the form's name."""
    asked = request.query_params
    form = asked.get("form", "")
    return {form: {name: asked.get(name, "") for name in _BACK[form]}} if form in _BACK else {}


@post("/r/{key:str}/claim", status_code=HTTPStatus.SEE_OTHER)
async def claim(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    desk: NamedDependency[Desk],
) -> Redirect:
    del form
    return after(key, await desk.claim(who, key_in(key)))


@post("/r/{key:str}/give-back", status_code=HTTPStatus.SEE_OTHER)
async def give_back(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    desk: NamedDependency[Desk],
) -> Redirect:
    del form
    return after(key, await desk.give_back(who, key_in(key)))


@post("/r/{key:str}/see", status_code=HTTPStatus.SEE_OTHER)
async def see(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    desk: NamedDependency[Desk],
) -> Redirect:
    del form
    return after(key, await desk.see(who, key_in(key)))


@post("/r/{key:str}/reopen", status_code=HTTPStatus.SEE_OTHER)
async def reopen(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    desk: NamedDependency[Desk],
) -> Redirect:
    del form
    return after(key, await desk.reopen(who, key_in(key)))


@post("/r/{key:str}/close", status_code=HTTPStatus.SEE_OTHER)
async def close(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    desk: NamedDependency[Desk],
) -> Redirect:
    wanted, why, outcome = key_in(key), form.get("why", ""), form.get("outcome", "")
    if outcome in ENDS:
        return after(key, await desk.end(who, wanted, outcome, why))
    return after(key, await desk.close(who, wanted, why))


@post("/r/{key:str}/reply", status_code=HTTPStatus.SEE_OTHER)
async def reply(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    desk: NamedDependency[Desk],
) -> Redirect:
    return _or_back(key, await desk.reply(who, key_in(key), form.get("text", "")), "say", form)


@post("/r/{key:str}/assign", status_code=HTTPStatus.SEE_OTHER)
async def assign(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    desk: NamedDependency[Desk],
) -> Redirect:
    return after(key, await desk.assign(who, key_in(key), form.get("to", "")))


@post("/r/{key:str}/grade", status_code=HTTPStatus.SEE_OTHER)
async def grade(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    editing: NamedDependency[Editing],
) -> Redirect:
    return _or_back(key, await editing.grade(who, key_in(key), form), "grade", form)


@post("/r/{key:str}/cancel", status_code=HTTPStatus.SEE_OTHER)
async def cancel(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    editing: NamedDependency[Editing],
) -> Redirect:
    return _or_back(key, await editing.cancel(who, key_in(key), form), "cancel", form)


@post("/r/{key:str}/recall", status_code=HTTPStatus.SEE_OTHER)
async def recall(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    editing: NamedDependency[Editing],
) -> Redirect:
    partner, why, reason = (form.get(name, "") for name in ("partner", "why", "reason"))
    return after(key, await editing.recall(who, key_in(key), partner, why, reason))


@get("/r/{key:str}/release/{partner:str}")
async def preview(
    key: FromPath[str],
    partner: FromPath[str],
    sure: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    out = await desk.outgoing(sure, key_in(key), partner)
    if out is None:
        raise NotFoundException
    staff = renderer.staff(sure, await desk.overview(sure))
    return renderer.page("release.html", looks, **staff, out=out)


@post("/r/{key:str}/release", status_code=HTTPStatus.SEE_OTHER)
async def release(
    key: FromPath[str],
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    desk: NamedDependency[Desk],
) -> Redirect:
    partner, version = form.get("partner", ""), form.get("version", "")
    return after(key, await desk.release(sure, key_in(key), partner, version))


def _or_back(key: str, done: Done, name: str, form: Form) -> Redirect:
    """Go on as `after` does, or give a form back as it was filled in."""
    if done not in _UNDONE:
        return after(key, done)
    filled = {one: form.get(one, "")[:LONGEST_REPLY] for one in _BACK[name]}
    asked = urlencode({"done": done, "form": name, **filled})
    return Redirect(f"/r/{key_in(key)}?{asked}#{name}", status_code=303)


def after(key: str, done: Done) -> Redirect:
    """Send somebody back to the report, with what came of it; what he may not see was never there."""
    if done is Done.UNKNOWN:
        raise NotFoundException
    return Redirect(f"/r/{key_in(key)}?done={done}", status_code=303)


_ACTIONS = (claim, give_back, see, reopen, close, reply, assign, grade, cancel, recall, release)
ROUTER = Router("/", route_handlers=[show, preview, *_ACTIONS])
