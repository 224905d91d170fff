"""What a run says of itself, in another language: title, summary and goals of the scenarios and lessons that come with the program.

Found by their own words and not by a scenario's name: whoever changes a text in a copy of theirs sees what they wrote.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def introduced(text: str, language: str) -> str:
    """A title, a summary or a goal in a language; as it stands where it is nobody's but its author's."""
    return text if language == "en" else _table(language).get(text, text)


@cache
def _table(language: str) -> Mapping[str, str]:
    file = files("journey_tui.content") / language / "introductions.toml"
    tables: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))
    return {text: said for table in tables.values() for text, said in table.items()}
