"""Slips with whole fields: missing, swapped, joined, said again, or said once where twice was asked."""

from dataclasses import replace

from codes.book import Kind
from codes.noise.draft import TYPE, Draft, Scene, Token
from codes.report import Value


def blocks(draft: Draft) -> list[tuple[Token, ...]]:
    """Return the words of the draft by field, in the order typed."""
    found: list[list[Token]] = []
    for token in draft.tokens:
        if found and found[-1][-1].field == token.field:
            found[-1].append(token)
        else:
            found.append([token])
    return [tuple(block) for block in found]


def laid(draft: Draft, chosen: list[tuple[Token, ...]]) -> Draft:
    return replace(draft, tokens=tuple(token for block in chosen for token in block))


def _movable(draft: Draft, scene: Scene) -> list[int]:
    """Return the blocks that may go elsewhere: not the type, and not free text, which ends the message."""
    return [
        i
        for i, block in enumerate(blocks(draft))
        if block[0].field != TYPE and scene.kind(draft, block[0]) is not Kind.TEXT
    ]


def missing(draft: Draft, scene: Scene) -> Draft | None:
    """Forget a whole field; where it was optional, nobody can see that it was meant."""
    where = [*_movable(draft, scene), 0]
    parts = blocks(draft)
    at = scene.dice.choice(where)
    gone = parts[at][0].field
    left = laid(draft, [block for i, block in enumerate(parts) if i != at])
    if not left.tokens:
        return None
    slot = scene.slot(draft, gone)
    if slot is None or slot.mandatory:
        return left
    fields: dict[str, Value] = {n: v for n, v in draft.says.fields.items() if n != gone}
    return left.retold(fields)


def swapped(draft: Draft, scene: Scene) -> Draft | None:
    """Let two fields change places; the type may be one of them."""
    where = [*_movable(draft, scene), 0]
    parts = blocks(draft)
    one, other = scene.dice.sample(where, 2) if len(where) > 1 else (0, 0)
    if one == other:
        return None
    parts[one], parts[other] = parts[other], parts[one]
    return laid(draft, parts)


def joined(draft: Draft, scene: Scene) -> Draft | None:
    """Leave a space away, or all of them."""
    where = [i for i in range(1, len(draft.tokens)) if scene.kind(draft, draft.tokens[i]) is not Kind.TEXT]
    if not where:
        return None
    chosen = set(where) if scene.lucky(0.15) else {scene.dice.choice(where)}
    return replace(
        draft,
        tokens=tuple(replace(t, glue="") if i in chosen else t for i, t in enumerate(draft.tokens)),
    )


def repeated(draft: Draft, scene: Scene) -> Draft | None:
    """Type a field again, beside itself or at the end."""
    where = _movable(draft, scene)
    if not where:
        return None
    parts = blocks(draft)
    block = parts[scene.dice.choice(where)]
    at = parts.index(block) + 1 if scene.lucky(0.5) else where[-1] + 1
    return laid(draft, [*parts[:at], block, *parts[at:]])


def said_once(draft: Draft, scene: Scene) -> Draft | None:
    """Type once the figures and plates that the book wants twice, and leave totals away."""
    del scene
    kept = tuple(token for token in draft.tokens if not token.again and not _total(token))
    return replace(draft, tokens=kept) if len(kept) < len(draft.tokens) else None


def _total(token: Token) -> bool:
    return token.field == "persons" and token.text.upper().startswith("TOT")
