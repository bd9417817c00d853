"""The number of a paper, `PERMIT NO TH1123`, that may as well be no paper beside a plate: asked about."""

from codes.reading.filling import Filling
from codes.reading.pieces import Option, Piece
from codes.words.lexicon import Role

PAPERS = "document"
"""The list of what may have a number."""
_NUMBER_OF = "NO"
"""What makes the marker of a paper's number of its code: PERMITNO."""


def paper_before(pieces: list[Piece], at: int, filling: Filling) -> Piece | None:
    """Return the paper that stands directly before a word, if one does."""
    before = pieces[at - 1] if at and pieces[at - 1].hits else None
    slot = filling.lex.type.slots.get(before.hits[0].slot) if before else None
    return before if slot and slot.listing == PAPERS else None


def numbered(pieces: list[Piece], at: int, filling: Filling, *, denial: bool = False) -> bool:
    """Ask what a word of figures is that `NO` joins to a paper; tell whether there are both."""
    paper, after = paper_before(pieces, at, filling), next(iter(pieces[at + 1 : at + 2]), None)
    if paper is None or after is None or not any(map(str.isdecimal, after.text)):
        return False
    draft, word, number = filling.draft, pieces[at], after.text
    both = Option(number, f"{paper.text}, {number}", draft.without([word]))
    options = [_whole(paper, after, filling), both]
    if denial:
        options.append(Option(number, number, draft.without([paper, word])))
    text = f"{paper.text} {word.text} {number}"
    filling.doubt(paper.hits[0].slot, "{text}: what is it?", {"text": text}, tuple(options))
    return True


def _whole(paper: Piece, after: Piece, filling: Filling) -> Option:
    """Take the word for the paper's number, where the type keeps one; else the paper alone is kept."""
    marker = paper.hits[0].value + _NUMBER_OF
    slots = [h.slot for h in filling.lex.meanings.get(marker, ()) if h.role is Role.MARKER]
    said = f"{marker} {after.text}" if slots else paper.text
    title = filling.lex.type.slots[slots[0]].title(filling.language) if slots else ""
    text = filling.draft.text({paper.start: said}, less=range(paper.start + 1, after.end))
    return Option(after.text if slots else "", f"{title} {after.text}" if slots else paper.text, text)
