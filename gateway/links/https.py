"""The HTTPS link: frames are posted to the partner's door, whose certificate is pinned by its card."""

import ssl
from collections.abc import Sequence
from http import HTTPStatus

import cbor2
import httpx

from gateway.links.link import Exchanged
from gateway.office.card import Card
from hardware.sentence import Sentence

PATH = "/envelopes"
MEDIA_TYPE = "application/cbor"
LONGEST_ANSWER = 256 * 1024
_SECONDS = httpx.Timeout(60.0, connect=15.0)  # a full batch at 20 kbit/s takes half a minute


class HttpsLink:
    """One partner's door; the connection is kept open, since a TLS handshake costs more than an alert."""

    def __init__(self, url: str, card: Card) -> None:
        self._client = httpx.AsyncClient(
            base_url=url, verify=_pinned(card), timeout=_SECONDS, trust_env=False, follow_redirects=False
        )

    async def exchange(self, frames: Sequence[bytes]) -> Exchanged:
        body = cbor2.dumps(list(frames), canonical=True)
        try:
            answer = await self._client.post(PATH, content=body, headers={"content-type": MEDIA_TYPE})
        except (httpx.HTTPError, ssl.SSLError, OSError) as error:
            return Exchanged(None, _why(error))
        if answer.status_code != HTTPStatus.OK:
            return Exchanged(None, Sentence("its door answered {status}", status=answer.status_code))
        if len(answer.content) > LONGEST_ANSWER:
            return Exchanged(None, Sentence("its door answered too much"))
        return Exchanged(answer.content)

    async def reach(self) -> str:
        """Say why the door cannot be reached; nothing when it answers. No frame is sent."""
        try:
            await self._client.get(PATH)
        except (httpx.HTTPError, ssl.SSLError, OSError) as error:
            return _why(error)
        return ""

    async def close(self) -> None:
        await self._client.aclose()


def _pinned(card: Card) -> ssl.SSLContext:
    # The certificate itself is the trust anchor: no other is believed, whatever name it bears.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.load_verify_locations(cadata=card.certificate)
    return context


def _why(error: Exception) -> Sentence:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return Sentence(
            "its door shows another certificate than its card; ask that office before you trust it"
        )
    if isinstance(error, httpx.TimeoutException):
        return Sentence("its door did not answer in time")
    return Sentence("its door cannot be reached")
