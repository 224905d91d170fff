"""The latest events, one row each, the newest last."""

from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.stage_map import LANE_ROLE
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.target import Seek
from journey_tui.tui.view import LogLine, View
from journey_tui.units import format_clock

CLOCK_WIDTH = 12


def draw(view: View, surface: Surface) -> None:
    """As many rows as there is room for."""
    inside = surface.box(
        0, 0, surface.width, surface.height, border=Border.LIGHT, role=Role.DIM, title="Event log"
    )
    for y, line in enumerate(view.log[-inside.height :] if inside.height else ()):
        draw_line(line, inside, y, line.position == view.position)
        inside.link(0, y, inside.width, Seek(line.position))


def draw_line(line: LogLine, surface: Surface, y: int, current: bool) -> None:
    """Time, stage, sentence."""
    stage = STAGE_BY_ID[line.stage]
    surface.put(0, y, "▶" if current else " ", Role.FOCUS)
    surface.put(2, y, f"{format_clock(line.time_ns):>{CLOCK_WIDTH}}", Role.DIM)
    surface.put(CLOCK_WIDTH + 3, y, stage.label, LANE_ROLE[stage.lane])
    x = CLOCK_WIDTH + 9
    surface.put_fit(x, y, line.text, surface.width - x - 1, Role.STRONG if current else Role.TEXT)
