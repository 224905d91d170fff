"""What is done to every row on its way to the terminal, whoever drew it: ASCII, and no colour.

Textual 8.2 answers NO_COLOR with shades of grey (`textual/filter.py`, `Monochrome`), or, with an ANSI theme, drops the
fills with the colours, so that nothing is seen to be chosen. Here a fill becomes reverse.
"""

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from journey_tui.tui.ascii import to_ascii
from journey_tui.tui.looks import Depth, Looks


class Ascii(LineFilter):
    """Every character above 0x7F as one below it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same cells."""
        return [
            segment if segment.control else Segment(to_ascii(segment.text), segment.style)
            for segment in segments
        ]


class Colourless(LineFilter):
    """Attributes instead of colours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same characters."""
        return [
            segment
            if segment.style is None or segment.control
            else Segment(segment.text, colourless(segment.style))
            for segment in segments
        ]


@lru_cache(1024)
def colourless(style: Style) -> Style:
    """A style without its colours; what has a ground of its own is reversed."""
    filled = style.bgcolor is not None and not style.bgcolor.is_default
    return Style(
        bold=style.bold, underline=style.underline, reverse=bool(style.reverse) != filled, meta=style.meta
    )


def filters_of(looks: Looks) -> list[LineFilter]:
    """What these looks need, besides Textual's own."""
    colourless_ones: list[LineFilter] = [Colourless()] if looks.depth is Depth.NONE else []
    return [*colourless_ones, *([Ascii()] if looks.ascii else [])]
