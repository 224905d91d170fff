"""The lesson's pane: what is said at a stop, what is asked, and what came of it, to be read from the back row."""

from typing import Final

from journey_tui.tui.surface import Border, Role, Surface, fit
from journey_tui.tui.target import Answer, Run
from journey_tui.tui.teaching.card import Card, Row, window
from journey_tui.tui.view import View

FRAME: Final = 2
"""Rows of the frame."""
SIDES: Final = 4
"""Cells of frame and margins."""


def draw(view: View, surface: Surface) -> None:
    """In a frame whose bottom says the keys; what does not fit is moved to, and the frame says that there is more."""
    card = view.card
    if card is None:
        return
    role = Role.FOCUS if card.urgent else Role.KEY
    border = Border.HEAVY if card.urgent else Border.LIGHT
    box = surface.box(
        0,
        0,
        surface.width,
        surface.height,
        border=border,
        role=role,
        title=card.title,
        title_role=Role.STRONG,
    )
    inside = box.area(1, 0, box.width - 2, box.height)
    rows = card.rows(inside.width, inside.height)
    top = window(rows, inside.height, card.scroll)
    for y, row in enumerate(rows[top : top + inside.height]):
        _row(row, inside, y)
    _edges(card, surface, above=top > 0, below=top + inside.height < len(rows))


def rows_wanted(card: Card, width: int, besides: bool = True) -> int:
    """Rows of a pane of this width that shows all of it, with or without what is said besides."""
    return len(card.rows(width - SIDES, None if besides else 0)) + FRAME


def _row(row: Row, surface: Surface, y: int) -> None:
    role = Role.CHOSEN if row.lit else row.role
    if row.lit:
        surface.fill(0, y, surface.width, 1, " ", Role.CHOSEN)
    surface.put(0, y, row.sign, Role.CHOSEN if row.lit else row.role)
    surface.put(row.indent, y, fit(row.text, surface.width - row.indent), role)
    if row.choice is not None:
        surface.link(0, y, surface.width, Answer(row.choice), keys=False)


def _edges(card: Card, surface: Surface, above: bool, below: bool) -> None:
    """The keys at the bottom, and on either edge whether there is more beyond it."""
    bottom = surface.height - 1
    room = surface.width - 6 - (9 if below else 0)
    hint = card.hint if len(card.hint) <= room else card.short_hint
    if hint and room > 0:
        text = f" {fit(hint, room)} "
        surface.put(2, bottom, text, Role.KEY)
        surface.link(2, bottom, len(text), Run("about"), keys=False)
    if above:
        surface.put_right(0, " … ↑ ", Role.STRONG, margin=2)
    if below:
        surface.put_right(bottom, " … ↓ ", Role.STRONG, margin=2)
