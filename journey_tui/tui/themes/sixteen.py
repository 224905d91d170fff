"""The themes on a terminal that names sixteen colours: eight for a ground, and bright ones for text on a dark one.

What a name looks like is its user's choice, so only pairs are used that are far apart in every usual palette: on the
light ground, of the eight, black, blue and red. The bright ones are no grounds: the Linux console has none.
"""

from typing import Final

from textual.theme import Theme

from journey_tui.tui.themes.styles import Palette

DARK: Final = Palette(
    ground="black",
    text="bright_white",
    dim="white",
    hardware="bright_yellow",
    kernel="bright_cyan",
    user="bright_green",
    packet="yellow",
    on_packet="black",
    focus="bright_yellow",
    error="bright_red",
    bar="white",
    chosen="cyan",
)
LIGHT: Final = Palette(
    ground="white",
    text="black",
    dim="black",
    hardware="red",
    kernel="blue",
    user="black",
    packet="yellow",
    on_packet="black",
    focus="black",
    error="red",
)
MONO: Final = Palette(
    ground="black",
    text="white",
    dim="white",
    hardware="bright_white",
    kernel="white",
    user="bright_white",
    packet="white",
    on_packet="black",
    focus="bright_white",
    error="bright_white",
    bar="white",
    chosen="white",
)
HIGH_CONTRAST: Final = Palette(
    ground="black",
    text="bright_white",
    dim="bright_white",
    hardware="bright_yellow",
    kernel="bright_white",
    user="bright_white",
    packet="yellow",
    on_packet="black",
    focus="bright_yellow",
    error="white",
    bar="white",
    chosen="white",
)
"""Nothing is dim, and no hue has to be seen: yellow alone stands beside white, and a loss is filled."""
PLAIN: Final = Palette(
    ground="default",
    text="default",
    dim="default",
    hardware="default",
    kernel="default",
    user="default",
    packet="white",
    on_packet="default",
    focus="default",
    error="default",
    bar="white",
    chosen="white",
)
"""Only what is filled has a colour at all: it becomes reverse."""


def theme(name: str, palette: Palette) -> Theme:
    """What the widgets that lie over the picture look like."""
    ground, text, kernel = (f"ansi_{colour}" for colour in (palette.ground, palette.text, palette.kernel))
    fill = f"ansi_{palette.chosen or palette.kernel}"
    return Theme(
        name=name,
        ansi=True,
        primary=kernel,
        secondary=f"ansi_{palette.user}",
        accent=f"ansi_{palette.hardware}",
        warning=f"ansi_{palette.hardware}",
        success=f"ansi_{palette.user}",
        error=f"ansi_{palette.error}",
        foreground=text,
        background=ground,
        surface=ground,
        panel=ground,
        boost=ground,
        dark=palette.ground == "black",
        variables={
            "ansi-background": ground,
            "ansi-foreground": text,
            "border": kernel,
            "border-blurred": text,
            "block-cursor-foreground": ground,
            "block-cursor-background": fill,
            "block-cursor-blurred-foreground": ground,
            "block-cursor-blurred-background": fill,
            "block-hover-background": ground,
            "input-cursor-foreground": ground,
            "input-cursor-background": fill,
            "input-cursor-text-style": "none",
            "input-selection-foreground": ground,
            "input-selection-background": fill,
            "screen-selection-foreground": ground,
            "screen-selection-background": fill,
            "scrollbar": kernel,
            "scrollbar-hover": kernel,
            "scrollbar-active": kernel,
            "scrollbar-background": ground,
            "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground,
            "scrollbar-corner-color": ground,
        },
    )
