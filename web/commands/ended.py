"""How a command that serves until told otherwise hears of its end."""

import asyncio
import signal


def end_with_signals(ended: asyncio.Event) -> None:
    """Let Ctrl-C, or who started us, end it as cleanly as its own `quit`; for before it says it is ready."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
