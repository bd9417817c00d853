"""Logs for whoever mends the station: one JSON object a line on standard error, no content, no numbers."""

import logging
import sys

import structlog


def set_up() -> None:
    """Send every log line, the libraries' too, through one renderer."""
    shared = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format='{"event": %(message)r, "level": "%(levelname)s"}'
    )
    # It prints the address of every request, and partners' addresses are nobody's business.
    logging.getLogger("httpx").setLevel(logging.ERROR)
