"""What people get wrong: each belief that is often heard, what is true instead, and the stages where it is met."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_NO: Final = {"en": "No.", "bn": "না।"}


@dataclass(frozen=True, slots=True)
class Misconception:
    """One belief."""

    number: int
    stages: tuple[str, ...]
    """Where it is met, the most telling stage first."""
    wrong: str
    """As people say it."""
    right: str
    """What is true instead."""
    language: str = "en"

    @property
    def told(self) -> str:
        """Both in one paragraph."""
        return f"“{self.wrong}” {_NO[self.language]} {self.right}"


@cache
def misconceptions(language: str = "en") -> tuple[Misconception, ...]:
    """All, by their numbers. Raises `KeyError` for a language that one of them lacks."""
    text = (files("journey_tui.content") / "misconceptions.toml").read_text("utf-8")
    return tuple(
        Misconception(int(number), tuple(entry["stages"]), **entry[language], language=language)
        for number, entry in tomllib.loads(text).items()
    )


def misconceptions_of(stage: str, language: str = "en") -> tuple[Misconception, ...]:
    """Those that are met at a stage, those first that are most at home there."""
    here = (each for each in misconceptions(language) if stage in each.stages)
    return tuple(sorted(here, key=lambda each: each.stages.index(stage)))
