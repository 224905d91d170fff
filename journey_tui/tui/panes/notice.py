"""What stands where the picture would be while there is none: a source that is opened, or why it cannot be."""

from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.view import View


def draw(view: View, surface: Surface) -> None:
    """In the middle while it is short, and then what to do."""
    inside = surface.box(0, 0, surface.width, surface.height, border=Border.HEAVY, role=Role.FOCUS)
    rows = [row for line in view.notice.split("\n") for row in wrapped(line, inside.width - 2)]
    top = max((inside.height - len(rows)) // 2, 0)
    for place, row in enumerate(rows[: inside.height]):
        more = place == inside.height - 1 and place < len(rows) - 1
        inside.put_fit(1, top + place, f"{row} …" if more else row, inside.width - 2, Role.STRONG)
