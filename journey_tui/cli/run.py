"""`journey run`: run a scenario without a screen and print what happened."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journey_tui.cli.output import OUTPUT_OPTION, as_lines, deliver
from journey_tui.cli.sources import open_source

if TYPE_CHECKING:
    from journey_tui.trace.trace import Trace


@click.command()
@click.argument("source")
@click.option(
    "--format",
    "form",
    type=click.Choice(["transcript", "json", "jsonl"]),
    default="transcript",
    show_default=True,
    help="Sentences, the result as one JSON object, or the whole trace as JSON Lines.",
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Use this seed instead of the scenario's.")
@OUTPUT_OPTION
def run(source: str, form: str, seed: int | None, output: Path | None) -> None:
    """Run SOURCE (a bundled scenario, a scenario file or a trace) and print what happened."""
    deliver(_chunks(open_source(source, seed), form), output)


def _chunks(trace: "Trace", form: str) -> Iterable[bytes]:
    if form == "json":
        return _result(trace)
    if form == "jsonl":
        from journey_tui.trace.file import trace_lines

        return trace_lines(trace)
    from journey_tui.exporters.transcript import transcript_lines

    return as_lines(transcript_lines(trace))


def _result(trace: "Trace") -> Iterator[bytes]:
    """The result is made when it is asked for, where a damaged trace is refused as in every other format."""
    from journey_tui.exporters.summary import run_json

    yield run_json(trace)
