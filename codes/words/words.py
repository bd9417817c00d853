"""From a normalised text to its words: whatever must stay together does, the rest falls apart."""

import re

LONGEST = 1600
"""Characters beyond which a text is refused: ten segments hold 1,530."""

_WORD = re.compile(
    r"""
      \d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})(?![\d/])    # 12/11/2569
    | \d{1,2}:\d{2}(?:\ ?[AP]M\b)?                            # 02:30, 2:30 PM
    | [NS]?-?\d{1,2}\.\d{3,}\ ?[NS]?[\ ,;/]*[EW]?\d{2,3}\.\d{3,}\ ?[EW]?  # 20.4427,99.8806
    | [2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}          # a Plus code
    | (?<!\S)[.,]\d{1,3}[^\W\d_]*(?![\w.,:/+-])             # .5KG
    | \d+[.,]\d+(?:[.,]\d+)*[^\W\d_]*                           # 1.5KG, 1,500
    | [^\s,./;:!?"'()\[\]{}<>|*\#=\u2026\x00-\x1f]+
    """,
    re.VERBOSE,
)
# A plate of Viet Nam as it stands on the vehicle: 29C-123.45.
_DOTTED_PLATE = re.compile(r"\b(\d{2}[A-Z][A-Z0-9]?[- ]?\d{3})\.(\d{2})\b")
_EDGES = "-+_&@~^"


def split(text: str) -> list[str]:
    """Return the words of a normalised text, without punctuation at their edges."""
    if text.replace(" ", "").isalnum():
        return text.split()
    found = _WORD.findall(_DOTTED_PLATE.sub(r"\1\2", text) if "." in text else text)
    return [bare for word in found if (bare := word.strip(_EDGES))]


def part(text: str) -> tuple[str, str]:
    """Return what is to be decoded and the free text after `//`; a web address opens no free text."""
    head, sign, free = text.replace("://", ": ").partition("//")
    return head, " ".join(free.split()) if sign else ""
