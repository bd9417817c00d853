"""How a command that serves until told otherwise hears of its end."""

import asyncio
import signal


def end_with_signals(ended: asyncio.Event) -> None:
    """End as cleanly on Ctrl-C as on `quit`; to be called before the command says that it is ready."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
