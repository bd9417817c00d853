"""The console's stylesheet and script: inside the first page, by address once the browser has them."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of ours, small enough to stand inside a page; its name changes with its content."""

    kind: str
    body: str
    media_type: str

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.body.encode()).digest()

    @property
    def path(self) -> str:
        return f"/s/{self.digest.hex()[:12]}.{self.kind}"

    @property
    def csp(self) -> str:
        return f"'sha256-{base64.b64encode(self.digest).decode()}'"


@dataclass(frozen=True, slots=True)
class Shell:
    """Style and script together; `mark` names this edition of both, and is what the cookie holds.

    `more` is the style that the queue does without, so that the first view stays small, `answer` the script
    of the reply to an officer; both are only linked.
    """

    style: Asset
    script: Asset
    more: Asset
    answer: Asset

    @property
    def mark(self) -> str:
        return hashlib.sha256(self.style.digest + self.script.digest).hexdigest()[:8]

    def style_tag(self, *, linked: bool) -> Markup:
        """Return the tag for the head of a page, by address or whole."""
        if linked:
            return Markup('<link rel="stylesheet" href="{}">').format(self.style.path)
        return Markup(f"<style>{self.style.body}</style>")  # noqa: S704  # our own file

    def more_tag(self) -> Markup:
        """Return the tag for the head of a page that shows more than the queue."""
        return Markup('<link rel="stylesheet" href="{}">').format(self.more.path)

    def answer_tag(self) -> Markup:
        """Return the tag for the foot of a page that writes to an officer."""
        return Markup('<script src="{}"></script>').format(self.answer.path)


@cache
def shell() -> Shell:
    """Read the files of the package, once."""
    folder = files("web") / "static"
    style = _tight((folder / "console.css").read_text(encoding="utf-8")).replace("BORDERS", _borders())
    script = (folder / "console.js").read_text(encoding="utf-8")
    more = _tight((folder / "more.css").read_text(encoding="utf-8"))
    return Shell(
        Asset("css", style, "text/css"),
        Asset("js", _bare(script), "text/javascript"),
        Asset("css", more, "text/css"),
        Asset("js", _bare((folder / "answer.js").read_text(encoding="utf-8")), "text/javascript"),
    )


def _borders() -> str:
    """Return the drawing of the five countries as an address that asks nobody for anything."""
    drawing = (files("web") / "geography" / "borders.svg").read_text(encoding="utf-8").strip()
    return 'url("data:image/svg+xml,{}")'.format(quote(drawing, safe=" =:/'"))


def _tight(style: str) -> str:
    without = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return re.sub(r"\s*([{};:,>])\s*", r"\1", re.sub(r"\s+", " ", without)).strip()


def _bare(script: str) -> str:
    """Take away indentation and whole-line comments; nothing that could change what the script means."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
