"""What a marker announces: a name, a free word, a number, a choice of its own slot."""

from codes.book import Kind, Slot
from codes.reading.pieces import Piece
from codes.words.lexicon import Hit, Lexicon, Role
from codes.words.shapes import DATE, plain

LONGEST_NAME = 4
_TOTALS = ("TOT", "TOTAL")


def _named(words: list[str], at: int, slot: Slot, lex: Lexicon) -> Piece | None:
    """Read the words after a marker as a name, up to the first that means something."""
    end = at + 1
    longest = min(len(words), at + 1 + LONGEST_NAME)
    while end < longest and words[end].isalpha() and words[end] not in lex.meanings:
        end += 1
    name = " ".join(words[at + 1 : end])
    return Piece(at, end, f"{words[at]} {name}", (Hit(Role.SHAPED, slot.name, name),)) if name else None


def _marked_hit(marker: str, word: str, slot: Slot, lex: Lexicon) -> Hit | None:
    """Read the word after a marker in the marker's own slot, where that slot wants its marker."""
    if slot.kind is Kind.MARKED and not _is_idle(word, lex):
        return Hit(Role.SHAPED, slot.name, word)
    if slot.kind is Kind.NUMBER and word.isdecimal():
        return Hit(Role.QUANTITY, slot.name, plain(word))
    if slot.kind is Kind.PERSONS and word.isdecimal() and marker in _TOTALS:
        return Hit(Role.TOTAL, slot.name, plain(word))
    if slot.kind is Kind.DATE and DATE.match(word):
        return Hit(Role.DATE, slot.name, word)
    return lex.marked.get(slot.name, {}).get(word)


def _is_idle(word: str, lex: Lexicon) -> bool:
    """Tell whether a word is another marker, or nothing but talk: neither is what a marker announces."""
    roles = {hit.role for hit in lex.meanings.get(word, ())}
    return Role.MARKER in roles or roles == {Role.NOISE}


def after_marker(words: list[str], at: int, hit: Hit, lex: Lexicon) -> Piece | None:
    if at + 1 >= len(words):
        return None
    slot, word = lex.type.slots[hit.slot], words[at + 1]
    if slot.kind is Kind.NAME:
        return _named(words, at, slot, lex)
    if found := _marked_hit(words[at], word, slot, lex):
        return Piece(at, at + 2, f"{words[at]} {word}", (found,))
    return _marked_phrase(words, at, slot, lex)


def _marked_phrase(words: list[str], at: int, slot: Slot, lex: Lexicon) -> Piece | None:
    """Read an alias of several words after its marker: `BOUND SRI LANKA`."""
    for end in range(min(len(words), at + 1 + LONGEST_NAME), at + 2, -1):
        if found := lex.marked.get(slot.name, {}).get("".join(words[at + 1 : end])):
            return Piece(at, end, " ".join(words[at:end]), (found,))
    return None
