"""The last row: what can be done now, whole words, the most needed as long as there is room."""

from dataclasses import replace

import pytest

from journey_tui.tui.keymap import COMMAND_BY_ID
from journey_tui.tui.looking import Looking
from journey_tui.tui.panes import footer
from journey_tui.tui.surface import Surface
from journey_tui.tui.target import Run
from journey_tui.tui.view import View
from tests.tui.stages.scenes import idle

VIEW = View(scene=idle(), position=3, length=9)
PLAYING = replace(VIEW, playing=True)
LENS = replace(VIEW, looking=Looking("packet"), looked=True)
CHOSEN = replace(LENS, looking=Looking("packet", chosen=0))
STATES = {
    "waiting": View(),
    "paused": VIEW,
    "playing": PLAYING,
    "pinned": replace(VIEW, looking=Looking(pinned="nic")),
    "zoomed": replace(VIEW, zoomed=True),
    "searching": replace(LENS, seeking=True),
    "lens": LENS,
    "chosen": CHOSEN,
}


def drawn(view: View, width: int) -> str:
    surface = Surface(width, 1)
    footer.draw(view, surface)
    return surface.text_row(0)


@pytest.mark.parametrize("view", STATES.values(), ids=STATES)
def test_nothing_is_cut_and_all_of_it_can_be_clicked(view: View) -> None:
    for width in range(1, 260):
        surface = Surface(width, 1)
        footer.draw(view, surface)
        hints = [hint for _, hint in footer.placed(view, width)]
        shown = surface.text_row(0)
        assert shown.split() == " ".join(f"{hint.key} {hint.word}" for hint in hints).split()
        assert [link.target for link in surface.links()] == [Run(hint.command) for hint in hints]


@pytest.mark.parametrize(
    ("state", "begins"),
    [
        ("waiting", " o Open  ? Help  q Quit"),
        ("paused", " Space Play  → Step  ← Back  "),
        ("playing", " Space Pause  [ ] Speed  → Step  "),
        ("pinned", " Esc Unpin  Space Play  "),
        ("zoomed", " Esc Unzoom  Space Play  "),
        ("searching", " Esc Stop  "),
        ("lens", " Esc Back  ↑↓ Choose  i Page  Space Play  "),
        ("chosen", " Esc Back  Enter Open  ↑↓ Choose  "),
    ],
)
def test_it_begins_with_what_the_moment_asks_for(state: str, begins: str) -> None:
    assert drawn(STATES[state], 160).startswith(begins)


def test_running_to_a_breakpoint_is_offered_where_one_is_set() -> None:
    assert " c Run " not in drawn(VIEW, 250)
    assert " c Run " in drawn(replace(VIEW, stoppable=True), 250)


def test_a_command_without_a_key_is_left_out() -> None:
    bare = {name: replace(COMMAND_BY_ID[name], keys=(), shown="") for name in ("packet", "slower", "faster")}
    shown = drawn(replace(PLAYING, commands={**COMMAND_BY_ID, **bare}), 250)
    assert "Packet" not in shown
    assert "Speed" not in shown
    assert "Time" in shown


def test_the_way_back_and_out_stay_where_little_fits() -> None:
    assert drawn(CHOSEN, 40).split()[:4] == ["Esc", "Back", "Enter", "Open"]
    assert "? Help  q Quit" in drawn(VIEW, 60)
