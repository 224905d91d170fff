"""The JSON Schema of scenario files, from the model itself, so that editors complete what the loader takes."""

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from journey_tui.scenario.model import Scenario

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class _Spelled(GenerateJsonSchema):
    """Says what a file may hold, where that is not what the model holds.

    No defaults: the model's are nanoseconds and bytes, and a file spells `20ms` and `5KiB`. No null: a key that is
    not wanted is left out.
    """

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """The value when there is one."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The field without its default."""
        return self.generate_inner(schema["schema"])


def scenario_schema() -> dict[str, Any]:
    """The schema of a whole file."""
    return {"$schema": DIALECT, **Scenario.model_json_schema(schema_generator=_Spelled)}
