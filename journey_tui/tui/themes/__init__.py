"""The themes: what each role looks like, and what Textual's own widgets take from it.

Each theme exists twice: with colours of its own, and with the sixteen that a terminal names. Without any colour (NO_COLOR)
there is one look for all. What a theme is called stays the same; `style_key` says which of its looks is meant.
"""

from typing import Final

from rich.style import Style
from textual.theme import Theme

from journey_tui.tui.looks import Depth
from journey_tui.tui.surface import Role
from journey_tui.tui.themes import palettes, sixteen, styles

__all__ = [
    "DARK",
    "HIGH_CONTRAST",
    "LIGHT",
    "MONO",
    "NAMES",
    "PLAIN",
    "STYLES",
    "THEMES",
    "style_key",
    "themes",
]


DARK: Final = "journey-dark"
LIGHT: Final = "journey-light"
MONO: Final = "journey-mono"
HIGH_CONTRAST: Final = "journey-high-contrast"
NAMES: Final = (DARK, LIGHT, MONO, HIGH_CONTRAST)
"""In the order in which one key goes round them."""
PLAIN: Final = "plain"
"""The look without colour."""

_COLOURS: Final = {
    DARK: palettes.DARK,
    LIGHT: palettes.LIGHT,
    MONO: palettes.MONO,
    HIGH_CONTRAST: palettes.HIGH_CONTRAST,
}
_SIXTEEN: Final = {
    DARK: sixteen.DARK,
    LIGHT: sixteen.LIGHT,
    MONO: sixteen.MONO,
    HIGH_CONTRAST: sixteen.HIGH_CONTRAST,
}


def style_key(name: str, depth: Depth) -> str:
    """Under which key `STYLES` has a theme for a terminal with so many colours."""
    return {Depth.FULL: name, Depth.SIXTEEN: f"{name} {depth}", Depth.NONE: PLAIN}[depth]


_ATTRIBUTES: Final = {
    MONO: styles.WITHOUT_HUE,
    style_key(MONO, Depth.SIXTEEN): styles.WITHOUT_HUE,
    style_key(HIGH_CONTRAST, Depth.SIXTEEN): {**styles.WITHOUT_HUE, Role.ERROR: Style(reverse=True)},
    style_key(LIGHT, Depth.SIXTEEN): {Role.ERROR: Style(reverse=True)},  # red is a lane there
}


def themes(depth: Depth) -> tuple[Theme, ...]:
    """What Textual's own widgets look like in each theme."""
    if depth is Depth.FULL:
        return THEMES
    palettes_of = _SIXTEEN if depth is Depth.SIXTEEN else dict.fromkeys(NAMES, sixteen.PLAIN)
    return tuple(sixteen.theme(name, palette) for name, palette in palettes_of.items())


THEMES: Final = tuple(styles.theme(name, colours, dark=name != LIGHT) for name, colours in _COLOURS.items())
_PALETTES: Final = {**_COLOURS, **{style_key(name, Depth.SIXTEEN): _SIXTEEN[name] for name in NAMES}}
STYLES: Final[dict[str, dict[Role, Style]]] = {
    **{key: styles.made(palette, _ATTRIBUTES.get(key, {})) for key, palette in _PALETTES.items()},
    PLAIN: styles.without_colour(),
}
"""Style of each role, by `style_key`."""
