"""`journey view`: what a real host's tool would print at a moment of a run."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journey_tui.cli.output import OUTPUT_OPTION, as_lines, deliver
from journey_tui.cli.sources import SourceRefused, open_source, refusing
from journey_tui.views import VIEWS, Moment

if TYPE_CHECKING:
    from journey_tui.trace import Trace


class ViewCommand(click.Command):
    """Lists the tools below its options."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each tool with the command that it stands for."""
        with formatter.section("Tools"):
            formatter.write_dl([(name, f"{view.command}: {view.shows}") for name, view in VIEWS.items()])


@click.command(cls=ViewCommand)
@click.argument("source")
@click.option(
    "--as",
    "tool",
    type=click.Choice(list(VIEWS)),
    required=True,
    metavar="TOOL",
    help="The tool to imitate.",
)
@click.option(
    "--at",
    "moment",
    metavar="POS",
    help="An event's number, a time (5.6us) or a share (40%); default: the end.",
)
@click.option(
    "--request",
    type=click.IntRange(min=1),
    metavar="N",
    help="curl: the request to show; default: the one that was spoken of last.",
)
@OUTPUT_OPTION
def view(source: str, tool: str, moment: str | None, request: int | None, output: Path | None) -> None:
    """Print what TOOL shows of SOURCE's server at a moment of the run."""
    trace = open_source(source)
    with refusing():
        trace.pull_all()
    now = _moment(trace, moment)
    deliver(as_lines(_lines(tool, now, request)), output)


def _moment(trace: "Trace", text: str | None) -> Moment:
    """The moment that --at names; the end without it."""
    from journey_tui.playback.place import SeekError, find_position
    from journey_tui.playback.timeline import Timeline

    if text is None:
        return Moment(trace, len(trace))
    timeline = Timeline(trace)
    try:
        position = find_position(timeline, text)
    except SeekError as error:
        raise SourceRefused(f"--at: {error}") from None
    return Moment(trace, position, timeline.world_at(position))


def _lines(tool: str, moment: Moment, request: int | None) -> Iterator[str]:
    if request is None:
        return VIEWS[tool].lines(moment)
    if tool != "curl":
        raise SourceRefused(f"--request: only curl shows one request; --as {tool} shows the whole host")
    if all(event.request != request for event in moment.events()):
        raise SourceRefused(f"--request: no request {request} so far")
    from journey_tui.views.curl import curl

    return curl(moment, request)
