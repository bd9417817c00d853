"""How the API refuses: one shape for all of it, and which statuses each sort of handler has."""

from collections.abc import Mapping
from http import HTTPStatus

from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct


class Problem(Struct, frozen=True):
    """Why a request was refused, in one sentence."""

    status: int
    detail: str


class Outcome(Struct, frozen=True):
    """How an action ended: one word of a closed list, and a sentence; 409 when it was not done."""

    status: int
    done: str
    detail: str


def _problem(description: str) -> ResponseSpec:
    return ResponseSpec(Problem, generate_examples=False, description=description)


LOOKING: Mapping[int, ResponseSpec] = {
    HTTPStatus.BAD_REQUEST: _problem("not understood"),
    HTTPStatus.UNAUTHORIZED: _problem("no token, or one that does not hold"),
    HTTPStatus.FORBIDDEN: _problem("the token lacks the scope"),
    HTTPStatus.NOT_FOUND: _problem("no such thing, or none that the token's account may see"),
}


def undone(told: type[Outcome]) -> Mapping[int, ResponseSpec]:
    """Return how an action says that it was not done."""
    said = "not done; the sentence says why"
    return {HTTPStatus.CONFLICT: ResponseSpec(told, generate_examples=False, description=said)}


ACTING: Mapping[int, ResponseSpec] = {
    **LOOKING,
    **undone(Outcome),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _problem("too much at once"),
}
