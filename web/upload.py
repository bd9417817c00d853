"""A form that brings a file: read in memory within a limit, so that none of it lies on the disk in clear."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from litestar.exceptions import ClientException, PermissionDeniedException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser

from gateway.desk.values import Person
from web.access import Asked, clean, same

_FORM = re.compile(r'multipart/form-data; *boundary=(?:"([^"\r\n]{1,70})"|([^\s";]{1,70}))', re.IGNORECASE)
_MOST_PARTS = 8


@dataclass(slots=True)
class Upload:
    """The fields of a form, cleaned, and its file: the name it was given, and its bytes."""

    form: dict[str, str] = field(default_factory=dict[str, str])
    name: str = ""
    data: bytes = b""


async def read_upload(request: Asked, who: Person, largest: int) -> Upload:
    """Return a posted form with one file; a wrong token, or a foreign page behind it, is refused."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDeniedException
    boundary = _boundary(request.headers.get("content-type", ""))
    try:
        upload = await _parts(request.stream(), boundary, largest)
    except ParserLimitReached as error:
        raise RequestEntityTooLarge from error
    except (MultipartError, LookupError, UnicodeError) as error:
        raise ClientException from error
    if not same(upload.form.get("csrf", ""), who.csrf):
        raise PermissionDeniedException
    return upload


def _boundary(kind: str) -> str:
    """Return what stands between the parts; ClientException for anything that is no such form."""
    found = _FORM.fullmatch(kind.strip())
    if found is None:
        raise ClientException
    return found[1] or found[2]


async def _parts(stream: AsyncIterator[bytes], boundary: str, largest: int) -> Upload:
    upload, segment, held = Upload(), None, bytearray()
    with PushMultipartParser(boundary, max_segment_size=largest, max_segment_count=_MOST_PARTS) as parser:
        async for chunk in stream:
            for event in parser.parse(chunk) if chunk and not parser.closed else ():
                if isinstance(event, MultipartSegment):
                    segment = event
                elif event:
                    held += event
                elif segment is not None:
                    _put(upload, segment, bytes(held))
                    held.clear()
    return upload


def _put(upload: Upload, segment: MultipartSegment, data: bytes) -> None:
    if segment.filename is None:
        upload.form[segment.name or ""] = clean(data.decode("utf-8", "replace"))
    else:
        upload.name, upload.data = segment.filename, data
