"""The page about the stage that is shown: what it is for, where it is in the source, how to see it on one's own machine."""

from collections.abc import Iterator
from functools import cache

from journey_tui.content import stage_page
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.surface import Border, Role, Surface, fit
from journey_tui.tui.view import View

Row = tuple[str, Role]
_FENCE = "```"
_LEAST = 3
"""Rows of a paragraph that are worth beginning it."""


def draw(view: View, surface: Surface) -> None:
    """As many paragraphs as find room, the first ones first; of the last one its beginning, unless it is a command."""
    title = f"About: {STAGE_BY_ID[view.shown].title}"
    inside = surface.box(
        0, 0, surface.width, surface.height, border=Border.LIGHT, role=Role.DIM, title=title
    ).area(1, 0, surface.width - 4, surface.height - 2)
    y = 0
    for block in paragraphs(view.shown, inside.width):
        room = inside.height - y
        whole = len(block) <= room
        if not whole and (room < _LEAST or block[-1][1] is Role.STRONG):
            break
        for row, (text, role) in enumerate(block[:room], start=y):
            cut = not whole and row == inside.height - 1
            inside.put_fit(0, row, fit(f"{text} …", inside.width) if cut else text, inside.width, role)
        y += len(block) + 1


@cache
def paragraphs(stage: str, width: int) -> tuple[tuple[Row, ...], ...]:
    """The page in rows of that many cells, paragraph by paragraph, each under its heading."""
    blocks: list[tuple[Row, ...]] = []
    heading = ""
    for text, is_code in _parts(stage_page(stage)):
        if text.startswith("#"):
            heading = "" if text.startswith("# ") else text.lstrip("# ")
            continue
        role = Role.STRONG if is_code else Role.TEXT
        lines = text.split("\n") if is_code else wrapped(text.replace("`", ""), width)
        rows: list[Row] = [(line, role) for line in lines]
        blocks.append(tuple([(heading, Role.DIM), *rows] if heading else rows))
        heading = ""
    return tuple(blocks)


def _parts(page: str) -> Iterator[tuple[str, bool]]:
    """Paragraphs and headings of a page, and whether each is a command to type."""
    for part in page.strip().split("\n\n"):
        if part.startswith(_FENCE):
            yield part.removeprefix(_FENCE).removesuffix(_FENCE).strip("\n"), True
        else:
            yield part, False
