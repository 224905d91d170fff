"""What is wished of an export, as the options of `journey export` say it."""

from typing import NamedTuple


class Size(NamedTuple):
    """Of a picture, in cells."""

    width: int
    height: int


class Wishes(NamedTuple):
    """What was asked for; None where nothing was."""

    lang: str | None
    theme: str | None
    size: Size | None
    at: str | None
    start: str | None
    until: str | None
    pace: str | None
    speed: float | None
