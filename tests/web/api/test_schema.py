"""The whole API against its own description, by schemathesis: nothing fails, nothing answers otherwise."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.web.api.program import token
from tests.web.stage import Stage

_EACH = "15"  # cases for each address


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("known", "role"), [(True, "supervisor"), (False, "clerk")])
async def test_schemathesis_finds_nothing_in_the_whole_schema(
    console: Stage, tmp_path: Path, known: bool, role: str
) -> None:
    keys = [await console.report(), await console.report(origin="TCL")]
    number = await console.message("hello")
    config = tmp_path / "schemathesis.toml"
    config.write_text(f'[parameters]\nkey = "{keys[0]}"\nnumber = {number}\n' if known else "")
    await console.account("asker", role=role)
    secret = await token(console, "asker")
    found = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
        *("run", f"{console.url}/api/v1/openapi.json", "--max-examples", _EACH, "--seed", "1"),
        *("-H", f"Authorization: Bearer {secret}", "--no-color", "--continue-on-failure"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=tmp_path,
    )
    said, _ = await found.communicate()
    assert found.returncode == 0, said.decode()
    assert b"Tested: 36" in said
