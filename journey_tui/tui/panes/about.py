"""The page about the stage that is shown: what it is for, where it is in the source, how to see it on one's own machine."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from journey_tui.content.pages import Block, Part, blocks, page
from journey_tui.content.ui import _, parts
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.surface import Border, Role, Surface, fit
from journey_tui.tui.view import View

Row = tuple[str, Role]
_LEAST = 3
"""Rows of a paragraph that are worth beginning it."""


def draw(view: View, surface: Surface) -> None:
    """As many paragraphs as find room, the first ones first; of the last one its beginning, unless it is a command."""
    title = _("About: {title}").format(title=STAGE_BY_ID[view.shown].title)
    inside = surface.box(
        0, 0, surface.width, surface.height, border=Border.LIGHT, role=Role.DIM, title=title
    ).area(1, 0, surface.width - 4, surface.height - 2)
    y = 0
    for block in paragraphs_in(view.language, view.shown, inside.width):
        room = inside.height - y
        whole = len(block) <= room
        if not whole and (room < _LEAST or block[-1][1] is Role.STRONG):
            break
        for row, (text, role) in enumerate(block[:room], start=y):
            cut = not whole and row == inside.height - 1
            inside.put_fit(0, row, fit(f"{text} …", inside.width) if cut else text, inside.width, role)
        y += len(block) + 1


def paragraphs_in(choice: str, name: str, width: int) -> Iterator[tuple[Row, ...]]:
    """The page in each language that a viewer chose, one below the other, each under its title if there are two."""
    languages = parts(choice)
    for language in languages:
        if len(languages) > 1:
            title = blocks(page(name, language))[0].text
            yield tuple((row, Role.DIM) for row in wrapped(title, width))
        yield from paragraphs(name, width, language)


@cache
def paragraphs(name: str, width: int, language: str = "en") -> tuple[tuple[Row, ...], ...]:
    """The page of a stage or a topic in rows of that many cells, paragraph by paragraph, each under its heading."""
    shown: list[tuple[Row, ...]] = []
    heading: list[Row] = []
    for part, group in groupby(blocks(page(name, language)), key=lambda block: block.part):
        if part is Part.HEADING:
            heading = [(row, Role.DIM) for block in group for row in wrapped(block.text, width)]
        elif part is Part.ITEM:
            shown.append((*heading, *(row for block in group for row in _rows(block, width))))
            heading = []
        elif part is not Part.TITLE:
            for block in group:
                shown.append((*heading, *_rows(block, width)))
                heading = []
    return tuple(shown)


def _rows(block: Block, width: int) -> list[Row]:
    """A command as it stands; an item with its mark, and the rows after its first one below its text."""
    if block.part is Part.CODE:
        return [(line, Role.STRONG) for line in block.text.split("\n")]
    first = f"{block.mark} " if block.mark else ""
    rows = wrapped(block.text, width - len(first))
    return [
        (f"{first if number == 0 else ' ' * len(first)}{row}", Role.TEXT) for number, row in enumerate(rows)
    ]
