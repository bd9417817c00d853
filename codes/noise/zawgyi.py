"""Burmese as Zawgyi phones send it: glyphs in the order of the eye, in code points that mean other letters.

Source: the chart of the Zawgyi-One font; consonants that stand under another begin at U+1060. Narrow and wide
variants of a glyph are not chosen, as many phones do not either.
"""

import re
from dataclasses import replace

from codes.noise.draft import Draft, Scene
from codes.noise.wording import local_word

_STACKED = {
    "က": "\u1060", "ခ": "\u1061", "ဂ": "\u1062", "ဃ": "\u1063", "စ": "\u1065", "ဆ": "\u1066", "ဇ": "\u1068",
    "ဈ": "\u1069", "ဋ": "\u106c", "ဌ": "\u106d", "ဏ": "\u1070", "တ": "\u1071", "ထ": "\u1073", "ဒ": "\u1075",
    "ဓ": "\u1076", "န": "\u1077", "ပ": "\u1078", "ဖ": "\u1079", "ဗ": "\u107a", "ဘ": "\u107b", "မ": "\u107c",
    "လ": "\u1085",
}  # fmt: skip
_KINZI = re.compile("\u1004\u103a\u1039([\u1000-\u1021](?:\u1039[\u1000-\u1021])?[\u103b-\u103e]*)(\u1031?)")
_UNDER = re.compile("\u1039([\u1000-\u1021])")
_SYLLABLE = re.compile("([\u1000-\u102a\u103f][\u1060-\u107c\u1085]?)([\u103b-\u103e]*)(\u1031?)(\u1064?)")
_LATER = str.maketrans({"\u103a": "\u1039", "\u103f": "\u1086"})
_MEDIALS = str.maketrans({"\u103b": "\u103a", "\u103d": "\u103c", "\u103e": "\u103d"})


def _seen(match: re.Match[str]) -> str:
    """Put a syllable into the order of the eye: vowel E, medial RA, consonant, the other medials, kinzi."""
    base, medials, vowel, kinzi = match.groups()
    before = "\u103b" if "\u103c" in medials else ""
    after = medials.replace("\u103c", "").translate(_MEDIALS)
    return vowel + before + base + kinzi + after


def to_zawgyi(text: str) -> str:
    """Return Burmese in Unicode as Zawgyi has it; other scripts stay."""
    text = _KINZI.sub("\\1\\2\u1064", text)
    text = _UNDER.sub(lambda match: _STACKED.get(match[1], match[0]), text)
    parts = re.split("([\u1000-\u102a\u103f][\u1060-\u107c\u1085]?[\u103b-\u103e]*\u1031?\u1064?)", text)
    return "".join(
        _SYLLABLE.sub(_seen, part) if i % 2 else part.translate(_LATER) for i, part in enumerate(parts)
    )


def _burmese(text: str) -> bool:
    return any("\u1000" <= sign <= "\u1021" for sign in text)


def zawgyi(draft: Draft, scene: Scene) -> Draft | None:
    """Write a Burmese name on a phone that has only Zawgyi."""
    for _ in range(12):
        made = local_word(draft, scene)
        if made and _burmese(made.text):
            return replace(made, tokens=tuple(replace(t, text=to_zawgyi(t.text)) for t in made.tokens))
    return None
