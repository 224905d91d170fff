"""The way of one request so far and to come: its stays at stages, with what each took."""

from typing import Final

from journey_tui.content.ui import _
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.stage_map import LANE_ROLE
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.target import Seek
from journey_tui.tui.view import View, Visit
from journey_tui.units import format_clock, format_time

_NAME: Final = 6
_CLOCK: Final = 12
_DURATION: Final = 10
_MOST_SQUARES: Final = 10
_WITH_TITLES: Final = 8
"""Rows of the pane from which the columns have titles."""


def draw(view: View, surface: Surface) -> None:
    """The stays around the one at hand; those to come are dim."""
    span = view.visit_request
    title = (
        "This request" if span is None else f"Request #{span.id}  {span.client}  {span.method} {span.target}"
    )
    inside = surface.box(0, 0, surface.width, surface.height, border=Border.LIGHT, role=Role.DIM, title=title)
    if span is None:
        inside.put_fit(1, 0, _("No request has been sent yet."), inside.width - 2, Role.DIM)
        return
    top = _title_rows(surface.height)
    if top:
        titles = f"  {'':<{_NAME}}{'SINCE':>{_CLOCK}}{'FOR':>{_DURATION}}  ▪ ×10"
        inside.put_fit(0, 0, titles, inside.width, Role.DIM)
    rows = window(view.visits, view.position, inside.height - top)
    here = sum(visit.position <= view.position for visit in rows) - 1
    for y, visit in enumerate(rows):
        lost = visit.lost_at is not None and visit.lost_at <= view.position
        _row(visit, inside.area(0, top, inside.width, inside.height - top), y, here, lost)
        inside.link(0, top + y, inside.width, Seek(visit.position))


def _title_rows(height: int) -> int:
    return 1 if height >= _WITH_TITLES else 0


def window(visits: tuple[Visit, ...], position: int, height: int) -> list[Visit]:
    """The stays that find room, the one at hand among them."""
    at_hand = sum(visit.position <= position for visit in visits)
    start = min(max(at_hand - height // 2, 0), max(len(visits) - height, 0))
    return list(visits[start : start + height])


def _row(visit: Visit, surface: Surface, y: int, here: int, lost: bool) -> None:
    """One stay: row `here` is the one at hand, those below it are to come; a loss is told when it has happened."""
    stage = STAGE_BY_ID[visit.stage]
    to_come = y > here
    surface.put(0, y, "▶" if y == here else " ", Role.FOCUS)
    x = surface.put(2, y, f"{stage.label:<{_NAME}}", Role.DIM if to_come else LANE_ROLE[stage.lane])
    role = Role.DIM if to_come else Role.STRONG if y == here else Role.TEXT
    x = surface.put(x, y, f"{format_clock(visit.time_ns):>{_CLOCK}}", role)
    duration = "" if visit.duration_ns is None else format_time(visit.duration_ns)
    x = surface.put(x, y, f"{duration:>{_DURATION}}", role)
    squares = min(len(str(visit.duration_ns)), _MOST_SQUARES) if visit.duration_ns else 0
    colour = Role.DIM if to_come else LANE_ROLE[stage.lane]
    if lost:  # no stage works for it: its sender waits, and sends it again
        surface.put_fit(x + 2, y, "✗ LOST", surface.width - x - 2, Role.ERROR)
        return
    surface.put_fit(x + 2, y, "▪" * squares, max(surface.width - x - 2, 0), colour)
