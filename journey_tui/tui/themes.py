"""The two colour themes: what each role looks like, and what Textual's own widgets take from it.

Contrast of every text colour on its background is 5 or more, and the lane colours stay apart for red-green colour
blindness (Okabe-Ito hues, darkened for white); the yellow is only ever a fill.
"""

from typing import Final

from rich.style import Style
from textual.theme import Theme

from journey_tui.tui.surface import Role


def _styles(colours: dict[str, str]) -> dict[Role, Style]:
    ground, text = colours["ground"], colours["text"]

    def on(colour: str, bold: bool = False) -> Style:
        return Style(color=colour, bgcolor=ground, bold=bold)

    return {
        Role.TEXT: on(text),
        Role.STRONG: on(text, bold=True),
        Role.DIM: on(colours["dim"]),
        Role.OUTSIDE: on(text),
        Role.HARDWARE: on(colours["hardware"], bold=True),
        Role.KERNEL: on(colours["kernel"], bold=True),
        Role.USER: on(colours["user"], bold=True),
        Role.PACKET: Style(color=colours["on_packet"], bgcolor=colours["packet"], bold=True),
        Role.FOCUS: on(colours["focus"], bold=True),
        Role.GOOD: on(colours["user"], bold=True),
        Role.WARN: on(colours["hardware"], bold=True),
        Role.ERROR: on(colours["error"], bold=True),
        Role.BAR: Style(color=ground, bgcolor=text, bold=True),
        Role.KEY: on(colours["kernel"], bold=True),
        Role.CHOSEN: Style(color=ground, bgcolor=colours["kernel"], bold=True),
    }


_DARK: Final = {
    "ground": "#0B0E14",
    "text": "#F2F2F2",
    "dim": "#8A93A3",
    "hardware": "#E69F00",
    "kernel": "#56B4E9",
    "user": "#2FC79B",
    "packet": "#F0E442",
    "on_packet": "#000000",
    "focus": "#F0E442",
    "error": "#D55E00",
}
_LIGHT: Final = {
    "ground": "#FFFFFF",
    "text": "#111111",
    "dim": "#5A5F69",
    "hardware": "#8A4B00",
    "kernel": "#00568A",
    "user": "#006B4E",
    "packet": "#FFD400",
    "on_packet": "#000000",
    "focus": "#111111",
    "error": "#A83A00",
}


def _theme(name: str, colours: dict[str, str], dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=colours["kernel"],
        secondary=colours["user"],
        accent=colours["hardware"],
        error=colours["error"],
        foreground=colours["text"],
        background=colours["ground"],
        surface=colours["ground"],
        panel=colours["ground"],
        dark=dark,
    )


DARK: Final = "journey-dark"
LIGHT: Final = "journey-light"
THEMES: Final = (_theme(DARK, _DARK, dark=True), _theme(LIGHT, _LIGHT, dark=False))
STYLES: Final = {DARK: _styles(_DARK), LIGHT: _styles(_LIGHT)}
"""Style of each role by the theme's name."""
