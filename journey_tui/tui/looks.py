"""How the screen is to be written: with how many colours, in which characters, with or without motion.

Found from the environment by plain functions of it, so that each terminal can be tested without having one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.filter import LineFilter


class Depth(StrEnum):
    """How many colours a terminal has."""

    FULL = "full"
    """Any; where it has 256, the nearest of them."""
    SIXTEEN = "sixteen"
    """Those that it names; their shades are its user's choice."""
    NONE = "none"
    """None, or none are wanted: bold, reverse and underlined."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What holds for one run of the program."""

    depth: Depth = Depth.FULL
    ascii: bool = False
    """Whether not one byte above 0x7F may be written."""
    motion: bool = True
    """Whether what moves may be seen on its way; without it everything is at once where it belongs."""


USUAL: Final = Looks()
"""What nearly every terminal is good for."""
_COLOURLESS: Final = ("vt", "dumb", "unknown")
"""How TERM begins on terminals without colour."""
_RICHER: Final = ("256color", "direct", "kitty", "truecolor")
"""What TERM has in it where there are more than sixteen."""
_ASCII_ONLY: Final = ("linux", "vt", "dumb", "unknown")
"""How TERM begins where a font with boxes and arrows cannot be counted on: the Linux console has 512 glyphs."""


def depth_of(environment: Mapping[str, str]) -> Depth:
    """How many colours may be written; NO_COLOR (no-color.org) counts when it is not empty."""
    term = environment.get("TERM", "").lower()
    if environment.get("NO_COLOR") or term.startswith(_COLOURLESS):
        return Depth.NONE
    named = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    wanted = environment.get("TEXTUAL_COLOR_SYSTEM", "").lower() in ("truecolor", "256")
    return Depth.FULL if named or wanted or any(part in term for part in _RICHER) else Depth.SIXTEEN


def needs_ascii(environment: Mapping[str, str], encoding: str | None) -> bool:
    """Whether only ASCII is understood: by the terminal, or by the stream that the screen is written to."""
    known = (encoding or "").lower().replace("-", "").replace("_", "")
    return known != "utf8" or environment.get("TERM", "").lower().startswith(_ASCII_ONLY)


def wants_motion(environment: Mapping[str, str]) -> bool:
    """Whether TEXTUAL_ANIMATIONS allows motion; ours explains, so that `basic` keeps it."""
    return environment.get("TEXTUAL_ANIMATIONS", "full").lower() != "none"


def writing(looks: Looks) -> "tuple[Sequence[LineFilter], Callable[[str], str]]":
    """What every row goes through, and every text of the canvas: nothing on a usual terminal."""
    if looks == USUAL:
        return (), str
    from journey_tui.tui.ascii import to_ascii
    from journey_tui.tui.filters import filters_of

    return filters_of(looks), to_ascii if looks.ascii else str
