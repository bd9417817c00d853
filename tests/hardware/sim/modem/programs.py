"""Running programs that nobody here wrote against a pretend modem, and ending them by their own ids."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT

from tests.peers import need

WITHIN = 40.0  # seconds; what takes longer hangs
GRACE = 3.0  # seconds between asking a program to end and making it


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which a program finds nobody's settings but ours."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC"}


async def output_of(folder: Path, name: str, *arguments: str) -> str:
    """Run a program to its end and return what it said; it must succeed."""
    process = await asyncio.create_subprocess_exec(
        need(name), *arguments, cwd=folder, env=environment(folder), stdin=DEVNULL, stdout=PIPE, stderr=STDOUT
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), WITHIN)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    text = said.decode(errors="replace")
    assert process.returncode == 0, text
    return text


@asynccontextmanager
async def running(folder: Path, name: str, *arguments: str) -> AsyncIterator[None]:
    """Keep a daemon running while the context lasts; its output goes to NAME.out."""
    with (folder / f"{name}.out").open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            need(name),
            *arguments,
            cwd=folder,
            env=environment(folder),
            stdin=DEVNULL,
            stdout=out,
            stderr=STDOUT,
        )
        try:
            yield
            assert process.returncode is None, (folder / f"{name}.out").read_text()
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()


async def until(true: Callable[[], object]) -> None:
    """Wait until something is true; only a hang fails."""
    async with asyncio.timeout(WITHIN):
        while not true():  # programs and files raise no events
            await asyncio.sleep(0.05)
