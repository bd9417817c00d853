"""SOS, in any script and any noise: what is certainly one, what may be one, and what is not."""

import re
from itertools import dropwhile

from rapidfuzz.distance import OSA

from codes.book import Book
from codes.keypad import keys
from codes.lexicon import lexicon, type_words
from codes.opening import readable
from codes.shapes import shapes
from codes.signature import is_courtesy

SOS = "SOS"
MOST_READ = 200
FEW, FEW_MORE = 3, 6
LONGEST_SPELLING = 4
LONGEST_NEAR, LONG = 4, 6
_LOOKALIKES = str.maketrans("50", "SO")
_SPELLING = frozenset(("S", "O", "SO", "OS", "0", "5", "50", "05", "0S", "5O"))
_RUNS = re.compile(r"(.)\1+")
_SPELLED = re.compile(r"^\W*S\W*O\W*S\b")
_OWN = ("distress", "hurt")


def _squeezed(word: str) -> str:
    """Return a word with its look-alikes and repeats taken out: `S00OS` is SOS."""
    return _RUNS.sub(r"\1", word.translate(_LOOKALIKES))


def _heads(words: list[str], book: Book) -> list[str]:
    """Return the words from the first that is no greeting."""
    return list(dropwhile(lambda word: word not in _SPELLING and is_courtesy(word, book), words))


def certain(words: list[str], text: str, book: Book) -> bool:
    """Tell whether a message opens with SOS: the word, its aliases, spelled with dots, stretched, or 505."""
    if _SPELLED.match(text[:MOST_READ]):
        return True
    known = type_words(book)
    runs = (_heads(words, book), words)
    openings = ["".join(run[:count]) for run in runs for count in range(1, LONGEST_SPELLING + 1)]
    return any(SOS in (known.get(word), known.get(_squeezed(word))) for word in openings)


def _is_everyday(word: str, book: Book) -> bool:
    return word in book.ordinary or is_courtesy(word, book)


def _near_word(word: str) -> bool:
    return OSA.distance(SOS, word, score_cutoff=1) <= 1 or keys(word) == keys(SOS)


def _near_alias(word: str, book: Book) -> bool:
    """Tell whether a slip or, in the long ones, two would make the word an alias."""
    forms = (form for form, code in type_words(book).items() if code == SOS and len(form) >= LONGEST_NEAR)
    return any(OSA.distance(f, word, score_cutoff=2) <= (2 if len(f) >= LONG else 1) for f in forms)


def cries(words: list[str], book: Book) -> bool:
    """Tell whether a message cries HELP: `HELP WE ARE SHOT`, but not `HELP DRG`, which asks how to write."""
    return words[:1] == ["HELP"] and (len(words) == 1 or words[1] not in type_words(book))


def _near(word: str, book: Book) -> bool:
    """Tell whether one slip would make the word SOS or one of its aliases, or the same keys type SOS."""
    plain = word.translate(_LOOKALIKES)
    if len(plain) <= LONGEST_NEAR and _near_word(plain):
        return True
    squeezed = _squeezed(word)
    repeated = len(plain) <= LONGEST_NEAR and squeezed != plain and not _is_everyday(word, book)
    return (repeated and _near_word(squeezed)) or _near_alias(word, book)


def _is_stuck(word: str, book: Book) -> bool:
    """Tell whether SOS has its neighbour stuck to it: `SOSMSI`, `HELLOSOS`."""
    front = word.startswith(SOS) and word not in book.ordinary
    return word != SOS and (front or (word.endswith(SOS) and is_courtesy(word.removesuffix(SOS), book)))


def _fits(rest: list[str], book: Book) -> bool:
    """Tell whether all words are what an SOS would say, or thanks in a script of its own."""
    said = [word for word in rest if word.isascii() or not is_courtesy(word, book)]
    return readable(said, SOS, book) == len(said)


def _may_open(words: list[str], book: Book) -> bool:
    """Tell whether the first word is near SOS: an everyday word only where all the rest fits an SOS."""
    opening, rest = words[0], words[1:]
    if not _near(opening, book):
        return False
    if _fits(rest, book):
        return True
    return not _is_everyday(opening, book) and len(rest) <= FEW_MORE


def _may_follow(words: list[str], book: Book) -> bool:
    """Tell whether a word further on is near SOS, and all others are what an SOS would say."""
    return len(words) <= FEW_MORE and any(
        _near(word, book) and _fits(words[:at] + words[at + 1 :], book) for at, word in enumerate(words)
    )


def _tells(words: list[str], book: Book) -> bool:
    """Tell whether a message without a type says only what an SOS would, such as `FLOOD 3HURT`."""
    lex = lexicon(book, SOS)
    own = [w for w in words if any(h.slot in _OWN for h in (*lex.meanings.get(w, ()), *shapes(w, lex)))]
    figures = any(map(str.isdecimal, "".join(own)))
    return bool(own) and _fits(words, book) and (figures or len(words) > 1)


def possible(words: list[str], book: Book) -> bool:
    """Tell whether a message may be an SOS gone wrong.

    The word itself further on is enough where most of the message fits; another type anywhere rules it out.
    """
    known = type_words(book)
    heads = _heads(words, book)
    if any(known.get(word) == SOS for word in heads):
        others = [word for word in heads if known.get(word, SOS) != SOS]
        return not others and (len(heads) <= FEW or readable(heads, SOS, book) * 2 >= len(heads))
    if any(known.get(word, SOS) != SOS for word in words):
        return False
    if any(_is_stuck(run[0], book) or _may_open(run, book) for run in (heads, words) if run):
        return True
    return bool(heads) and (_may_follow(heads, book) or _tells(heads, book))


def unopened(words: list[str], book: Book) -> list[str]:
    """Return the words of an SOS without the word itself, however it is spelled."""
    known = type_words(book)
    for count in range(LONGEST_SPELLING, 1, -1):
        at = next((i for i in range(len(words)) if known.get("".join(words[i : i + count])) == SOS), None)
        if at is not None:
            return words[:at] + words[at + count :]
    return [w for w in words if w not in _SPELLING and SOS not in (known.get(w), known.get(_squeezed(w)))]
