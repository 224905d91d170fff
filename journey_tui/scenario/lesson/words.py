"""The small values of a lesson: text in one or more languages, ids, and the names of events, stages and panes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from journey_tui.scenario.errors import Refusal, Unknown, shown
from journey_tui.scenario.values import JsonSchema, Line, Prose, text_of
from journey_tui.stages import STAGE_BY_ID
from journey_tui.text import clean
from journey_tui.trace.events import EVENT_KINDS
from journey_tui.trace.lesson import Look

DEFAULT_LANGUAGE: Final = "en"
"""Of a text that is a plain string."""
LONGEST_TEXT: Final = 20_000
"""Characters: some six pages. A class reads none of them in one go."""
LONGEST_TITLE: Final = 120
_LANGUAGE: Final = r"^[a-z]{2,3}$"  # ISO 639-1 and 639-3
_ID: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_LONGEST_ID: Final = 40
_BLANK_LINES: Final = re.compile(r"\n{3,}")
RESERVED: Final = frozenset({"start", "here", "end"})
"""Words that stand where an id may stand."""


class _Paragraphs(Prose):
    """Annotation for text of several lines whose first line may be code, set in by four blanks."""

    def read(self, value: object) -> str:
        """Return the cleaned text without empty lines around it; raises `Refusal`."""
        text = clean(text_of(value, self.noun), self.longest + 1).strip("\n").rstrip()
        if not text.strip():
            raise Refusal(f"{self.noun} must not be empty")
        if len(text) > self.longest:
            raise Refusal(f"{self.noun} is too long; at most {self.longest:,} characters")
        return _BLANK_LINES.sub("\n\n", text)


@dataclass(frozen=True)
class _InLanguages:
    """Annotation for text by language; a plain string is English."""

    inner: Line | Prose

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        code = core_schema.no_info_plain_validator_function(_language)
        text = core_schema.no_info_plain_validator_function(self.inner.read)
        each = core_schema.dict_schema(code, text, min_length=1)
        return core_schema.no_info_wrap_validator_function(self._read, each)

    def _read(self, value: object, handler: Callable[[object], dict[str, str]]) -> dict[str, str]:
        if isinstance(value, dict):
            return handler(value)
        if isinstance(value, list):
            raise Refusal(f"{self.inner.noun} must be text, or {{en: text, bn: text}}, not a list")
        return {DEFAULT_LANGUAGE: self.inner.read(value)}

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        text: JsonSchema = {"type": "string", "minLength": 1, "maxLength": self.inner.longest}
        each: JsonSchema = {
            "type": "object",
            "patternProperties": {_LANGUAGE: text},
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"anyOf": [text, each]}


def _language(value: object) -> str:
    if not isinstance(value, str) or not re.match(_LANGUAGE, value):
        raise Refusal(f"{shown(value)} is no language; write its code, such as en or bn")
    return value


@dataclass(frozen=True)
class _Word:
    """Annotation for one of the program's own words: an event kind, a stage, a pane."""

    noun: str
    known: tuple[str, ...]
    where: str = ""
    """Where all of them are found, if they are too many for a message."""

    def read(self, value: object) -> str:
        """Return the word; raises `Refusal`, with the nearest."""
        word = text_of(value, f"{self.noun}")
        if word not in self.known:
            hint = f"; {self.where}" if self.where else ""
            raise Refusal(f"no {self.noun} {shown(word)}{hint}", Unknown(word, self.known, not hint))
        return word

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"enum": list(self.known)}


@dataclass(frozen=True)
class _Id:
    """Annotation for the id of a chapter or a stop."""

    reserved: bool
    """Whether start, here and end may stand in its place."""

    def read(self, value: object) -> str:
        """Return the id; raises `Refusal`."""
        text = text_of(value, "an id")
        if not re.match(_ID, text) or len(text) > _LONGEST_ID:
            raise Refusal(
                f"{shown(text)} is no id; small letters and digits, words joined by -, such as first-frame"
            )
        if text in RESERVED and not self.reserved:
            raise Refusal(f"{text} has a meaning of its own in questions; choose another id")
        return text

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"type": "string", "pattern": _ID, "maxLength": _LONGEST_ID}


LessonText = Annotated[dict[str, str], _InLanguages(_Paragraphs("a text", LONGEST_TEXT))]
NO_TEXT: Final[dict[str, str]] = {}
LessonTitle = Annotated[dict[str, str], _InLanguages(Line("a title", LONGEST_TITLE))]
Id = Annotated[str, _Id(reserved=False)]
Place = Annotated[str, _Id(reserved=True)]
"""The id of a stop or a chapter, or start, here or end."""
EventKind = Annotated[
    str, _Word("kind of event", tuple(EVENT_KINDS), "journey run FILE --format jsonl prints them")
]
StageId = Annotated[str, _Word("stage", tuple(STAGE_BY_ID))]
LookName = Annotated[Look, _Word("pane", get_args(Look)[1:])]
Condition = Annotated[str, Line("a condition", LONGEST_TITLE)]
Measured = Annotated[str, Line("a measure", LONGEST_TITLE)]
