"""From values to pages: the templates, what they all share, and how times and states read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar.enums import MediaType
from litestar.response import Response
from markupsafe import Markup

from gateway.clock import Clock
from gateway.desk.desk import Desk
from gateway.desk.reading import MOST
from gateway.desk.roles import Right
from gateway.desk.values import Filter, Overview, Person
from web import charts, local, outcomes, texts
from web.deeds import about, actor, deed
from web.saying import Voice
from web.settings import ConsoleSettings
from web.shell import shell
from web.square import square
from web.voiced import script_tag, words

PATIENCE = 2.5  # heartbeats that may be missed before the link counts as down
_BRIEF = 120
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(_DAY.pattern + r"T[0-9]{2}:[0-9]{2}Z")


@dataclass(frozen=True, slots=True)
class Looks:
    """What one answer needs to know of its reader."""

    language: str
    linked: bool


@dataclass(frozen=True, slots=True)
class Times:
    """How moments read at the office: its zone, its clock."""

    source: Clock
    zone: ZoneInfo

    @pass_context
    def clock(self, context: Context, at: datetime) -> str:
        """Return a time as it is read at the office, in the reader's own digits if he likes."""
        said = clock(at.astimezone(self.zone), self.source.now().astimezone(self.zone))
        return local.digits(context, said)

    @pass_context
    def moment(self, context: Context, at: datetime) -> str:
        """Return a day, with its year, and a time."""
        there = at.astimezone(self.zone)
        return f"{local.day(context, there.date())} {local.digits(context, f'{there:%H:%M}')}"

    @pass_context
    def dated(self, context: Context, at: datetime) -> str:
        """Return the day that a moment falls on at the office, with its year."""
        return local.day(context, at.astimezone(self.zone).date())

    @pass_context
    def stated(self, context: Context, value: str) -> str:
        """Return what a field says; a time or a day that was reported, as pages show theirs."""
        try:
            if _MOMENT.fullmatch(value):
                return self.moment(context, datetime.fromisoformat(value))
        except (ValueError, OverflowError):  # figures alone make no time, and the year 9999 none in our zone
            return value
        return local.written(context, value) if _DAY.fullmatch(value) else value

    @pass_context
    def age(self, context: Context, at: datetime) -> str:
        return age((self.source.now() - at).total_seconds(), context["_"])

    @pass_context
    def said(self, context: Context, text: str) -> str:
        """Return a sentence of the station in the reader's words: a time of today, else with its day."""

        def when(at: datetime) -> str:
            today = self.source.now().astimezone(self.zone).date()
            near = at.astimezone(self.zone).date() == today
            return self.clock(context, at) if near else self.moment(context, at)

        return Voice(context["_"], when, lambda number: local.figures(context, number)).say(text)

    def epoch(self, at: datetime) -> int:
        return int(at.timestamp())


@dataclass(frozen=True, slots=True)
class Renderer:
    """Fills the templates for one office."""

    desk: Desk
    settings: ConsoleSettings
    templates: Environment

    @classmethod
    def make(cls, desk: Desk, settings: ConsoleSettings) -> "Renderer":
        """Return a renderer with our templates, which escape whatever they are given."""
        loader = PackageLoader("web", "templates")
        env = Environment(
            loader=loader,
            autoescape=True,
            auto_reload=False,  # else each piece of each stream looks at its file on the disk first
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made = cls(desk, settings, env)
        times = Times(desk.clock, ZoneInfo(desk.office.zone))
        ours: dict[str, Callable[..., object]] = {
            "clock": times.clock,
            "age": times.age,
            "dated": times.dated,
            "epoch": times.epoch,
            "said": times.said,
            "stated": times.stated,
            "brief": brief,
            "most": most,
            "address": address,
            "state": texts.state,
            "happened": texts.happened,
            "choice": texts.choice,
            "provenance": texts.provenance,
            "mark": texts.mark,
            "deed": deed,
            "about": about,
            "actor": actor,
            "graded": texts.graded,
            "part": texts.part,
            "moment": times.moment,
            "day": local.day,
            "written": local.written,
            "figures": local.figures,
            "bar": charts.bar,
            "points": charts.points,
            "flaw": outcomes.flaw,
            "scope": texts.scope,
            "square": square,
        }
        env.filters.update(ours)  # pyright: ignore[reportUnknownMemberType]  # Jinja leaves it untyped
        return made

    def page(self, template: str, looks: Looks, *, status: int = 200, **values: object) -> Response[str]:
        """Return a whole page; a `who` among the values gives it the head that staff see."""
        who = values.get("who")
        language = who.language if isinstance(who, Person) else looks.language
        body = self.piece(template, language, **_whole(looks, language), **values)
        return Response(body, media_type=MediaType.HTML, status_code=status)

    def piece(self, template: str, language: str, **values: object) -> str:
        """Return one template filled, a page or a part of one."""
        shared: dict[str, Any] = {
            "office": self.desk.office,
            "language": language,
            "now": self.desk.clock.now(),
            "notices": self.desk.board.standing(),
            "patience": int(self.settings.heartbeat * PATIENCE * 1000),
            "_": texts.translator(language),
            **_UNSAID,
        }
        return self.templates.get_template(template).render(shared | values)

    def staff(self, who: Person, overview: Overview, wanted: Filter | None = None) -> dict[str, Any]:
        """Return what every page of the signed-in shares."""
        return {
            "who": who,
            "overview": overview,
            "may": {right.value: who.may(right) for right in Right},
            "hidden": Markup('<input type="hidden" name="csrf" value="{}">').format(who.csrf),
            "stream": urlencode((wanted or Filter()).query()),
        }


_UNSAID: Mapping[str, Any] = {"who": None, "done": "", "key": "", "later": False, "here": "", "stream": ""}


def _whole(looks: Looks, language: str) -> dict[str, Any]:
    return {
        "style": shell().style_tag(linked=looks.linked),
        "more": shell().more_tag(),
        "answer_script": shell().answer_tag(),
        "script": script_tag(language, linked=looks.linked),
        "words": words(language, linked=looks.linked),
    }


def clock(at: datetime, now: datetime) -> str:
    """Return a local time as it is read: `14:05` today, else with day and month."""
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%d/%m %H:%M}"


def age(seconds: float, words: Callable[[str], str]) -> str:
    """Return how long ago something was; the script counts on from it in the same words."""
    for limit, unit, word in ((60, 0, "now"), (5400, 60, "min"), (172_800, 3600, "h")):
        if seconds < limit:
            return f"{round(seconds / unit)} {words(word)}" if unit else words(word)
    return f"{round(seconds / 86_400)} {words('d')}"


def brief(text: str) -> str:
    """Return the head of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _BRIEF else f"{line[:_BRIEF]}…"


def most(count: int) -> str:
    """Return a count as it is shown: beyond what is counted, only that there are more."""
    return str(count) if count <= MOST else f"{MOST}+"


def address(wanted: Filter, step: int) -> str:
    """Return the address of the page before or after this one."""
    offset = max(0, wanted.offset + step)
    return "/?" + urlencode(wanted.query() | ({"offset": str(offset)} if offset else {}))
