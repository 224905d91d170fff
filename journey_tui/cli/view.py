"""`journey view`: what a real host's tool would print at a moment of a run."""

from pathlib import Path

import click

from journey_tui.cli.output import OUTPUT_OPTION, as_lines, deliver
from journey_tui.cli.sources import SourceRefused, open_source, refusing


@click.command()
@click.argument("source")
@click.option("--as", "tool", type=click.Choice(["strace"]), required=True, help="The tool to imitate.")
@click.option(
    "--at",
    "moment",
    metavar="POS",
    help="An event's number, a time (5.6us) or a share (40%); default: the end.",
)
@OUTPUT_OPTION
def view(source: str, tool: str, moment: str | None, output: Path | None) -> None:
    """Print what TOOL shows of SOURCE's server; with strace, all system calls up to --at."""
    from journey_tui.playback.player import Player, SeekError
    from journey_tui.playback.timeline import Timeline
    from journey_tui.views import VIEWS

    trace = open_source(source)
    with refusing():
        trace.pull_all()
    position = len(trace)
    if moment is not None:
        timeline = Timeline(trace)
        timeline.pull(len(trace))
        player = Player(timeline)
        try:
            player.seek_text(moment)
        except SeekError as error:
            raise SourceRefused(f"--at: {error}") from None
        position = player.position
    deliver(as_lines(VIEWS[tool](trace, position)), output)
