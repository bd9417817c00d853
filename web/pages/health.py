"""How the station is doing, on one page that a lay person can read."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from gateway.desk.desk import Desk
from gateway.desk.values import Person
from web.render import Looks, Renderer


@get("/health")
async def show(
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    found = await desk.health()
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page("health.html", looks, **staff, here="health", health=found)


@post("/health/clear")
async def clear(
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    desk: NamedDependency[Desk],
) -> Redirect:
    await desk.clear_notice(who, form.get("name", ""))
    return Redirect("/health", status_code=303)


ROUTER = Router("/", route_handlers=[show, clear])
