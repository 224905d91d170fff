"""A moment of the run, by what happens: the event for which all that is said holds."""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from journey_tui.scenario.base import Model
from journey_tui.scenario.errors import Refusal, shown
from journey_tui.scenario.lesson.words import Condition, EventKind, Id, StageId
from journey_tui.scenario.values import Choice, Flag, JsonSchema, Name, Whole
from journey_tui.text import clean
from journey_tui.trace.lesson import WhereValue

_LARGEST_ID: Final = 2**53
_LONGEST_VALUE: Final = 4096
_NO_FIELDS: Final[dict[str, WhereValue]] = {}


@dataclass(frozen=True)
class _Where:
    """Annotation for fields of an event and what they equal."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        value = core_schema.no_info_plain_validator_function(_value)
        return core_schema.dict_schema(core_schema.str_schema(), value, min_length=1)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        one: list[JsonSchema] = [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]
        several: JsonSchema = {"type": "array", "items": {"type": "string"}}
        return {
            "type": "object",
            "additionalProperties": {"anyOf": [*one, several]},
            "minProperties": 1,
        }


def _value(value: object) -> WhereValue:
    if isinstance(value, list):
        if not all(isinstance(item, str) for item in value):
            raise Refusal("a list is for the words that the field holds, such as [SYN, ACK]")
        return tuple(clean(item, _LONGEST_VALUE) for item in value)
    if isinstance(value, str):
        return clean(value, _LONGEST_VALUE)
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return value
    raise Refusal(f"must be a word, a whole number, true or false, or a list of words, not {shown(value)}")


class Moment(Model):
    """A moment of the run; at least one of kind, stage, condition and at."""

    kind: EventKind = ""
    """The kind of event: FrameArrived."""
    where: Annotated[dict[str, WhereValue], _Where()] = _NO_FIELDS
    """Fields of the event and what they equal: {name: read, errno: EAGAIN}."""
    stage: StageId = ""
    """The stage where it happens."""
    condition: Condition = ""
    """A breakpoint's words: accept queue > 3."""
    at: Annotated[Literal["start", "end"], Choice()] | None = None
    """The first or the last event of the run."""
    request: Annotated[int, Whole(0, _LARGEST_ID)] | None = None
    """Number of the request that it is about."""
    connection: Annotated[int, Whole(0, _LARGEST_ID)] | None = None
    """Number of the connection."""
    goroutine: Annotated[int, Whole(0, _LARGEST_ID)] | None = None
    """Number of the goroutine."""
    client: Name = ""
    """The client whose connection or request it is."""
    nth: Annotated[int, Whole(1, 10_000_000)] = 1
    """The first, second ... of them; from the beginning, or from what after names."""
    after: Id = ""
    """Id of the stop or chapter behind which it is looked for."""
    before: Flag = False
    """true: just before the event, so that it can be asked about."""
