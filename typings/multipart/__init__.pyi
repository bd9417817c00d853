"""What we use of multipart 2: its parser that is fed and does no IO."""

from collections.abc import Generator
from types import TracebackType
from typing import Self

class MultipartError(ValueError): ...
class ParserLimitReached(MultipartError): ...

class MultipartSegment:
    name: str | None
    filename: str | None

class PushMultipartParser:
    closed: bool
    def __init__(self, boundary: str, *, max_segment_size: int = ..., max_segment_count: int = ...) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def parse(self, chunk: bytes) -> Generator[MultipartSegment | bytes | None]: ...
