"""The program's own page about a stage, folded away below its picture."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from journey_tui.content.pages import Block, Part, blocks
from journey_tui.content.ui import N_
from journey_tui.exporters.html.markup import Markup, element, in_languages, joined
from journey_tui.exporters.outline import Outline, Said, in_each

_TAGS: Final = {Part.HEADING: "h3", Part.TEXT: "p"}


def about(page: Said, outline: Outline) -> Markup:
    """The page in each language, its title left out: the chapter has it already."""
    if not page:
        return Markup("")
    heading = in_languages("span", in_each(N_("More about it"), outline.languages))
    several = len(page) > 1
    told = (
        element("div", *_parts(blocks(text)), lang=language, data_said=several)
        for language, text in page.items()
    )
    return element("details", element("summary", heading), joined(told))


def _parts(page: tuple[Block, ...]) -> Iterator[Markup]:
    for part, group in groupby(page, key=lambda block: block.part):
        if part is Part.ITEM:
            yield element("ul", *(element("li", block.text) for block in group))
        elif part is Part.CODE:
            yield from (element("pre", element("code", block.text)) for block in group)
        elif part is not Part.TITLE:
            yield from (element(_TAGS[part], block.text) for block in group)
