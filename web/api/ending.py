"""How an action ended, as programs are told: a word of a closed list, a status and the page's sentence."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from litestar import Response

from gateway.desk.aside import Aside
from gateway.desk.doing import Done
from gateway.desk.related import Merged
from gateway.desk.talking import Talk
from gateway.desk.values import Person
from web import outcomes, texts
from web.api.refusals import Outcome
from web.pages.messages import SAID

Answer = Response[Outcome]
Ended = Done | Merged | Aside | Talk

_DONE: Final = (
    *(Done.CLAIMED, Done.GIVEN_BACK, Done.CLOSED, Done.RELEASED, Done.REPLIED, Done.SEEN, Done.REOPENED),
    *(Done.EDITED, Done.GRADED, Done.ASSIGNED, Done.CANCELLED, Done.RECALLED),
    *(Merged.MERGED, Merged.PARTED, Aside.ASIDE, Aside.BACK),
    *(Talk.CLAIMED, Talk.GIVEN_BACK, Talk.REPLIED),
)
_UNKNOWN: Final = (Done.UNKNOWN, Merged.UNKNOWN, Aside.UNKNOWN, Talk.UNKNOWN)
_FORBIDDEN: Final = (Done.FORBIDDEN, Done.PERSON, Merged.FORBIDDEN, Aside.FORBIDDEN, Talk.FORBIDDEN)
_STATUS: Mapping[str, HTTPStatus] = {
    **dict.fromkeys(_DONE, HTTPStatus.OK),
    **dict.fromkeys(_UNKNOWN, HTTPStatus.NOT_FOUND),
    **dict.fromkeys(_FORBIDDEN, HTTPStatus.FORBIDDEN),
}
_SENTENCES: Mapping[str, str] = {
    Talk.UNKNOWN: outcomes.PROBLEMS[HTTPStatus.NOT_FOUND],
    **SAID,
    **outcomes.MERGED,
    **outcomes.DONE,
}


def outcome(who: Person, done: Ended) -> Outcome:
    """Return what a program is told; whatever was not done, and is neither unknown nor forbidden, is 409."""
    status = _STATUS.get(done, HTTPStatus.CONFLICT)
    return Outcome(status, done, texts.translator(who.language)(_SENTENCES[done]))


def answer(who: Person, done: Ended) -> Answer:
    told = outcome(who, done)
    return Response(told, status_code=told.status)
