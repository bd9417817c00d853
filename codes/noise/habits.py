"""How people type a report without a slip: other orders, spaces and small words, all as the card allows."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

from codes.book import Kind
from codes.noise.draft import TYPE, Draft, Scene, Token
from codes.noise.fields import blocks, laid, said_once

_UNIT = re.compile(r"(\d+(?:\.\d+)?)([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of messages in which each habit shows."""

    order: float  # the fields in an order of one's own
    small: float  # in small letters
    apart: float  # 5 KG
    before: float  # 5KG ICE
    marked: float  # SUS 2M, PLATE BK4471
    once: float = 0.0  # what the book wants twice is said once


def _order(draft: Draft, scene: Scene) -> Draft:
    parts = blocks(draft)
    fixed = [b for b in parts if b[0].field == TYPE]
    last = [b for b in parts if scene.kind(draft, b[0]) is Kind.TEXT]
    free = [b for b in parts if b not in fixed and b not in last]
    return laid(draft, [*fixed, *scene.shuffled(free), *last])


def _small(draft: Draft, scene: Scene) -> Draft:
    del scene
    return replace(draft, tokens=tuple(replace(t, text=t.text.lower()) for t in draft.tokens))


def _apart(draft: Draft, scene: Scene) -> Draft:
    def spaced(token: Token) -> Token:
        counted = scene.kind(draft, token) is Kind.ITEMS and token.figure
        return replace(token, text=_UNIT.sub(r"\1 \2", token.text)) if counted else token

    return replace(draft, tokens=tuple(map(spaced, draft.tokens)))


def _before(draft: Draft, scene: Scene) -> Draft:
    """Put the figures of each item before its code, its form last."""
    rows = groupby(draft.tokens, lambda token: (token.field, token.row))
    tokens: list[Token] = []
    for _, row in rows:
        words = list(row)
        item = scene.kind(draft, words[0]) is Kind.ITEMS
        tokens += sorted(words, key=_place_in_row(words)) if item else words
    return replace(draft, tokens=tuple(tokens))


def _place_in_row(words: list[Token]) -> Callable[[Token], int]:
    """Return where a word of an item goes: figures, then its code, then the rest."""
    code = words[0].text
    return lambda token: 0 if token.figure else 1 if token.text == code else 2


def _marked(draft: Draft, scene: Scene) -> Draft:
    """Announce a field by the word that the book has for that."""
    parts = blocks(draft)
    for i, block in enumerate(parts):
        slot = scene.slot(draft, block[0].field)
        ascii_markers = [m for m in slot.markers if m.isascii()] if slot else []
        said = {token.text.upper() for token in block}
        if slot and ascii_markers and not said & set(slot.markers) and slot.kind is not Kind.TEXT:
            parts[i] = (Token(ascii_markers[0], slot.name), *block)
    return laid(draft, parts)


def retyped(draft: Draft, scene: Scene, habits: Habits) -> Draft:
    """Return the same report as somebody with these habits types it."""
    for share, habit in (
        (habits.once, said_once),
        (habits.before, _before),
        (habits.order, _order),
        (habits.apart, _apart),
        (habits.marked, _marked),
        (habits.small, _small),
    ):
        if scene.lucky(share):
            draft = habit(draft, scene) or draft
    return draft
