"""`journey scenarios`: the bundled scenarios."""

import click

from journey_tui.cli.sources import bundled_titles


@click.command()
def scenarios() -> None:
    """List the bundled scenarios: name, level, title."""
    titles = bundled_titles()
    width = max((len(entry.name) for entry in titles), default=0)
    for entry in titles:
        click.echo(f"{entry.name:<{width}}  {entry.level:<12}  {entry.title}")
