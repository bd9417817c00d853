"""The office-to-office door: partners post envelopes here, over TLS with the certificate of our card.

Nobody signs in here: an envelope is believed by its own signature, and whatever is no envelope of a partner
is answered with one sentence and forgotten.
"""

from http import HTTPStatus
from typing import Any

from litestar import Litestar, Request, Response, post
from litestar.exceptions import HTTPException

from gateway.errors import EnvelopeError, StoreFullError, StoreLostError
from gateway.kit import Kit
from gateway.links.https import MEDIA_TYPE, PATH
from gateway.relay.bundle import MOST
from gateway.relay.envelope import LONGEST_FRAME, loads
from gateway.relay.receive import receive
from gateway.store.store import Store

_LONGEST_BODY = 4 * 1024 * 1024


def create_door(kit: Kit, store: Store) -> Litestar:
    """Return the door's application; it needs a server that speaks TLS in front."""

    @post(PATH, status_code=HTTPStatus.OK, request_max_body_size=_LONGEST_BODY)
    async def envelopes(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Take a batch of envelopes in, and answer which are stored: after the commit, never before."""
        try:
            return _cbor(await receive(store, kit, _frames(await request.body())))
        except EnvelopeError as error:
            return _refusal(HTTPStatus.BAD_REQUEST, str(error))
        except (StoreFullError, StoreLostError):
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, "this office cannot keep anything now; try later")

    return Litestar(
        [envelopes],
        openapi_config=None,
        exception_handlers={HTTPException: _plain, Exception: _plain},
        logging_config=None,
    )


def _frames(body: bytes) -> list[bytes]:
    match loads(body):
        case [*found] if len(found) <= MOST:
            frames = [one for one in found if isinstance(one, bytes) and len(one) <= LONGEST_FRAME]
        case _:
            raise EnvelopeError("the body is not a batch of envelopes")
    if len(frames) != len(found):
        raise EnvelopeError("the batch holds something that is no envelope")
    return frames


def _cbor(data: bytes) -> Response[bytes]:
    return Response(data, media_type=MEDIA_TYPE)


def _refusal(status: HTTPStatus, sentence: str) -> Response[bytes]:
    return Response(sentence.encode(), status_code=status, media_type="text/plain; charset=utf-8")


def _plain(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    del request
    known = isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code) if known else HTTPStatus.INTERNAL_SERVER_ERROR
    return _refusal(status, status.phrase)
