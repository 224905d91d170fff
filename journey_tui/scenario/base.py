"""The base of every part of the scenario model: frozen, and deaf to keys it does not know."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A mapping of a scenario file. Unknown keys are refused, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
