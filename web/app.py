"""The console: its parts put together into one ASGI application."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.plugins.pydantic import PydanticPlugin
from litestar.types import ASGIApp

from gateway.desk.aside import Lane
from gateway.desk.attaching import Attaching
from gateway.desk.decoding import Decoding
from gateway.desk.desk import Desk
from gateway.desk.duty import Duties
from gateway.desk.editing import Editing
from gateway.desk.factors import Factors
from gateway.desk.handover import Handover
from gateway.desk.officers import Officers
from gateway.desk.passwords import warm
from gateway.desk.people import Lasting
from gateway.desk.record import Record
from gateway.desk.related import Related
from gateway.desk.shift.book import ShiftBook
from gateway.desk.shift.exporting import Exporting
from gateway.desk.shift.keeper import Keeper
from gateway.desk.shift.seeing import Seeing
from gateway.desk.source import Sources
from gateway.desk.staff import Staff
from gateway.desk.talking import Talking
from gateway.desk.taste import Tastes
from gateway.desk.tokens import Tokens
from gateway.desk.views import Views
from web import live
from web.access import Cookies, provide_form, provide_looks, provide_sure, provide_who
from web.api import metrics
from web.api import router as api
from web.pages import (
    assets,
    atlas,
    attachments,
    audit,
    ca,
    confirm,
    duty,
    edit,
    export,
    factor,
    hand,
    health,
    me,
    messages,
    queue,
    ready,
    related,
    report,
    roster,
    shift,
    signin,
    situation,
    source,
    staff,
    statistics,
    tokens,
    views,
)
from web.problems import Problems, ready_made
from web.render import Renderer
from web.sessions import Sessions
from web.settings import ConsoleSettings
from web.shell import shell
from web.shield import Shield, policy
from web.squeeze import SQUEEZED

_LOOK_EVERY = 2.0  # seconds between two looks at the sessions of the open streams
_PAGES = (
    assets,
    audit,
    atlas,
    attachments,
    ca,
    confirm,
    duty,
    edit,
    export,
    factor,
    hand,
    health,
    live,
    me,
    messages,
    queue,
    ready,
    related,
    report,
    shift,
    roster,
    signin,
    situation,
    source,
    staff,
    views,
    tokens,
    statistics,
)


def create_console(desk: Desk, settings: ConsoleSettings) -> ASGIApp:
    """Return the console of one office.

    To stop quickly, call `desk.watch.close()` before the server is told to exit: it ends the open streams.
    """
    whole = shell()
    csp = policy([whole.style.csp], [whole.script.csp])
    renderer = Renderer.make(desk, settings)
    pages = {status: ready_made(renderer, status) for status in (413, 500)}
    return Shield(_litestar(desk, settings, renderer), settings, csp, pages)


def _litestar(desk: Desk, settings: ConsoleSettings, renderer: Renderer) -> Litestar:
    fixed = _facades(desk, settings, renderer)
    asked = {
        "who": Provide(provide_who),
        "sure": Provide(provide_sure),
        "form": Provide(provide_form),
        "looks": Provide(provide_looks),
    }
    handlers: Any = Problems(renderer).table()
    return Litestar(
        [*(page.ROUTER for page in _PAGES), metrics.ROUTER, api.router()],
        dependencies={**{name: _always(value) for name, value in fixed.items()}, **asked},
        exception_handlers=handlers,
        compression_config=SQUEEZED,
        lifespan=[_watching(desk)],
        openapi_config=api.description(),
        plugins=[PydanticPlugin(validate_strict=True)],  # a figure in quotes is no figure
        include_in_schema=False,
        logging_config=None,
        request_max_body_size=settings.largest_body,
        debug=False,
    )


def _facades(desk: Desk, settings: ConsoleSettings, renderer: Renderer) -> dict[str, object]:
    """Return what handlers may ask for by name: each subject's desk, and what the pages share."""
    people = desk.people(Lasting(settings.idle, settings.absolute, settings.fresh))
    views = Views(desk)
    sessions = Sessions(people, desk.clock, min(_LOOK_EVERY, settings.heartbeat))
    streams = live.Live(desk, sessions, renderer, settings, views)
    return {
        "desk": desk,
        "people": people,
        "tokens": Tokens(desk.store, desk.clock),
        "duties": Duties(desk.store, desk.clock),
        "handover": Handover(desk.store, desk.clock),
        "officers": Officers(desk.store, desk.clock, desk.office.country, desk.station.invite),
        "staff": Staff(desk.store, desk.clock, frozenset({desk.office.code, *dict(desk.partners)})),
        "record": Record(desk.store, desk.clock, desk.office.zone),
        "factors": Factors(desk.store, desk.clock, desk.office.name),
        "editing": Editing(desk),
        "attaching": Attaching(desk),
        "renderer": renderer,
        "streams": streams,
        "views": views,
        "related": Related(desk),
        "aside": Lane(desk),
        "talking": Talking(desk),
        "sources": Sources(desk),
        "decoding": Decoding(desk),
        "exporting": Exporting(desk),
        "book": ShiftBook(desk),
        "seeing": Seeing(desk),
        "tastes": Tastes(desk.store, desk.clock),
        "jar": Cookies(desk.office.code, settings.tls),
    }


def _always(value: object) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


def _watching(desk: Desk) -> Any:  # noqa: ANN401  # a lifespan, as Litestar calls it
    @contextlib.asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None]:
        del app
        await asyncio.to_thread(warm)
        keeper = Keeper(desk.store, desk.board, desk.clock)
        tasks = [asyncio.create_task(work) for work in (desk.watch.run(), keeper.run())]
        try:
            yield
        finally:
            desk.watch.close()
            for task in tasks:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    return lifespan
