"""`journey check`: every mistake of scenario files, by line and column."""

import sys

import click

from journey_tui.text import clean_line


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Check scenario FILEs; bundled scenarios may be named too."""
    from journey_tui.scenario.bundled import names, path
    from journey_tui.scenario.errors import ScenarioErrors
    from journey_tui.scenario.loader import load
    from journey_tui.simulation.go.mux import check_patterns

    failed = False
    for file in files:
        try:
            load(path(file) if file in names() else file, check_patterns)
        except ScenarioErrors as error:
            failed = True
            click.echo(str(error), err=True)
        else:
            click.echo(f"{clean_line(file)}: ok")
    if failed:
        sys.exit(2)
