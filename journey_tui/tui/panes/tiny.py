"""The one line that a terminal too small for panes gets."""

from rich.cells import cell_len

from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.layout import SMALLEST_HEIGHT, SMALLEST_WIDTH
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.view import View
from journey_tui.units import format_clock


def draw(view: View, surface: Surface) -> None:
    """What to do about it, and as much of position, stage and time as finds room beside it."""
    size = f"{SMALLEST_WIDTH}x{SMALLEST_HEIGHT}"
    advices = (f"make the window larger ({size})", f"enlarge to {size}")
    texts = [f"{part}  {advice}".strip() for advice in advices for part in _where(view)] + [advices[-1]]
    shown = next((text for text in texts if cell_len(text) <= surface.width), texts[-1])
    surface.put_fit(0, 0, shown, surface.width, Role.STRONG)


def _where(view: View) -> list[str]:
    """The same from long to short."""
    if view.scene is None:
        return [view.notice.replace("\n", " "), ""]
    stage = STAGE_BY_ID[view.stage]
    position, clock = f"{view.position}/{view.length}", f"t={format_clock(view.time_ns)}"
    return [
        f"{position}  {stage.lane.heading} {stage.title}  {clock}",
        f"{position}  {stage.title}  {clock}",
        f"{position}  {stage.label}  {clock}",
        f"{position}  {stage.label}",
        f"{position}",
    ]
