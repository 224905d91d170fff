"""Turns what pydantic refuses into sentences of this program, with the path of the value that is wrong."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from journey_tui.scenario.errors import shown
from journey_tui.scenario.model import Scenario
from journey_tui.scenario.suggestions import did_you_mean

Path = tuple[str | int, ...]


class Finding(NamedTuple):
    """One mistake, before it is known in which line it stands."""

    path: Path
    """Of the value that is wrong or missing."""
    message: str
    """What is wrong, what is allowed, did you mean …"""
    about_key: bool = False
    """Whether it is the key that is wrong, and not its value."""


def findings_of(error: ValidationError) -> Iterator[Finding]:
    """Yield every mistake that pydantic found."""
    every = error.errors(include_url=False)
    for details in every:
        if details["type"] == "too_short" and any(_lies_in(other["loc"], details["loc"]) for other in every):
            continue  # items that are refused themselves are not counted
        path = tuple(step for step in details["loc"] if step != "[key]")
        about_key = details["type"] == "extra_forbidden" or details["loc"][-1:] == ("[key]",)
        yield Finding(path, _sentence(details, path), about_key)


def _lies_in(inner: Path, outer: Path) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _sentence(details: ErrorDetails, path: Path) -> str:
    value = details["input"]
    match details["type"]:
        case "value_error":
            return str(details["ctx"]["error"])
        case "extra_forbidden":
            keys = _keys_at(path[:-1])
            return f"unknown key {shown(str(path[-1]))}; allowed: {', '.join(keys)}{did_you_mean(str(path[-1]), keys)}"
        case "missing":
            return "is missing"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"must be a mapping, not {shown(value)}"
        case "tuple_type" | "list_type":
            return f"must be a list, not {shown(value)}"
        case "too_short":
            return f"has too few items; at least {details['ctx']['min_length']}"
        case "too_long":
            return f"has too many items; at most {details['ctx']['max_length']}"
        case _:
            return details["msg"]


def _keys_at(path: Path) -> list[str]:
    """Return the keys that the mapping at a path may have."""
    kind: Any = Scenario
    for step in path:
        kind = _part(kind, step)
    model = _model_in(kind)
    return list(model.model_fields) if model else []


def _part(kind: Any, step: str | int) -> Any:
    if isinstance(step, int):
        items = [each for each in _alternatives(kind) if get_origin(each) is tuple]
        return get_args(items[0])[0] if items else None
    model = _model_in(kind)
    return model.model_fields[step].annotation if model and step in model.model_fields else None


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
