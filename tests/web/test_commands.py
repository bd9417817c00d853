"""docs/commands.md names every command and subcommand that there is, in the words of its own --help."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import typer

from web.__main__ import COMMANDS

_PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
_LINE = re.compile(r"^\| `patrolwire ([a-z ]+)` \| (.+) \|$", re.MULTILINE)


def _commands() -> Iterator[tuple[str, str]]:
    for name, (module, _) in COMMANDS.items():
        app: typer.Typer = importlib.import_module(module).app
        command = typer.main.get_command(app)
        under = getattr(command, "commands", {})
        for each, one in under.items():
            yield f"{name} {each}", _first(one.help)
        if not under:
            yield name, _first(command.help)


def _first(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0].replace("|", "\\|")


def test_each_command_stands_in_the_docs_as_its_help_says_it() -> None:
    there, told = list(_commands()), _LINE.findall(_PAGE.read_text(encoding="utf-8"))
    assert len(there) > 30  # the search itself works
    assert all(sentence for _, sentence in there)
    assert sorted(told) == sorted(there)


def test_the_readme_leads_to_that_page() -> None:
    assert "docs/commands.md" in (_PAGE.parents[1] / "README.md").read_text(encoding="utf-8")
