"""A duration that may be drawn at random: `20us`, `{exponential: 200us}` or `{uniform: [1ms, 3ms]}`."""

from typing import Annotated, Any, Final, Self, cast

from pydantic import AfterValidator, GetJsonSchemaHandler, ModelWrapValidatorHandler, model_validator
from pydantic_core import CoreSchema

from journey_tui.scenario.base import Model
from journey_tui.scenario.errors import Refusal, shown
from journey_tui.scenario.quantity import LONGEST_TIME_NS, TIME, PositiveTime, Quantity, Time
from journey_tui.scenario.suggestions import did_you_mean

_FIXED: Final = Quantity(TIME, highest=LONGEST_TIME_NS)


def _shorter_first(pair: tuple[int, int]) -> tuple[int, int]:
    if pair[0] > pair[1]:
        raise Refusal("the shorter time comes first, such as [1ms, 3ms]")
    return pair


Interval = Annotated[tuple[Time, Time], AfterValidator(_shorter_first)]
"""The shortest and the longest time, in nanoseconds."""


class Drawn(Model):
    """A duration: fixed, or drawn anew each time from one distribution."""

    exponential: PositiveTime | None = None
    """Mean of an exponential distribution."""
    uniform: Interval | None = None
    """Shortest and longest time, all between alike."""

    _fixed_ns: int = 0

    @classmethod
    def fixed(cls, time_ns: int) -> Self:
        """Return a duration that is always the same."""
        drawn = cast("Self", cls.model_construct())  # the plugin for mypy knows it as Drawn alone
        drawn._fixed_ns = time_ns
        return drawn

    @property
    def fixed_ns(self) -> int | None:
        """The duration in nanoseconds when it is always the same, else None."""
        return self._fixed_ns if self.exponential is None and self.uniform is None else None

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, value: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        match value:
            case Drawn():
                return handler(value)
            case dict() if len(value) == 1:
                return handler(value)
            case dict():
                raise Refusal(_needs_one([key for key in value if isinstance(key, str)]))
            case _:
                return cls.fixed(int(_FIXED.read(value)))

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        mapping = handler.resolve_ref_schema(handler(core)) | {"minProperties": 1, "maxProperties": 1}
        return {"anyOf": [_FIXED.__get_pydantic_json_schema__(core, handler), mapping]}


def _needs_one(keys: list[str]) -> str:
    rule = "must be a time such as 20us, or one of {exponential: 200us} and {uniform: [1ms, 3ms]}"
    unknown = next((key for key in keys if key not in Drawn.model_fields), None)
    return rule + (f", not {shown(unknown)}{did_you_mean(unknown, Drawn.model_fields)}" if unknown else "")
