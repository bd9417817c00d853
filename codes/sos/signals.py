"""The signal SOS itself in all its shapes: spelled, stretched, with look-alikes, on figure keys, in Morse."""

import re
import unicodedata

from rapidfuzz.distance import OSA

from codes.words.keypad import keys

SOS = "SOS"
LONGEST_NEAR, LEAST_LETTERS = 4, 2
LONGEST_SPELLING = 12
"""Words over which an SOS may be spelled: `S O S S O S`."""
_SYMBOLS = "\u2100"
"""From here on there are letters in circles and the like; before stand the scripts themselves."""
_BLUE_BUTTON = "\U0001f198"
_LOOKALIKES = str.maketrans("5$§ЅСՏ0ОΟՕØ°", "SSSSSSOOOOOO")
_ONES = "IL"
"""Letters that beside a figure are the figure one: `IO5` is 105."""
_RUNS = re.compile(r"(.)\1+")
_SAID = re.compile(r"(?:S+O+)+S+")
_ON_KEYS = re.compile(r"7{3,5}6{2,4}7{3,5}")
_FIGURES = ("767", "5050", "0505", "S0", "0S", "5O", "O5")
_MORSE = re.compile(r"(?<![.\-])\.{3}-{3}\.{3}(?![.\-])")
_NEAR_MORSE = re.compile(r"\.{2,4}-{1,4}\.{2,4}")
_DOTS = str.maketrans({"\u2026": "...", "\u2022": ".", "\u00b7": ".", "*": ".", "_": "-", " ": ""})


def plain(text: str) -> str:
    """Return a text with its letters in their everyday form, and the emoji as the word."""
    if text.isascii():
        return text
    text = text.replace(_BLUE_BUTTON, " SOS ").replace("\u2026", " ")
    return "".join(unicodedata.normalize("NFKC", c) if c >= _SYMBOLS else c for c in text)


def letters(word: str) -> str:
    """Return a word with its look-alikes as letters and nothing else between them: `S-0-S` is SOS."""
    return "".join(filter(str.isalnum, word.translate(_LOOKALIKES)))


def is_sos(word: str) -> bool:
    """Tell whether a word is SOS however it is written; of figures alone only 505, said once or more."""
    if not any(map(str.isalpha, word)) and "$" not in word:
        return _ON_KEYS.fullmatch(word) is not None or word in ("505", "505505")
    return _SAID.fullmatch(letters(word)) is not None


def _is_spelling(word: str) -> bool:
    return len(said := letters(word)) > 0 and set(said) <= {"S", "O"}


def spelled(words: list[str]) -> int:
    """Return over how many of the first words SOS is spelled: whole words, or signs one by one."""
    run = 0
    while run < min(len(words), LONGEST_SPELLING) and _is_spelling(words[run]):
        run += 1
    for count in range(run, 0, -1):
        said = words[:count]
        by_sign = all(len(word) == 1 for word in said)
        if is_sos("".join(said)) and (count == 1 or by_sign or not any(c.isdecimal() for c in "".join(said))):
            return count
    return next((n for n in range(1, 6) if _ON_KEYS.fullmatch("".join(words[:n]))), 0)


def in_morse(text: str) -> bool:
    """Tell whether a text has SOS in Morse code in it, or is just that, a sign too few or many."""
    if "-" not in text and "_" not in text:
        return False
    signs = text.translate(_DOTS)
    return _MORSE.search(signs) is not None or _NEAR_MORSE.fullmatch(signs) is not None


def near(word: str, *, squeezed: bool = True) -> bool:
    """Tell whether one slip would make a word SOS, or the same keys type it; of figures few are that.

    `squeezed` takes doubled letters for one: `SOOD`.
    """
    said = letters(word)
    if any(map(str.isdecimal, word)) and sum(c.isalpha() and c not in _ONES for c in word) < LEAST_LETTERS:
        return word in _FIGURES
    forms = (said, _RUNS.sub(r"\1", said)) if squeezed else (said,)
    return len(said) > 1 and any(map(_is_near, forms))


def _is_near(word: str) -> bool:
    if len(word) > LONGEST_NEAR:
        return False
    return OSA.distance(SOS, word, score_cutoff=1) <= 1 or keys(word) == keys(SOS)
