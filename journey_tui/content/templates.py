"""A text with names of values in braces, filled safely: lessons are files that somebody else wrote.

`str.format` would follow attributes and indexes (`{client.__class__}`), so it is never used for them. Understood are
`{word}`, `{word:one|many}` (a number with its noun) and, for the braces themselves, `{{` and `}}`; a brace without a
partner on its line stays as it stands, and so does a line of code (one that begins with four blanks).
"""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Final

from journey_tui.text import clean_line

_CODE: Final = "    "
_TOKEN: Final = re.compile(r"\{\{|\}\}|\{([^{}\n]+)\}")
_NAMED: Final = re.compile(r"([A-Za-z_]\w*)(?::([^{}|\n]*)\|([^{}|\n]*))?", re.ASCII)
_FALLBACK: Final = "en"
_LONGEST_NAME: Final = 60
"""Characters of a wrong name that a message repeats."""


class UnknownNameError(LookupError):
    """A text names a value that there is not; `name` as written, `nearest` the names that look most like it."""

    def __init__(self, name: str, names: Collection[str]) -> None:
        self.name = name
        self.nearest = tuple(get_close_matches(name.partition(":")[0], sorted(names)))
        hint = f"; perhaps {' or '.join(self.nearest)}" if self.nearest else ""
        super().__init__(f"there is no value {{{clean_line(name, _LONGEST_NAME)}}} here{hint}")


def with_noun(number: str, one: str, many: str) -> str:
    """A number with its noun: `1 page`, `2 pages`."""
    return f"{number} {one if number == '1' else many}"


def lesson_text(text: Mapping[str, str], values: Mapping[str, str], language: str) -> str:
    """A text in the viewer's language, else in English, else in the first there is, with its values.

    Raises `UnknownNameError` for a name that is not among the values, and for whatever else stands between braces.
    """
    return filled(in_language(text, language), values)


def in_language(text: Mapping[str, str], language: str) -> str:
    """The text that a viewer of this language is shown; empty when there is none."""
    return text.get(language) or text.get(_FALLBACK) or next(iter(text.values()), "")


def flowed(text: str) -> str:
    """The text with each paragraph on one line, for whoever shows it to break; lines of code stay lines of their own."""
    lines: list[str] = []
    for line in text.split("\n"):
        goes_on = bool(lines and lines[-1].strip() and line.strip()) and not line.startswith(_CODE)
        if goes_on and not lines[-1].startswith(_CODE):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    return "\n".join(lines)


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its values put in; they are never read as templates themselves. Raises `UnknownNameError`."""
    return "\n".join(
        line if line.startswith(_CODE) else _TOKEN.sub(lambda token: _value(token, values), line)
        for line in template.split("\n")
    )


def _value(token: re.Match[str], values: Mapping[str, str]) -> str:
    if token[0] in {"{{", "}}"}:
        return token[0][0]
    named = _NAMED.fullmatch(token[1])
    if named is None or named[1] not in values:
        raise UnknownNameError(token[1], values.keys())
    value = str(values[named[1]])
    return value if named[2] is None else with_noun(value, named[2], named[3])
