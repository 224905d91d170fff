"""The colours of each theme.

Every text has a contrast of 7 or more on its ground, what tells a state 4.5 or more (WCAG 2.2). The lanes' colours stay
apart for each kind of colour blindness, and none is told by its colour alone: a lane has its border and letters, a loss
its cross. The yellow is only ever a fill. The hues are those of Okabe and Ito, moved until the figures were right.
"""

from typing import Final

from journey_tui.tui.themes.styles import Palette

DARK: Final = Palette(
    ground="#0B0E14",
    text="#F2F2F2",
    dim="#9AA3B2",
    hardware="#E69F00",
    kernel="#74B6FF",
    user="#35D399",
    packet="#F0E442",
    on_packet="#000000",
    focus="#F0E442",
    error="#FF6F5E",
)
LIGHT: Final = Palette(
    ground="#FFFFFF",
    text="#111111",
    dim="#4A4F58",
    hardware="#7F4400",
    kernel="#0B469E",
    user="#00603F",
    packet="#FFD400",
    on_packet="#000000",
    focus="#111111",
    error="#B00020",
)
MONO: Final = Palette(
    ground="#000000",
    text="#E6E6E6",
    dim="#A6A6A6",
    hardware="#FFFFFF",
    kernel="#C8C8C8",
    user="#E6E6E6",
    packet="#FFFFFF",
    on_packet="#000000",
    focus="#FFFFFF",
    error="#FFFFFF",
)
HIGH_CONTRAST: Final = Palette(
    ground="#000000",
    text="#FFFFFF",
    dim="#D8D8D8",
    hardware="#FFB21A",
    kernel="#7DBBFF",
    user="#4DFF9A",
    packet="#FFFF00",
    on_packet="#000000",
    focus="#FFFF00",
    error="#FF8A7A",
)
