"""The 3x5x2 grading of a report: how good the source is, what he knows, whether it may be passed on."""

SOURCES = {"1": "reliable", "2": "not tested", "3": "not reliable"}
INFORMATION = {
    "A": "the source knows it himself",
    "B": "the source has it from others, and something confirms it",
    "C": "the source has it from others",
    "D": "not known how the source has it",
    "E": "suspected to be false",
}
HANDLING = {"P": "may be passed on", "C": "only under conditions: a named person releases it"}
_LENGTH = 3


def grade_of(source: str, information: str, handling: str) -> str | None:
    """Return a grade such as `2BP`, empty when nothing but the handling is given; None when it is none."""
    if handling not in HANDLING:
        return None
    if not source and not information:
        return ""
    return source + information + handling if source in SOURCES and information in INFORMATION else None


def halved(source: str, information: str) -> bool:
    """Say whether one of the two that make a grade was given without the other."""
    return bool(source) != bool(information)


def parts_of(grade: object, handling: str) -> tuple[str, str, str]:
    """Return source, information and handling of what a report has; empty where it has none."""
    if not isinstance(grade, str) or len(grade) != _LENGTH:
        return "", "", handling
    return grade[0], grade[1], handling
