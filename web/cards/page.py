"""The same paper as a page of HTML, to be printed from a browser without margins."""

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from web.cards.fonts import LEADING

_TEMPLATES = Environment(
    loader=PackageLoader("web.cards", "templates"), autoescape=True, undefined=StrictUndefined
)


def page(template: str, language: str, title: str, **values: object) -> str:
    """Return a page of A6 sides."""
    found = _TEMPLATES.get_template(template)
    return found.render(language=language, title=title, leading=LEADING[language], **values)


def write(file: Path, text: str) -> None:
    """Write a page; only its owner may read it."""
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
