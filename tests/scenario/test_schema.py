"""The JSON Schema says what the loader does: same keys, same words, same units, same limits."""

import json
import re
from typing import Any

import pytest

from journey_tui.scenario.model import Scenario
from journey_tui.scenario.quantity import TIME, Quantity
from journey_tui.scenario.schema import DIALECT, scenario_schema

SCHEMA = scenario_schema()


def part(*steps: str) -> dict[str, Any]:
    """The schema of a key, through references and lists."""
    here: dict[str, Any] = SCHEMA
    for step in ("", *steps):
        here = _seen(here["properties"][step] if step else here)
    return here


def _seen(here: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in here or "items" in here or "allOf" in here:
        if "$ref" in here:
            here = SCHEMA["$defs"][here["$ref"].rpartition("/")[2]]
        elif "items" in here:
            here = here["items"]
        else:
            here = here["allOf"][0]
    return here


def test_it_is_json_of_the_named_dialect() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"] == DIALECT
    assert SCHEMA["required"] == ["journey", "title"]


def test_every_reference_leads_somewhere() -> None:
    references = re.findall(r'"#/\$defs/([^"]+)"', json.dumps(SCHEMA))
    assert references
    assert set(references) <= set(SCHEMA["$defs"])


def test_every_mapping_refuses_unknown_keys() -> None:
    for name, definition in SCHEMA["$defs"].items():
        for mapping in definition.get("anyOf", [definition]):
            if "properties" in mapping:
                assert mapping["additionalProperties"] is False, name
    assert SCHEMA["additionalProperties"] is False


def test_every_key_is_described() -> None:
    assert set(SCHEMA["properties"]) == set(Scenario.model_fields)
    for definition in [SCHEMA, *SCHEMA["$defs"].values()]:
        for mapping in definition.get("anyOf", [definition]):
            for key, value in mapping.get("properties", {}).items():
                assert "description" in value or "$ref" in value, key


def test_a_quantity_is_a_pattern_that_takes_what_the_loader_takes() -> None:
    pattern = part("clients", "at")["pattern"]
    assert pattern == part("network", "path", "latency")["pattern"]
    for text in ("80us", "1.5s", "250ns", "0ms"):
        assert re.search(pattern, text)
        Quantity(TIME).read(text)
    for text in ("20", "20 ms", "-5ms", "5sec", "ms", "1.s", ""):
        assert not re.search(pattern, text)


def test_words_and_limits_are_the_model_s() -> None:
    assert part("level")["enum"] == ["beginner", "intermediate", "advanced"]
    assert part("server", "go")["enum"][-1] == "1.27"
    assert (part("clients", "count")["minimum"], part("clients", "count")["maximum"]) == (1, 1_000_000)
    assert part("machine", "cpus")["type"] == "integer"
    assert part("journey")["const"] == 1


@pytest.mark.parametrize(
    "steps", [("until",), ("clients", "segments"), ("server", "routes", "handler", "body_size")]
)
def test_what_may_be_left_out_may_still_not_be_empty(steps: tuple[str, ...]) -> None:
    *before, last = steps
    holder = part(*before)
    assert last not in holder.get("required", [])
    assert '"null"' not in json.dumps(holder["properties"][last])
