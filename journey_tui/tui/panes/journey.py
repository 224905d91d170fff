"""The way of one request so far and to come: its stays at stages, with what each took."""

from math import log10
from typing import Final

from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.stage_map import LANE_ROLE
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.view import View, Visit
from journey_tui.units import format_clock, format_time

_NAME: Final = 6
_CLOCK: Final = 12
_DURATION: Final = 10
_LONGEST_NS: Final = 9
"""The bar's full length in powers of ten of a nanosecond: a second."""


def draw(view: View, surface: Surface) -> None:
    """The stays around the one at hand; those to come are dim."""
    span = view.visit_request
    title = (
        "This request" if span is None else f"Request #{span.id}  {span.client}  {span.method} {span.target}"
    )
    inside = surface.box(0, 0, surface.width, surface.height, border=Border.LIGHT, role=Role.DIM, title=title)
    if span is None:
        inside.put_fit(1, 0, "No request has been sent yet.", inside.width - 2, Role.DIM)
        return
    rows = window(view.visits, view.position, inside.height)
    here = sum(visit.position <= view.position for visit in rows) - 1
    for y, visit in enumerate(rows):
        _row(visit, inside, y, here)


def position_at(view: View, height: int, y: int) -> int | None:
    """The event with which the stay in that row began; None on the frame and below the last."""
    rows = window(view.visits, view.position, height - 2) if view.visit_request is not None else []
    return rows[y - 1].position if 1 <= y <= len(rows) else None


def window(visits: tuple[Visit, ...], position: int, height: int) -> list[Visit]:
    """The stays that find room, the one at hand among them."""
    at_hand = sum(visit.position <= position for visit in visits)
    start = min(max(at_hand - height // 2, 0), max(len(visits) - height, 0))
    return list(visits[start : start + height])


def _row(visit: Visit, surface: Surface, y: int, here: int) -> None:
    """One stay: row `here` is the one at hand, those below it are to come."""
    stage = STAGE_BY_ID[visit.stage]
    to_come = y > here
    surface.put(0, y, "▶" if y == here else " ", Role.FOCUS)
    x = surface.put(2, y, f"{stage.label:<{_NAME}}", Role.DIM if to_come else LANE_ROLE[stage.lane])
    role = Role.DIM if to_come else Role.STRONG if y == here else Role.TEXT
    x = surface.put(x, y, f"{format_clock(visit.time_ns):>{_CLOCK}}", role)
    duration = "" if visit.duration_ns is None else format_time(visit.duration_ns)
    x = surface.put(x, y, f"{duration:>{_DURATION}}", role)
    room = surface.width - x - 3
    if visit.duration_ns and room > 0:
        share = min(log10(max(visit.duration_ns, 1)) / _LONGEST_NS, 1.0)
        surface.put(
            x + 2, y, "▪" * max(round(room * share), 1), Role.DIM if to_come else LANE_ROLE[stage.lane]
        )
