"""How the station is doing, on one page that a lay person can read: the worst first, each with what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from gateway.board.lasting import KEPT
from gateway.desk.desk import Desk
from gateway.desk.values import Person
from gateway.desk.wellness import Grade, Line
from hardware.sentence import Sentence
from web import texts
from web.render import Looks, Renderer
from web.wellness import GRADES, SAID, TITLES


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as it stands on the page; `notice` is the name of one that a person may clear."""

    grade: str
    word: str
    title: str
    said: Sentence
    todo: str
    since: datetime | None = None
    notice: str = ""
    compare: str = ""


def shown(line: Line, say: Callable[[str], str]) -> Shown:
    """Put a line into words; what is not known is a dash."""
    said, todo = SAID[line.check, line.grade]
    values = {"count": "–" if line.count is None else line.count, "at": line.at or "–"}
    title = " ".join(part for part in (say(TITLES[line.check]), line.subject) if part)
    return Shown(
        grade=line.grade.name.lower(),
        word=say(GRADES[line.grade]),
        title=title,
        said=Sentence(said, **values) if said and not line.sentence else Sentence.of(line.sentence),
        todo=say(todo) if todo else "",
        since=line.at if line.name else None,
        notice=line.name if line.name.startswith(KEPT) else "",
        compare=line.compare,
    )


@get("/health")
async def show(
    who: NamedDependency[Person],
    desk: NamedDependency[Desk],
    renderer: NamedDependency[Renderer],
    looks: NamedDependency[Looks],
) -> Response[str]:
    say = texts.translator(who.language)
    lines = await desk.wellness()
    staff = renderer.staff(who, await desk.overview(who))
    return renderer.page(
        "health.html",
        looks,
        **staff,
        here="health",
        lines=[shown(line, say) for line in lines],
        well=all(line.grade is Grade.GOOD for line in lines),
    )


@post("/health/clear")
async def clear(
    who: NamedDependency[Person],
    form: NamedDependency[dict[str, str]],
    desk: NamedDependency[Desk],
) -> Redirect:
    await desk.clear_notice(who, form.get("name", ""))
    return Redirect("/health", status_code=303)


ROUTER = Router("/", route_handlers=[show, clear])
