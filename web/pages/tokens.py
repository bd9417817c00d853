"""The page of tokens, by which programs use the API: made, shown once, ended."""

from http import HTTPStatus

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.roles import Right
from gateway.desk.tokens import Kept, Scope, Tokens, Wanted
from gateway.desk.values import Person
from web import texts
from web.access import Asked, Lacks
from web.pages.messages import number_in
from web.render import Looks, Renderer

Form = dict[str, str]

SAID: dict[Kept, str] = {
    Kept.MADE: "The token is made. Copy it now: it is shown this once only.",
    Kept.REVOKED: "The token is ended; whoever shows it from now on is refused.",
    Kept.BAD_NAME: "A name is 2 to 40 small letters, figures and hyphens. Nothing was made.",
    Kept.NAME_TAKEN: "There is a token of that name already. Nothing was made.",
    Kept.NO_ACCOUNT: "There is no such account that is in use. Nothing was made.",
    Kept.NO_SCOPE: "Choose what the token is for. Nothing was made.",
    Kept.NOT_OWN: (
        "A token that acts on reports or releases them is made only by the person it acts for, "
        "on the page Tokens. Nothing was made."
    ),
    Kept.BAD_DAYS: "A token lasts 1 to 366 days. Nothing was made.",
    Kept.UNKNOWN: "There is no such token, or it was ended before.",
    Kept.FORBIDDEN: "Your role does not allow that.",
}


@get("/tokens")
async def show(
    request: Asked,
    sure: NamedDependency[Person],
    desk: NamedDependency[Desk],
    tokens: NamedDependency[Tokens],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    said = request.query_params.get("said", "")
    kept = Kept(said) if said in set(Kept) else None
    return await _page(sure, desk, tokens, renderer, looks, kept=kept)


@post("/tokens/add", status_code=HTTPStatus.OK)
async def add(
    sure: NamedDependency[Person],
    form: NamedDependency[Form],
    desk: NamedDependency[Desk],
    tokens: NamedDependency[Tokens],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    scopes = [scope.value for scope in Scope if form.get(scope.value)]
    days = number_in(form.get("days", "")) or 0
    wanted = Wanted(form.get("name", "").strip(), form.get("account", ""), scopes, days)
    made = await tokens.make(sure, wanted)
    if made.kept is Kept.FORBIDDEN:
        raise Lacks(sure, Right.TOKENS)
    # No redirect: the token must stand in no address, and this answer is kept nowhere.
    return await _page(sure, desk, tokens, renderer, looks, kept=made.kept, secret=made.secret)


@post("/tokens/revoke", status_code=HTTPStatus.SEE_OTHER)
async def revoke(
    sure: NamedDependency[Person], form: NamedDependency[Form], tokens: NamedDependency[Tokens]
) -> Redirect:
    kept = await tokens.revoke(sure, number_in(form.get("id", "")) or 0)
    if kept is Kept.FORBIDDEN:
        raise Lacks(sure, Right.TOKENS)
    return Redirect(f"/tokens?said={kept}", status_code=303)


async def _page(
    who: Person,
    desk: Desk,
    tokens: Tokens,
    renderer: Renderer,
    looks: Looks,
    *,
    kept: Kept | None,
    secret: str = "",
) -> Response[str]:
    page = await tokens.page(who)
    if page is None:
        raise NotFoundException
    staff = renderer.staff(who, await desk.overview(who))
    done = texts.translator(who.language)(SAID[kept]) if kept else ""
    return renderer.page(
        "tokens.html",
        looks,
        **staff,
        here="tokens",
        page=page,
        done=done,
        secret=secret,
    )


ROUTER = Router("/", route_handlers=[show, add, revoke])
