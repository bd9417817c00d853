"""The control socket's words: one JSON object in, one out, whatever came (no IO here)."""

import json
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from hardware.radio import message
from hardware.radio.ax25 import Fault, read_callsign
from hardware.sim.radio.core import Core


def _callsign(text: str) -> str:
    if isinstance(found := read_callsign(text), Fault):
        raise ValueError(found.cause)  # noqa: TRY004  # pydantic takes ValueError alone for a sentence
    return text


def _sayable(text: str) -> str:
    if message.split(text) != (text,):
        raise ValueError(f"a radio takes {message.TEXT_LIMIT} octets on one line, without | ~ and {{")
    return text


class _Op(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Receive(_Op):
    op: Literal["receive"]
    sender: Annotated[str, AfterValidator(_callsign)] = Field(alias="from")
    text: Annotated[str, AfterValidator(_sayable)]


class _Unplug(_Op):
    op: Literal["unplug"]
    seconds: float = Field(default=1.0, ge=0, le=3600)


class _Plain(_Op):
    op: Literal["sent", "stats", "quit"]


_OPS = TypeAdapter[_Receive | _Unplug | _Plain](
    Annotated[_Receive | _Unplug | _Plain, Field(discriminator="op")]
)


class Control:
    """Answers the lines of all clients; `unplug` and `leave` are the work of whoever owns the line."""

    def __init__(
        self,
        core: Core,
        *,
        monotonic: Callable[[], float],
        unplug: Callable[[float], None],
        leave: Callable[[], None],
    ) -> None:
        self._core = core
        self._monotonic = monotonic
        self._unplug = unplug
        self._leave = leave

    def answer(self, line: bytes) -> bytes:
        """Return the answer to one line, with its newline."""
        try:
            found = {"ok": True, **self._do(_OPS.validate_json(line))}
        except ValidationError as error:
            found = {"ok": False, "error": "; ".join(each["msg"] for each in error.errors())}
        return json.dumps(found, ensure_ascii=False).encode() + b"\n"

    def _do(self, op: _Receive | _Unplug | _Plain) -> dict[str, object]:
        match op:
            case _Receive():
                return self._receive(op)
            case _Unplug():
                self._unplug(op.seconds)
                return {}
            case _Plain(op="sent"):
                return {"sent": self._core.sent()}
            case _Plain(op="stats"):
                return self._core.stats()
            case _Plain():
                self._leave()
                return {}

    def _receive(self, op: _Receive) -> dict[str, object]:
        sender = read_callsign(op.sender)
        if isinstance(sender, Fault):
            return {"ok": False, "error": sender.cause}
        return {"id": self._core.receive(sender, op.text, self._monotonic())}
