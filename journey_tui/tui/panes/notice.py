"""What stands where the picture would be while there is none: a source that is opened, or why it cannot be."""

from typing import Final

from journey_tui.content.ui import N_, _
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.view import View

_ADVICE: Final = N_("Save it mended, and it opens; o opens another.")


def draw(view: View, surface: Surface) -> None:
    """In the middle while it is short; what is wrong is followed by what to do."""
    role = Role.ERROR if view.failed else Role.FOCUS
    title = _("This source cannot be opened") if view.failed else ""
    inside = surface.box(0, 0, surface.width, surface.height, border=Border.HEAVY, role=role, title=title)
    rows = [row for line in view.notice.split("\n") for row in wrapped(line, inside.width - 2)]
    room = inside.height - (2 if view.failed and inside.height > 4 else 0)
    top = max((room - len(rows)) // 2, 0)
    for place, row in enumerate(rows[:room]):
        more = place == room - 1 and place < len(rows) - 1
        inside.put_fit(1, top + place, f"{row} …" if more else row, inside.width - 2, Role.STRONG)
    if room < inside.height:
        inside.put_fit(1, inside.height - 1, _(_ADVICE), inside.width - 2, Role.TEXT)
