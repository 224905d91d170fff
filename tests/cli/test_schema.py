"""`journey schema`: what an editor reads."""

import json

from journey_tui.scenario.schema import scenario_schema
from tests.cli.invoke import invoke


def test_it_prints_the_schema_and_nothing_else() -> None:
    result = invoke("schema")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == scenario_schema()
