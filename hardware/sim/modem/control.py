"""One line of the control socket to its answer, whatever stands on it (no IO here)."""

import json
from typing import cast

from pydantic import ValidationError

from hardware.sim.modem.ops import OPS, Levers, Result

WHAT_IT_TAKES = 'one JSON object a line, as {"op": "receive", "from": "+66812345678", "text": "..."}'


class RefusedError(Exception):
    """Why a line was not carried out, as one sentence."""


def answer_line(line: bytes, levers: Levers) -> bytes:
    """Carry out one request and return one line; it never raises."""
    try:
        result: Result = {"ok": True, **_apply(line, levers)}
    except RefusedError as refused:
        result = {"ok": False, "error": str(refused)}
    return json.dumps(result).encode() + b"\n"


def _apply(line: bytes, levers: Levers) -> Result:
    request = _request(line)
    name = request.pop("op", None)
    op = OPS.get(name) if isinstance(name, str) else None
    if op is None:
        raise RefusedError(f"no such op; there are {', '.join(OPS)}")
    try:
        return op.model_validate(request).apply(levers)
    except ValidationError as wrong:
        raise RefusedError(_sentence(wrong)) from None
    except ValueError as wrong:
        raise RefusedError(str(wrong)) from None


def _request(line: bytes) -> dict[str, object]:
    try:
        found = cast("object", json.loads(line))
    except (ValueError, RecursionError):
        raise RefusedError(f"not JSON: {WHAT_IT_TAKES}") from None
    if not isinstance(found, dict):
        raise RefusedError(f"not an object: {WHAT_IT_TAKES}")
    return cast("dict[str, object]", found)


def _sentence(wrong: ValidationError) -> str:
    problems = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors(include_url=False))
    return "; ".join(problems)
