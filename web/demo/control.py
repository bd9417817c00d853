"""Talking to a pretend modem's control socket: one JSON object a line each way."""

import asyncio
import json
from pathlib import Path
from typing import Any

_LONGEST_LINE = 64 * 1024 * 1024


async def ask(control: Path, **request: object) -> dict[str, Any]:
    """Send one request and return its answer; OSError while the modem is not there."""
    reader, writer = await asyncio.open_unix_connection(control, limit=_LONGEST_LINE)
    try:
        writer.write(json.dumps(request).encode() + b"\n")
        await writer.drain()
        answer: dict[str, Any] = json.loads(await reader.readline() or b"{}")
        return answer
    finally:
        writer.close()
