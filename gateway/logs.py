"""Logs for whoever mends the station: one JSON object a line on standard error, no content, no numbers.

Of an exception only its kind and where it was raised are told: its words may quote a message, and a failed
statement's quote every value it was given.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO, cast

import structlog

_ROOT = Path(__file__).parents[1]
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up(to: TextIO = sys.stderr) -> None:
    """Send every log line, the libraries' too, through renderers that tell no content."""
    logging.raiseExceptions = False  # a line that cannot be written would be told with all it was given
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_content,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(to),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    handler = logging.StreamHandler(to)
    handler.setFormatter(Plain())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    # It prints the address of every request, and partners' addresses are nobody's business.
    logging.getLogger("httpx").setLevel(logging.ERROR)


def kinds_of(error: BaseException) -> str:
    """Return the kinds of an error and of what it came from: `StoreLostError from OperationalError`."""
    return " from ".join(type(one).__name__ for one in _chain(error))


def place_of(error: BaseException) -> str:
    """Return the file and line that raised an error."""
    frames = traceback.extract_tb(error.__traceback__)
    return _place(frames[-1]) if frames else "unknown"


def without_content(_logger: object, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Put in the place of a line's `exc_info` its kinds, and where it went through."""
    error = _error(event.pop("exc_info", None))
    if error is not None:
        event |= {"error": kinds_of(error), "at": _places(error)}
    return event


class Plain(logging.Formatter):
    """The same for the lines of libraries; asyncio's quote what a task was given, so they say less."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line of JSON."""
        said = "a task or a callback failed" if record.name == "asyncio" else record.getMessage()
        line = {"event": said, "level": record.levelname.lower(), "logger": record.name}
        error = _error(record.exc_info)
        return json.dumps(line if error is None else {**line, "error": kinds_of(error), "at": _places(error)})


def _error(given: Any) -> BaseException | None:  # noqa: ANN401  # whatever a caller may give as exc_info
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return cast("_Raised", given)[1]
    return sys.exc_info()[1] if given else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in seen:
        yield one
        seen.append(one)
        one = one.__cause__ or one.__context__


def _places(error: BaseException) -> list[str]:
    return [_place(frame) for frame in traceback.extract_tb(error.__traceback__)]


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    name = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else Path(path.name)
    return f"{name}:{frame.lineno}"
