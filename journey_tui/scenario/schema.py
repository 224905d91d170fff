"""The JSON Schema of scenario files, from the model itself, so that editors complete what the loader takes."""

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from journey_tui.scenario.model import Scenario

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class _Spelled(GenerateJsonSchema):
    """Leaves out defaults: the model holds nanoseconds and bytes, and a file spells `20ms` and `5KiB`."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The field without its default."""
        return self.generate_inner(schema["schema"])


def scenario_schema() -> dict[str, Any]:
    """The schema of a whole file."""
    return {"$schema": DIALECT, **Scenario.model_json_schema(schema_generator=_Spelled)}
