"""The first row, in reverse: playing or paused, position, stage, clock, speed."""

from typing import Final

from rich.cells import cell_len

from journey_tui.stages import STAGE_BY_ID, Stage
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.view import View
from journey_tui.units import format_clock, format_time

_WORDY: Final = 56
"""Cells from which the header says in a word whether it plays; below, the sign is enough."""


def draw(view: View, surface: Surface) -> None:
    """One row; where it is short, the stage's name gives way first."""
    surface.fill(0, 0, surface.width, 1, " ", Role.BAR)
    if view.scene is None:
        surface.put_fit(1, 0, "journey", surface.width - 2, Role.BAR)
        return
    short = surface.width < _WORDY
    left = surface.put(1, 0, f"{_state(view, short)}  {_position(view)}", Role.BAR)
    right = _right(view, surface.width >= 80, short)
    surface.put_right(0, right, Role.BAR, margin=1)
    free = surface.width - left - cell_len(right) - 5
    names = _names(STAGE_BY_ID[view.stage])
    name = next((name for name in names if cell_len(name) <= free), "")
    centred = (surface.width - cell_len(name)) // 2
    x = min(max(centred, left + 2), max(left + 2, surface.width - cell_len(right) - 3 - cell_len(name)))
    surface.put(x, 0, name, Role.BAR)


def _names(stage: Stage) -> tuple[str, ...]:
    """What the stage is called, in ever fewer cells."""
    lane, title = stage.lane.heading, stage.title
    return f"{lane} · {title}", title, title.partition(" (")[0], f"{lane} · {stage.label}", stage.label


def _state(view: View, short: bool) -> str:
    state = "▶ PLAY " if view.playing else "❚❚ PAUSE"
    return state[:2] if short else state


def _position(view: View) -> str:
    return f"{view.position:,}/{view.length:,}{'' if view.complete else '+'}"


def _right(view: View, roomy: bool, short: bool) -> str:
    """In columns of their own, so that nothing moves while it plays; not where the stage's name needs the room."""
    if short:
        return f"{format_clock(view.time_ns)}  {_pace(view)}"
    followed = f"request #{view.follow}  " if view.follow is not None and roomy else ""
    return f"{followed}{'t = ' if roomy else ''}{format_clock(view.time_ns):>11}  {_pace(view):<3}"


def _pace(view: View) -> str:
    """How fast it plays; where a long gap is shortened, how long it is."""
    return f"» {format_time(view.skipped_ns)}" if view.skipped_ns else view.speed_words
