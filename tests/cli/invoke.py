"""Runs the command line inside the test's own process: what it printed, and how it ended."""

from click.testing import CliRunner, Result

from journey_tui.cli import journey


def invoke(*arguments: str) -> Result:
    """The result of `journey ARGUMENTS`; nothing but a deliberate exit may end it."""
    result = CliRunner().invoke(journey, arguments, prog_name="journey")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
