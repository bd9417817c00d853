"""`patrolwire sim radio`: a pretend serial radio for other programs to talk to."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from hardware.radio.ax25 import Fault, read_callsign
from web.commands.ended import end_with_signals


def radio(
    pty: Annotated[Path, typer.Option(help="Where to link the TNC's line; gone while unplugged.")],
    control: Annotated[Path, typer.Option(help="Control socket: a JSON object a line in, one out.")],
    callsign: Annotated[str, typer.Option(help="The station that patrols text to.")] = "HQPOST",
    loss: Annotated[float, typer.Option(min=0, max=1, help="Share of frames that nobody hears.")] = 0.0,
    echo: Annotated[bool, typer.Option(help="Let the station hear its own frames.")] = False,
    patience: Annotated[float, typer.Option(min=0.1, help="Seconds until a patrol repeats.")] = 5.0,
    seed: Annotated[int, typer.Option(help="Seed of the luck on the air.")] = 0,
) -> None:
    """Pretend to be a radio behind a KISS TNC, with patrols on the air."""
    from hardware.sim.radio.pretend import PretendRadio, Setup  # noqa: PLC0415  # only this command pays for it

    station = read_callsign(callsign)
    if isinstance(station, Fault):
        raise typer.BadParameter(station.cause, param_hint="--callsign")

    async def stay() -> None:
        made = PretendRadio(Setup(pty, station, control, loss, echo, patience, seed))
        end_with_signals(made.ended)
        async with made:
            typer.echo(f"A pretend radio at {pty}, its control socket at {control}.")
            await made.ended.wait()

    try:
        asyncio.run(stay())
    except OSError as wrong:
        typer.echo(f"The pretend radio cannot run: {wrong}", err=True)
        raise typer.Exit(1) from None
