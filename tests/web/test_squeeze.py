"""What is compressed comes out as it went in, however it came, and a page comes out smallest."""

import random
from io import BytesIO

import brotli
import httpx
from hypothesis import given
from hypothesis import strategies as st

from tests.web.stage import Stage
from web.squeeze import PAGE, SQUEEZED, Squeeze


def _squeezed(pieces: list[bytes]) -> bytes:
    buffer = BytesIO()
    squeeze = Squeeze(buffer, "br", SQUEEZED)
    for piece in pieces:
        squeeze.write(piece)
    squeeze.close()
    return buffer.getvalue()


@given(st.lists(st.binary(max_size=300), max_size=6))
def test_whatever_was_written_is_read_again(pieces: list[bytes]) -> None:
    squeezed = _squeezed(pieces)
    assert (brotli.decompress(squeezed) if squeezed else b"") == b"".join(pieces)


def _plainly(body: bytes, quality: int) -> bytes:
    packer = brotli.Compressor(mode=brotli.MODE_TEXT, quality=quality)
    return packer.process(body) + packer.flush() + packer.finish()


def test_a_page_is_squeezed_harder_than_what_is_long_or_comes_in_pieces() -> None:
    some = [b"Mae Sai", b"tablets", b"claimed", b"7077", b"<td>", b"\xe0\xb8\x81"]
    page = b" ".join(random.Random(1).choices(some, k=PAGE))[:PAGE]
    assert len(_plainly(page, 11)) < len(_plainly(page, 9))
    assert _squeezed([page]) == _plainly(page, 11)
    for pieces in ([page + b"!"], [page, b"!"]):
        assert _squeezed(pieces) == _plainly(page + b"!", 9)


async def test_a_browser_that_takes_only_gzip_gets_gzip(console: Stage) -> None:
    async with httpx.AsyncClient(base_url=console.url, trust_env=False) as client:
        for takes, given_ in (("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br", "br")):
            answer = await client.get("/sign-in", headers={"accept-encoding": takes})
            assert answer.headers["content-encoding"] == given_
            assert "<form" in answer.text
