"""From a theme's few colours to the style of every role, and to what Textual's own widgets use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rich.style import Style
from textual.theme import Theme

from journey_tui.tui.surface import Role


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that a theme chooses, as rich reads them."""

    ground: str
    text: str
    dim: str
    hardware: str
    kernel: str
    user: str
    packet: str
    """A fill."""
    on_packet: str
    focus: str
    error: str
    bar: str = ""
    """The fill of the header; none: the text's colour."""
    chosen: str = ""
    """The fill of what is chosen; none: the kernel's colour."""


_BOLD: Final = Style(bold=True)
_REVERSE: Final = Style(bold=True, reverse=True)
_UNDERLINED: Final = Style(bold=True, underline=True)

WITHOUT_HUE: Final[dict[Role, Style]] = {
    Role.KERNEL: Style(bold=False),
    Role.WARN: _UNDERLINED,
    Role.ERROR: _UNDERLINED,
}
"""What roles have instead of a hue of their own."""


def made(palette: Palette, instead: Mapping[Role, Style]) -> dict[Role, Style]:
    """The style of every role; `instead` has attributes for roles that the colours do not tell apart."""

    def on(colour: str, bold: bool = False) -> Style:
        return Style(color=colour, bgcolor=palette.ground, bold=bold)

    roles = {
        Role.TEXT: on(palette.text),
        Role.STRONG: on(palette.text, bold=True),
        Role.DIM: on(palette.dim),
        Role.OUTSIDE: on(palette.text),
        Role.HARDWARE: on(palette.hardware, bold=True),
        Role.KERNEL: on(palette.kernel, bold=True),
        Role.USER: on(palette.user, bold=True),
        Role.PACKET: Style(color=palette.on_packet, bgcolor=palette.packet, bold=True),
        Role.FOCUS: on(palette.focus, bold=True),
        Role.GOOD: on(palette.user, bold=True),
        Role.WARN: on(palette.hardware, bold=True),
        Role.ERROR: on(palette.error, bold=True),
        Role.BAR: Style(color=palette.ground, bgcolor=palette.bar or palette.text, bold=True),
        Role.KEY: on(palette.kernel, bold=True),
        Role.CHOSEN: Style(color=palette.ground, bgcolor=palette.chosen or palette.kernel, bold=True),
    }
    return {role: style + instead.get(role, Style.null()) for role, style in roles.items()}


def without_colour() -> dict[Role, Style]:
    """The style of every role where no colour may be written."""
    strong = (Role.STRONG, Role.KEY, Role.HARDWARE, Role.USER, Role.FOCUS, Role.GOOD)
    filled = (Role.PACKET, Role.BAR, Role.CHOSEN)
    return {
        **dict.fromkeys(Role, Style.null()),
        **dict.fromkeys(strong, _BOLD),
        **dict.fromkeys(filled, _REVERSE),
        **{role: style for role, style in WITHOUT_HUE.items() if role is not Role.KERNEL},
    }


def theme(name: str, palette: Palette, dark: bool) -> Theme:
    """What the widgets that lie over the picture look like."""
    return Theme(
        name=name,
        primary=palette.kernel,
        secondary=palette.user,
        accent=palette.hardware,
        warning=palette.hardware,
        success=palette.user,
        error=palette.error,
        foreground=palette.text,
        background=palette.ground,
        surface=palette.ground,
        panel=palette.ground,
        boost=palette.ground,
        dark=dark,
        variables={
            "block-cursor-foreground": palette.ground,
            "block-cursor-background": palette.kernel,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-foreground": palette.ground,
            "block-cursor-blurred-background": palette.kernel,
            "block-hover-background": palette.ground,
            "input-cursor-foreground": palette.ground,
            "input-cursor-background": palette.text,
            "input-selection-background": palette.kernel,
            "input-selection-foreground": palette.ground,
            "border": palette.kernel,
            "border-blurred": palette.dim,
            "text-muted": palette.dim,
            "text-disabled": palette.dim,
        },
    )
