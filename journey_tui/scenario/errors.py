"""What the loader says when it refuses a file: every mistake, each with its place.

Apart from the loader, and without pydantic, so that the command line can catch it at no cost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from journey_tui.text import clean_line

PATH_LIMIT: Final = 120
"""Characters shown of a path inside a file, whose keys may be as long as the file."""

NAME_LIMIT: Final = 4096
"""Characters shown of a file's name: PATH_MAX of Linux (include/uapi/linux/limits.h)."""

MESSAGE_LIMIT: Final = 1000

VALUE_LIMIT: Final = 40
"""Characters shown of a value that is refused."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is none of those that are allowed. Which one was meant is looked for when the mistake is told."""

    word: str
    allowed: tuple[str, ...]
    listed: bool = False
    """Whether the message still lacks the words that are allowed."""


class Refusal(ValueError):
    """One value is refused; the text says what is wrong with it and what is allowed."""

    def __init__(self, message: str, unknown: Unknown | None = None) -> None:
        super().__init__(message)
        self.unknown = unknown


Steps = tuple[str | int, ...]
"""The way to a value in the document: keys, and places in lists."""


class Finding(NamedTuple):
    """One mistake, before it is known in which line it stands."""

    path: Steps
    """Of the value that is wrong or missing."""
    message: str
    """What is wrong, and what is allowed."""
    about_key: bool = False
    """Whether it is the key that is wrong, and not its value."""
    unknown: Unknown | None = None
    other: Steps = ()
    """Of the other value that this one cannot stand beside, so that its line can be told."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a scenario file."""

    file: str
    """The file's name, as the user gave it."""
    line: int
    """Counted from 1; 0 when the file as a whole is refused."""
    column: int
    """Counted from 1, in characters."""
    path: str
    """Where in the document: `clients[0].requests[1].target`; empty when it is not YAML at all."""
    message: str
    """What is wrong; what is allowed; did you mean …"""

    def __str__(self) -> str:
        place = clean_line(self.file, NAME_LIMIT)
        if self.line:
            place += f":{self.line}:{self.column}"
        if self.path:
            place += f": {clean_line(self.path, PATH_LIMIT)}"
        return f"{place}: {clean_line(self.message, MESSAGE_LIMIT)}"


class ScenarioErrors(Exception):
    """A file is refused; `problems` holds every mistake in it, from top to bottom."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class RunTooLarge(Exception):
    """A run has grown beyond what one machine's memory can hold; the text says what to do."""


def shown(value: object) -> str:
    """Return a refused value as a message may show it: quoted when it is text, cleaned, and short."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{clean_line(value, VALUE_LIMIT)}'"
        case None:
            return "an empty value"
        case list() | tuple():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return clean_line(str(value), VALUE_LIMIT)
