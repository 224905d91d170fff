"""Plain values of a scenario file: whole numbers, yes or no, one word of several, and text for people to read.

Each is an annotation that reads one value and refuses it in a sentence that says what is allowed; pydantic's own
sentences speak of Python types. No value is converted: `cpus: "2"` and `title: 404` are refused with what to write.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from journey_tui.scenario.errors import Refusal, Unknown, shown
from journey_tui.text import clean, clean_line

JsonSchema = dict[str, object]

_NUMERAL: Final = re.compile(r"-?[0-9]{1,18}")
"""What was probably meant as a number, though it is text."""


def text_of(value: object, noun: str) -> str:
    """Return `value` when it is text; raises `Refusal` with how to write it as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        raise Refusal(f'{noun} must be text: put it in quotes, "{shown(value)}"')
    raise Refusal(f"{noun} must be text, not {shown(value)}")


@dataclass(frozen=True)
class Whole:
    """Annotation for a whole number between two limits, both included."""

    lowest: int
    highest: int

    def read(self, value: object) -> int:
        """Return the number; raises `Refusal`."""
        rule = f"a whole number from {self.lowest:,} to {self.highest:,}"
        if isinstance(value, bool) or not isinstance(value, int):
            hint = (
                f"; write {value}, without quotes"
                if isinstance(value, str) and _NUMERAL.fullmatch(value)
                else ""
            )
            raise Refusal(f"must be {rule}, not {shown(value)}{hint}")
        if not self.lowest <= value <= self.highest:
            raise Refusal(f"{shown(value)} is out of range; {rule}")
        return value

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"type": "integer", "minimum": self.lowest, "maximum": self.highest}


@dataclass(frozen=True)
class YesOrNo:
    """Annotation for `true` or `false`; YAML 1.2 knows no `yes` and `on`."""

    def read(self, value: object) -> bool:
        """Return the truth value; raises `Refusal`."""
        if not isinstance(value, bool):
            raise Refusal(f"must be true or false, not {shown(value)}")
        return value

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"type": "boolean"}


Flag = Annotated[bool, YesOrNo()]


def chosen(value: object, allowed: Sequence[object]) -> object:
    """Return `value` when it is one of the words; raises `Refusal` with the nearest of them."""
    if value in allowed and type(value) is type(allowed[0]):
        return value
    words = tuple(str(word) for word in allowed)
    if not isinstance(value, str) and str(value) in words:
        raise Refusal(f'must be text: put it in quotes, "{value}"; allowed: {", ".join(words)}')
    unknown = Unknown(value, words) if isinstance(value, str) else None
    raise Refusal(f"must be one of {', '.join(words)}, not {shown(value)}", unknown)


class Choice:
    """Annotation for a `Literal`: one word of several."""

    def __get_pydantic_core_schema__(self, source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        words = get_args(source)
        return core_schema.no_info_plain_validator_function(
            lambda value: chosen(value, words), metadata={"words": list(words)}
        )

    def __get_pydantic_json_schema__(self, core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"enum": core["metadata"]["words"]}


@dataclass(frozen=True)
class Line:
    """Annotation for text on one line that people read: a title, a name. It is cleaned here, once."""

    noun: str
    longest: int

    def read(self, value: object) -> str:
        """Return the cleaned line; raises `Refusal`."""
        line = clean_line(text_of(value, self.noun), self.longest + 1)
        if not line:
            raise Refusal(f"{self.noun} must not be empty")
        if len(line) > self.longest:
            raise Refusal(f"{self.noun} is too long; at most {self.longest} characters")
        return line

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True)
class Prose:
    """Annotation for text of several lines that people read. It is cleaned here, once."""

    noun: str
    longest: int

    def read(self, value: object) -> str:
        """Return the cleaned text, without blanks around it; raises `Refusal`."""
        text = clean(text_of(value, self.noun), self.longest + 1).strip()
        if len(text) > self.longest:
            raise Refusal(f"{self.noun} is too long; at most {self.longest} characters")
        return text

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"type": "string", "maxLength": self.longest}


LONGEST_NAME: Final = 60
"""Characters of a name: the panes cut what is longer, and two cut names look alike."""

Name = Annotated[str, Line("a name", LONGEST_NAME)]
Title = Annotated[str, Line("a title", 120)]
Goal = Annotated[str, Line("a goal", 200)]
Summary = Annotated[str, Prose("a summary", 2000)]
