"""`patrolwire sim`: pretend hardware for other programs to talk to."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from web.commands.ended import end_with_signals
from web.commands.sim_radio import radio

app = typer.Typer(
    name="sim",
    help="Pretend hardware: a modem and a radio that other programs can use.",
    no_args_is_help=True,
)


@app.callback()
def sim() -> None:
    """Run pretend hardware until Ctrl-C, or until it is told to quit."""


@app.command()
def modem(
    pty: Annotated[Path, typer.Option(help="Where to link the modem's line; gone while unplugged.")],
    control: Annotated[Path, typer.Option(help="Control socket: a JSON object a line in, one out.")],
    capacity: Annotated[int, typer.Option(min=1, max=1000, help="Places in the SIM.")] = 50,
    latency: Annotated[str, typer.Option(help="Seconds by command: CMGR=0.08,CMGD=0.15,...")] = "",
    pin: Annotated[str | None, typer.Option(help="PIN that locks the SIM.")] = None,
    preload: Annotated[int, typer.Option(min=0, help="Texts that wait at the start.")] = 0,
    state: Annotated[Path | None, typer.Option(help="File that outlives a restart.")] = None,
    number: Annotated[str | None, typer.Option(help="The SIM's own number.")] = None,
) -> None:
    """Pretend to be a GSM modem with its SIM and its network."""
    from hardware.sim.modem.pretend import PretendModem  # noqa: PLC0415  # only this command pays for it
    from hardware.sim.modem.settings import make_settings  # noqa: PLC0415  # the same

    async def stay() -> None:
        made = PretendModem(pty, control, settings=settings, preload=preload, state=state)
        end_with_signals(made.ended)
        async with made:
            typer.echo(f"A pretend modem at {pty}, its control socket at {control}.")
            await made.ended.wait()

    try:
        settings = make_settings(capacity=capacity, latency=latency, pin=pin, number=number)
        asyncio.run(stay())
    except (OSError, ValueError) as wrong:
        typer.echo(f"The pretend modem cannot run: {wrong}", err=True)
        raise typer.Exit(1) from None


app.command()(radio)
