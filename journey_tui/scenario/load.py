"""Many clients at once, drawn from distributions."""

from typing import Annotated, Final, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from journey_tui.scenario.base import Model
from journey_tui.scenario.errors import Refusal, shown
from journey_tui.scenario.quantity import NS_PER_SECOND, EventRate, PositiveTime, Time
from journey_tui.scenario.values import Choice, JsonSchema, Whole
from journey_tui.scenario.wire import Host, Method, Target

MOST_POOLED: Final = 65_535
"""Connections of a pool: one client address has no more ports."""


class _Connections:
    """Annotation for `connections`: the word new, or the size of a pool."""

    _size = Whole(1, MOST_POOLED)

    def read(self, value: object) -> str | int:
        """Return `new` or the number; raises `Refusal`."""
        if value == "new":
            return "new"
        if isinstance(value, str):
            raise Refusal(f"must be new or a number of connections such as 64, not {shown(value)}")
        return self._size.read(value)

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"anyOf": [{"const": "new"}, self._size.__get_pydantic_json_schema__(core, handler)]}


class Load(Model):
    """One stream of requests."""

    at: Time = 0
    """When it begins."""
    rate: EventRate = 100.0
    """Requests per second, on average."""
    arrivals: Annotated[Literal["poisson", "constant"], Choice()] = "poisson"
    """How the requests are spread over time."""
    duration: PositiveTime = NS_PER_SECOND
    """How long requests are made."""
    connections: Annotated[Literal["new"] | int, _Connections()] = "new"
    """new: one connection each; a number: a pool of so many."""
    method: Method = "GET"
    """Request method."""
    target: Target = "/"
    """Request target."""
    host: Host = "localhost:3000"
    """Value of the Host header."""
