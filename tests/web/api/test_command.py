"""`patrolwire token`: made and printed once, listed without its secret, ended."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.errors import ConfigError
from gateway.founding import Founded, first_account, found
from gateway.office import keys
from gateway.office.config import load
from gateway.store.store import Store
from tests.web.stage import now
from web.commands.token import app


@pytest.fixture
def config(tmp_path: Path) -> str:
    file = found(tmp_path / "office", Founded("MSI", "Mae Sai", "TH"))
    made = load(file)
    store = Store.make(made.dsn(), keys.store_key(made.path(made.store.key_file)))
    first_account(store, "duty", "a long enough word", "duty", now())
    store.close()
    return str(file)


def _run(*arguments: str) -> str:
    found = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.output


def test_a_token_is_added_listed_and_revoked(config: str) -> None:
    at = ("--config", config)
    secret = _run("add", "wallboard", "--account", "duty", "--scope", "read", *at).strip()
    assert secret.startswith("pwt_")
    listed = _run("list", "--json", *at)
    assert secret not in listed
    row = json.loads(listed)
    assert (row["name"], row["scopes"], row["state"]) == ("wallboard", "read", "holds")
    _run("revoke", str(row["token"]), *at)
    assert json.loads(_run("list", "--json", *at))["state"] == "revoked"


def test_what_cannot_be_is_refused_in_a_sentence(config: str) -> None:
    with pytest.raises(ConfigError, match="no such account"):
        _run("add", "wallboard", "--account", "nobody", "--scope", "read", "--config", config)
    with pytest.raises(ConfigError, match="only by the person it acts for"):
        _run("add", "wallboard", "--account", "duty", "--scope", "act", "--config", config)
    with pytest.raises(ConfigError, match="no such token"):
        _run("revoke", "7", "--config", config)
