"""What goes wrong on the way: cut, sent twice, sent again with an edit, split by hand, parts out of order.

A sending is one text or several, as the gateway gets them. A cut at 70 happens to texts in Unicode; a cut at
160 to any. The last sign kept is the last that fitted.
"""

from codes.noise.draft import Scene

_GSM = 160
_UNICODE = 70
_ALWAYS_UNICODE = 0.1
"""Share of phones set to send everything in Unicode."""


def cut(text: str, clean: str, scene: Scene) -> tuple[str, ...] | None:
    del clean
    most = _UNICODE if not text.isascii() or scene.lucky(_ALWAYS_UNICODE) else _GSM
    return (text[:most],) if len(text) > most else None


def twice(text: str, clean: str, scene: Scene) -> tuple[str, ...] | None:
    """Send two messages, or one that holds the same text two times."""
    del clean
    return (text, text) if scene.lucky(0.7) else (f"{text} {text}",)


def edited(text: str, clean: str, scene: Scene) -> tuple[str, ...] | None:
    """Send it first with the slip, then put right."""
    del scene
    return (text, clean) if text != clean else None


def _halves(text: str, scene: Scene) -> tuple[str, str] | None:
    words = text.split(" ")
    if len(words) < 4:  # noqa: PLR2004 - nobody splits three words
        return None
    at = scene.dice.randrange(2, len(words) - 1)
    return " ".join(words[:at]), " ".join(words[at:])


def split(text: str, clean: str, scene: Scene) -> tuple[str, ...] | None:
    """Send two messages where one would have done, some with numbers."""
    del clean
    halves = _halves(text, scene)
    if halves and scene.lucky(0.3):
        return f"1/2 {halves[0]}", f"2/2 {halves[1]}"
    return halves


def disordered(text: str, clean: str, scene: Scene) -> tuple[str, ...] | None:
    """Let the second half come first: as a message of its own, or put together the wrong way round."""
    del clean
    halves = _halves(text, scene)
    if halves is None:
        return None
    return (halves[1], halves[0]) if scene.lucky(0.5) else (f"{halves[1]} {halves[0]}",)
