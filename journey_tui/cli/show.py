"""`journey show`: the screen; also what `journey` without a command does."""

import sys
from collections.abc import Sequence

import click

from journey_tui.cli.sources import find_source, open_source
from journey_tui.cli.terminal import refuse_unusable_terminal


@click.command()
@click.argument("source", default="hello")
@click.option(
    "--theme", type=click.Choice(["dark", "light"]), default="dark", show_default=True, help="Colours."
)
def show(source: str, theme: str) -> None:
    """Show SOURCE (a bundled scenario, a scenario file or a trace) on the screen."""
    find_source(source)
    refuse_unusable_terminal()
    from journey_tui.tui.app import JourneyApp

    app = JourneyApp(open_source, source, _titles, theme=f"journey-{theme}")
    app.run()
    sys.exit(app.return_code or 0)


def _titles() -> Sequence[tuple[str, str]]:
    from journey_tui.scenario.bundled import titles

    return titles()
