"""What a command gives back: lines and a final result, or a prompt for a PDU (ITU-T V.250, 5.7)."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a command was refused: a code from the list of its family, or no family and only words."""

    family: str = ""
    code: int = 0
    words: str = ""

    def render(self, cmee: int) -> str:
        """Write it as AT+CMEE asks; message errors are numbers at any rate (TS 27.005, 3.2.5)."""
        if not self.family:
            return self.words
        if self.family == "CME" and cmee == 0:
            return "ERROR"
        return f"+{self.family} ERROR: {self.words if cmee == 2 else self.code}"  # noqa: PLR2004  # verbose


@dataclass(frozen=True, slots=True)
class Answer:
    """Lines of information, each of which may hold several, and how it ended: `failure` none is OK."""

    lines: tuple[str, ...] = ()
    failure: Failure | None = None
    final: str = "OK"


@dataclass(frozen=True, slots=True)
class Prompt:
    """The modem says `> ` and hands what is typed up to 0x1A to `then`."""

    then: Callable[[bytes], Answer]


Outcome = Answer | Prompt

OK = Answer()
NO_CARRIER = Answer(final="NO CARRIER")


def says(*lines: str) -> Answer:
    return Answer(lines)


def _cme(code: int, words: str) -> Answer:
    return Answer(failure=Failure("CME", code, words))


def _cms(code: int, words: str) -> Answer:
    return Answer(failure=Failure("CMS", code, words))


# TS 27.007, 9.2
ERROR = Answer(failure=Failure(words="ERROR"))
CME_NOT_ALLOWED = _cme(3, "operation not allowed")
CME_PIN_WANTED = _cme(11, "SIM PIN required")
CME_PUK_WANTED = _cme(12, "SIM PUK required")
CME_WRONG_PASSWORD = _cme(16, "incorrect password")
CME_BAD_PARAMETERS = _cme(50, "incorrect parameters")

# TS 27.005, 3.2.5
CMS_NOT_ALLOWED = _cms(302, "operation not allowed")
CMS_NOT_SUPPORTED = _cms(303, "operation not supported")
CMS_BAD_PDU = _cms(304, "invalid PDU mode parameter")
CMS_PIN_WANTED = _cms(311, "SIM PIN required")
CMS_PUK_WANTED = _cms(316, "SIM PUK required")
CMS_BAD_INDEX = _cms(321, "invalid memory index")
CMS_MEMORY_FULL = _cms(322, "memory full")
CMS_NO_NETWORK = _cms(331, "no network service")
CMS_NOTHING_TO_CONFIRM = _cms(340, "no +CNMA acknowledgement expected")
