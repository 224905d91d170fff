"""The themes: every figure of contrast, and what is left of the colours for who sees fewer of them."""

from itertools import combinations, pairwise
from typing import Final

import pytest
from rich.color import Color, ColorType
from rich.style import Style

from journey_tui.tui.looks import Depth
from journey_tui.tui.panes.stage_map import LANE_BORDER, LANE_ROLE
from journey_tui.tui.surface import Role
from journey_tui.tui.themes import DARK, HIGH_CONTRAST, MONO, NAMES, PLAIN, STYLES, THEMES, style_key, themes
from tests.tui.colours import SEEN_AS, contrast, distance

STATES: Final = (Role.GOOD, Role.WARN, Role.ERROR)
LANES: Final = (Role.HARDWARE, Role.KERNEL, Role.USER)
COLOURFUL: Final = [name for name in NAMES if name != MONO]
LEAST_APART: Final = 15.0
"""Delta E: seven times what is noticed side by side."""


def colours(style: Style) -> tuple[str, str]:
    """Text and ground as they are painted."""
    assert style.color is not None
    assert style.bgcolor is not None
    pair = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
    return (pair[1], pair[0]) if style.reverse else pair


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", Role)
def test_every_text_stands_out_from_its_ground(name: str, role: Role) -> None:
    least = 4.5 if role in STATES else 7.0
    assert contrast(*colours(STYLES[name][role])) >= least


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_what_lies_over_the_picture_stands_out_as_well(theme: object) -> None:
    made = next(known for known in THEMES if known is theme).to_color_system().generate()
    for text, ground in (
        ("foreground", "background"),
        ("primary", "background"),
        ("block-cursor-foreground", "block-cursor-background"),
        ("input-cursor-foreground", "input-cursor-background"),
        ("input-selection-foreground", "input-selection-background"),
        ("text-muted", "surface"),
    ):
        assert contrast(made[text][:7], made[ground][:7]) >= 7.0, (text, ground)


@pytest.mark.parametrize("name", COLOURFUL)
@pytest.mark.parametrize("seen_as", SEEN_AS)
def test_lanes_are_told_apart_by_colour_with_each_kind_of_sight(name: str, seen_as: str) -> None:
    texts = [colours(STYLES[name][role])[0] for role in LANES]
    assert min(distance(one, other, seen_as) for one, other in combinations(texts, 2)) >= LEAST_APART


def test_and_never_by_colour_alone() -> None:
    lanes = [lane for lane, role in LANE_ROLE.items() if role in LANES]
    assert len({LANE_BORDER[lane] for lane in lanes}) == len(LANES)


def test_mono_has_no_hue_and_tells_states_by_attributes() -> None:
    for style in STYLES[MONO].values():
        for colour in colours(style):
            assert len({colour[at : at + 2] for at in (1, 3, 5)}) == 1
    assert STYLES[MONO][Role.ERROR].underline
    assert not STYLES[MONO][Role.TEXT].underline


def test_without_colour_none_is_named_and_what_is_filled_is_reversed() -> None:
    for role, style in STYLES[PLAIN].items():
        assert style.color is None
        assert style.bgcolor is None
        assert bool(style.reverse) == (role in (Role.PACKET, Role.BAR, Role.CHOSEN))
    assert STYLES[PLAIN][Role.ERROR].underline


@pytest.mark.parametrize("name", NAMES)
def test_sixteen_colours_are_named_ones_and_grounds_are_among_the_first_eight(name: str) -> None:
    for role, style in STYLES[style_key(name, Depth.SIXTEEN)].items():
        for colour in (style.color, style.bgcolor):
            assert isinstance(colour, Color)
            assert colour.type is ColorType.STANDARD, role
        number = (
            style.color.number if style.reverse and style.color else style.bgcolor and style.bgcolor.number
        )
        assert number is not None
        assert number < 8, role
        assert style.color != style.bgcolor, role


def test_high_contrast_has_a_look_of_its_own_with_sixteen_colours() -> None:
    high = STYLES[style_key(HIGH_CONTRAST, Depth.SIXTEEN)]
    assert high != STYLES[style_key(DARK, Depth.SIXTEEN)]
    names = {name for style in high.values() for name in (style.color and style.color.name,)}
    assert names == {"black", "white", "bright_white", "bright_yellow"}
    assert high[Role.ERROR].reverse
    assert high[Role.WARN].underline


@pytest.mark.parametrize("depth", Depth)
def test_each_theme_has_its_name_at_every_depth(depth: Depth) -> None:
    assert tuple(theme.name for theme in themes(depth)) == NAMES
    assert all(style_key(name, depth) in STYLES for name in NAMES)
    assert {len(styles) for styles in STYLES.values()} == {len(Role)}


def test_what_is_filled_differs_from_text_in_every_look() -> None:
    for name, styles in STYLES.items():
        kinds = [styles[role] for role in (Role.TEXT, Role.STRONG, Role.PACKET)]
        assert all(one != other for one, other in pairwise(kinds)), name
    assert STYLES[DARK][Role.PACKET] != STYLES[DARK][Role.CHOSEN]
