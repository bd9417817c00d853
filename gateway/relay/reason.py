"""Why a report is taken back, as one word of a closed list; what a person writes about it stays here."""

from collections.abc import Mapping
from typing import Any, Final

from gateway.relay.body import ReportBody

REASONS: Final[dict[str, str]] = {
    "wrong": "it was wrong",
    "double": "it was reported twice",
    "over": "it is over",
    "early": "it was sent too early",
    "officer": "its officer took it back",
}
"""The words that may travel, each with what it means; `officer` is not a person's to choose."""
CHOSEN: Final = tuple(name for name in REASONS if name != "officer")
_NAME = "reason"


def chosen(reason: str) -> str:
    """Return the reason that a person chose; empty when he could not choose it."""
    return reason if reason in CHOSEN else ""


def told(body: ReportBody, reason: str) -> ReportBody:
    """Return a cancelled version with its reason in the place of the fields that it does not carry."""
    return body.model_copy(update={"fields": {_NAME: reason}}) if reason in REASONS else body


def reason_in(fields: Mapping[str, Any]) -> str:
    """Return what the reason in a cancelled version means; empty where it gives none that we know."""
    found = fields.get(_NAME)
    return REASONS.get(found, "") if isinstance(found, str) else ""
