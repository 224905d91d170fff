"""`journey schema`: the JSON Schema of scenario files, for editors."""

import json

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema (draft 2020-12) of scenario files."""
    from journey_tui.scenario.schema import scenario_schema

    click.echo(json.dumps(scenario_schema(), indent=2, sort_keys=False))
