"""Turns what pydantic refuses into sentences of this program, with the path of the value that is wrong."""

from collections.abc import Iterator
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from journey_tui.scenario.errors import Finding, Refusal, Steps, Unknown, shown
from journey_tui.scenario.model import Scenario

_MOMENTS = {("when",), ("count",)}
"""Keys of a lesson whose form nobody guesses; a client's count is no mapping."""


def findings_of(error: ValidationError) -> Iterator[Finding]:
    """Yield every mistake that pydantic found."""
    every = error.errors(include_url=False)
    holders = {details["loc"][:length] for details in every for length in range(len(details["loc"]))}
    for details in every:
        if details["type"] == "too_short" and details["loc"] in holders:
            continue  # items that are refused themselves are not counted
        path = tuple(step for step in details["loc"] if step != "[key]")
        about_key = details["type"] == "extra_forbidden" or details["loc"][-1:] == ("[key]",)
        yield Finding(path, _sentence(details, path), about_key, _unknown(details, path))


def _unknown(details: ErrorDetails, path: Steps) -> Unknown | None:
    if details["type"] == "extra_forbidden":
        holder = tuple(0 if isinstance(step, int) else step for step in path[:-1])
        return Unknown(str(path[-1]), _keys_at(holder), listed=True)
    refusal = details["ctx"]["error"] if details["type"] == "value_error" else None
    return refusal.unknown if isinstance(refusal, Refusal) else None


def _sentence(details: ErrorDetails, path: Steps) -> str:
    value = details["input"]
    match details["type"]:
        case "value_error":
            return str(details["ctx"]["error"])
        case "extra_forbidden":
            return f"unknown key {shown(str(path[-1]))}"
        case "missing":
            return "is missing; write it"
        case "model_type" | "model_attributes_type" | "dict_type":
            example = " such as {kind: FrameArrived}" if path[-1:] in _MOMENTS else ""
            return f"must be a mapping{example}, not {shown(value)}"
        case "tuple_type" | "list_type":
            return f"must be a list, not {shown(value)}; each item begins with -"
        case "too_short":
            return f"has too few items; at least {details['ctx']['min_length']}"
        case "too_long":
            return f"has too many items; at most {details['ctx']['max_length']}"
        case _:
            return details["msg"]


@lru_cache(maxsize=256)
def _keys_at(path: Steps) -> tuple[str, ...]:
    """Return the keys that the mapping at a path may have; all items of a list are alike."""
    kind: Any = Scenario
    for step in path:
        kind = _part(kind, step)
    model = _model_in(kind)
    return tuple(_fields(model)) if model else ()


def _part(kind: Any, step: str | int) -> Any:
    if isinstance(step, int):
        items = [each for each in _alternatives(kind) if get_origin(each) is tuple]
        return get_args(items[0])[0] if items else None
    model = _model_in(kind)
    fields = _fields(model) if model else {}
    return fields[step].annotation if step in fields else None


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """A model's fields by the keys that a file writes."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_in(kind: Any) -> type[BaseModel] | None:
    models = [each for each in _alternatives(kind) if isinstance(each, type) and issubclass(each, BaseModel)]
    return models[0] if models else None


def _alternatives(kind: Any) -> list[Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        return _alternatives(get_args(kind)[0])
    if origin in (Union, UnionType):
        return [each for part in get_args(kind) for each in _alternatives(part)]
    return [kind]
