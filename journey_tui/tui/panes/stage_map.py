"""The map: all sixteen stages in a row or two, the one where the packet is filled, the one looked at in its own colour."""

from dataclasses import dataclass
from typing import Final

from journey_tui.stages import STAGES, Lane, Stage
from journey_tui.tui.motion import between
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.target import Pin
from journey_tui.tui.view import View

LANE_ROLE: Final = {
    Lane.OUTSIDE: Role.OUTSIDE,
    Lane.HARDWARE: Role.HARDWARE,
    Lane.KERNEL: Role.KERNEL,
    Lane.USER: Role.USER,
}
LANE_BORDER: Final = {
    Lane.OUTSIDE: Border.LIGHT,
    Lane.HARDWARE: Border.HEAVY,
    Lane.KERNEL: Border.DOUBLE,
    Lane.USER: Border.ROUND,
}
_SHORT: Final = {Lane.OUTSIDE: "OUT", Lane.HARDWARE: "HW", Lane.KERNEL: "KERN", Lane.USER: "USER"}
_HALF: Final = 0.5
"""Of the way: there the packet changes rows."""
_UPPER: Final = (Lane.OUTSIDE, Lane.HARDWARE)


@dataclass(frozen=True, slots=True)
class Mark:
    """One stage's label on the map."""

    stage: Stage
    x: int
    y: int


def _chain(stages: list[Stage], x: int, y: int) -> list[Mark]:
    marks = []
    for stage in stages:
        marks.append(Mark(stage, x, y))
        x += len(stage.label) + 1
    return marks


_WHOLE: Final = _chain(list(STAGES), 1, 0)
_WIDTH: Final = _WHOLE[-1].x + len(_WHOLE[-1].stage.label) + 1


def marks(width: int, height: int, stage: str) -> list[Mark]:
    """Where the labels stand: in one chain, in two rows by lane, or the part of the chain around a stage."""
    if width >= _WIDTH:
        spread = min((width - _WIDTH) // (len(STAGES) - 1), 4)
        return [
            Mark(mark.stage, mark.x + place * spread, min(height - 1, 1)) for place, mark in enumerate(_WHOLE)
        ]
    if height >= 2 and width >= 59:
        return _two_rows()
    active = next(mark for mark in _WHOLE if mark.stage.id == stage)
    start = min(max(active.x - width // 2, 0), _WIDTH - width)
    moved = [Mark(mark.stage, mark.x - start, min(height - 1, 1)) for mark in _WHOLE]
    return [mark for mark in moved if mark.x >= 0 and mark.x + len(mark.stage.label) <= width]


def _two_rows() -> list[Mark]:
    result: list[Mark] = []
    for y, lanes in enumerate((_UPPER, (Lane.KERNEL, Lane.USER))):
        x = 1
        for lane in lanes:
            chain = _chain([stage for stage in STAGES if stage.lane is lane], x + len(_SHORT[lane]) + 1, y)
            result += chain
            x = chain[-1].x + len(chain[-1].stage.label) + 2
    return result


def draw(view: View, surface: Surface) -> None:
    """Labels joined by lines, a bar where a lane ends, the lanes' names above."""
    shown = marks(surface.width, surface.height, view.shown)
    two_rows = len({mark.y for mark in shown}) == 2
    for place, mark in enumerate(shown):
        before = shown[place - 1] if place else None
        if before is None or before.stage.lane is not mark.stage.lane:
            _heading(surface, mark, two_rows)
        if before is not None and before.y == mark.y:
            _join(surface, before, mark, two_rows)
        _label(surface, mark, view)
    _token(surface, {mark.stage.id: mark for mark in shown}, view)


def _token(surface: Surface, shown: dict[str, Mark], view: View) -> None:
    """The packet on its way from one label to the next."""
    start, stop = shown.get(view.moved_from), shown.get(view.stage)
    if start is not None and stop is not None:
        x = between(_middle(start), _middle(stop), view.progress)
        y = start.y if view.progress < _HALF else stop.y
        surface.put(max(x - 1, 0), y, " ● ", Role.PACKET)


def _middle(mark: Mark) -> int:
    return mark.x + len(mark.stage.label) // 2


def _heading(surface: Surface, mark: Mark, two_rows: bool) -> None:
    lane, role = mark.stage.lane, LANE_ROLE[mark.stage.lane]
    if two_rows:
        surface.put(mark.x - len(_SHORT[lane]) - 1, mark.y, _SHORT[lane], Role.DIM)
    elif mark.y:
        room = {Lane.HARDWARE: 16, Lane.OUTSIDE: 8}.get(lane, 12)
        surface.put_fit(mark.x, 0, lane.heading, room, role)


def _join(surface: Surface, before: Mark, mark: Mark, two_rows: bool) -> None:
    x = before.x + len(before.stage.label)
    if before.stage.lane is mark.stage.lane:
        surface.put(x, mark.y, "─" * (mark.x - x), Role.DIM)
    elif not two_rows:
        surface.put(x, mark.y, "─" * (mark.x - x), Role.DIM)
        surface.put(x + (mark.x - x) // 2, mark.y, "│", Role.STRONG)


def _label(surface: Surface, mark: Mark, view: View) -> None:
    stage = mark.stage
    if stage.id == view.stage and view.scene is not None:
        role = Role.STRONG if view.moved_from else Role.PACKET
    elif stage.id == view.pinned:
        role = Role.FOCUS
    else:
        role = LANE_ROLE[stage.lane]
    if stage.id in view.stops:
        surface.put(mark.x - 1, mark.y, "◆", Role.WARN)
    surface.put(mark.x, mark.y, stage.label, role)
    surface.link(mark.x, mark.y, len(stage.label), Pin(stage.id))
