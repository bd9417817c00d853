"""The front door: `patrolwire COMMAND`, each command in a file of `web/commands`.

A command's file is imported only when that command is called: a station should not wait for the demo's
imports, nor a decode for a web server's.
"""

import importlib
import sys
from typing import NoReturn

import typer

from gateway.errors import BackupError, ConfigError, StoreFullError, StoreLostError

COMMANDS = {
    "demo": ("web.commands.demo", "three offices with pretend modems, the consoles, a phone to text from"),
    "init": ("web.commands.init", "a new office: config, keys, database, first account"),
    "run": ("web.commands.run", "the station and its console"),
    "doctor": ("web.commands.doctor", "ports, modem, SIM, clock, disk, database, partners: what is wrong"),
    "decode": ("web.commands.decode", "decode texts, or one per line from standard input"),
    "encode": ("web.commands.encode", "reports as JSON lines in, canonical text and packed hex out"),
    "codebook": ("web.commands.codebook", "check, show, sample and print the codebook"),
    "sheet": ("web.commands.sheet", "officers' sheets of one-time codes: new, print, list, revoke"),
    "account": (
        "web.commands.account",
        "at the machine: who has an account, a new password for one: list, reset",
    ),
    "token": ("web.commands.token", "tokens by which programs use the API: add, list, revoke"),
    "sim": ("web.commands.sim", "pretend modems and radios that other programs can use"),
    "backup": ("web.commands.backup", "everything the office holds, sealed to the recovery keys"),
    "restore": ("web.commands.restore", "a new store from a backup"),
    "tls": ("web.commands.tls", "the console's certificate: show it, its root for other PCs, a new root"),
    "keys": ("web.commands.keys", "change or lock the store's key, make a new recovery key"),
    "audit": ("web.commands.audit", "whether the record is whole"),
    "erase": ("web.commands.erase", "overwrite a report's or a sender's content for good, on record"),
    "export": ("web.commands.export", "every report the office holds, one JSON object a line"),
    "bench": ("web.commands.bench", "the figures, on this machine, peers beside them"),
}
# Parts of the demo that run as processes of their own; nobody else calls them.
_INNER = {"demo-phone": "web.demo.phone"}
_HELP = ("-h", "--help", "help")


def main() -> None:
    """Run the command line; what went wrong is one sentence on standard error, and exit code 1."""
    name, rest = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("--help", [])
    module = COMMANDS[name][0] if name in COMMANDS else _INNER.get(name)
    if module is None:
        _explain(name)
    try:
        app: typer.Typer = importlib.import_module(module).app
        app(args=rest, prog_name=f"patrolwire {name}")
    except (BackupError, ConfigError, StoreFullError, StoreLostError) as error:
        sys.stderr.write(f"patrolwire: {error}\n")
        sys.exit(1)
    except BrokenPipeError:  # whoever read our output has gone
        sys.stdout = None
        sys.exit(1)
    except OSError as error:
        sys.stderr.write(f"patrolwire: {_of_the_machine(error)}\n")
        sys.exit(1)


def _of_the_machine(error: OSError) -> str:
    """Say what a file or the machine refused; what was whole before is whole still."""
    what = error.filename if isinstance(error.filename, str) else str(error.filename or "this machine")
    return (
        f"{what} cannot be used ({error.strerror or type(error).__name__}), and nothing was done after that: "
        "look whether it is there, whose it is, and whether the disk has room"
    )


def _explain(name: str) -> NoReturn:
    """Print the commands; a name that is none is said first."""
    if name in _HELP:
        sys.stdout.write(_usage())
        sys.exit(0)
    sys.stderr.write(
        f"patrolwire: there is no command {name!r}; nothing was done. These there are:\n\n{_usage()}"
    )
    sys.exit(2)


def _usage() -> str:
    rows = "".join(f"    {name:10} {sentence}\n" for name, (_, sentence) in COMMANDS.items())
    return f"patrolwire COMMAND [OPTIONS]; `patrolwire COMMAND --help` says more of each.\n\n{rows}"


if __name__ == "__main__":
    main()
