"""Where the card of a lesson stands: in place of the explanation, with as many rows as its words need.

In a stack the picture above gives way, down to what can still be read as a picture; a question takes even that. In a column
of words the panes below give way. What the viewer opens beside the words has its usual place until it is closed.
"""

from typing import Final

from journey_tui.tui.layout import Layout, Rect
from journey_tui.tui.panes.lesson import rows_wanted
from journey_tui.tui.teaching.card import Card

_LEAST_PICTURE: Final = 7
"""Rows of a frame and a drawing in it that still says something."""
_LEAST_SHOWN: Final = 5
"""Rows below which a question takes even those."""
_LOW: Final = 14
"""Rows of picture and words below which words alone have to do."""
_LEAST_PANE: Final = 6
_EDGES: Final = ("header", "stage_map", "lanes", "scrub", "footer")
"""Panes that stay whatever a card needs."""


def with_card(layout: Layout, card: Card) -> Layout:
    """The same panes with `lesson` in the place of `explanation`; they still cover the screen."""
    if "explanation" not in layout:
        return layout
    others = {name: place for name, place in layout.items() if name != "explanation"}
    words = layout["explanation"]
    if card.aside:
        return others | {"lesson": words}
    wanted = rows_wanted(card, words.width)
    if wanted > _most(layout, words):
        wanted = rows_wanted(card, words.width, besides=False)
    focus = layout.get("focus")
    if focus is not None and (focus.x, focus.width) == (words.x, words.width):
        del others["focus"]
        return others | _in_stack(focus, words, wanted, card.urgent)
    if wanted > _bottom(others, words) - words.y:
        return _across(others, card)
    if card.asks and "about" in others:  # it may say what is asked
        wanted = max(wanted, others["about"].y + others["about"].height - words.y)
    return _in_column(others, words, wanted)


def _across(others: Layout, card: Card) -> Layout:
    """Where a column is too narrow: over the whole width, below the picture; what else was there goes."""
    kept = {name: place for name, place in others.items() if name in _EDGES}
    gone = [place for name, place in others.items() if name not in _EDGES]
    top = min(place.y for place in gone)
    width = max(place.x + place.width for place in kept.values())
    room = max(place.y + place.height for place in gone) - top
    left = room - min(rows_wanted(card, width, besides=False), room)
    left = left if left >= _LEAST_SHOWN else 0
    picture = {"focus": Rect(0, top, width, left)} if left else {}
    return kept | picture | {"lesson": Rect(0, top + left, width, room - left)}


def _most(layout: Layout, words: Rect) -> int:
    """Rows that words may take without the picture."""
    focus = layout.get("focus")
    if focus is None or (focus.x, focus.width) != (words.x, words.width):
        return words.height
    return max(focus.height + words.height - _LEAST_PICTURE, words.height)


def _in_stack(focus: Rect, words: Rect, wanted: int, urgent: bool) -> Layout:
    """Below the picture: it keeps what the words leave, or nothing where that would be no picture."""
    room = focus.height + words.height
    left = room - max(min(wanted, room), words.height)
    if urgent or room < _LOW:
        left = left if left >= _LEAST_SHOWN else 0
    elif left < _LEAST_PICTURE:
        left = min(_LEAST_PICTURE, room - words.height)
    lesson = Rect(words.x, focus.y + left, words.width, room - left)
    picture = {"focus": Rect(focus.x, focus.y, focus.width, left)} if left else {}
    return picture | {"lesson": lesson}


def _in_column(others: Layout, words: Rect, wanted: int) -> Layout:
    """Beside the picture: panes below in the same column become lower, or go."""
    end = words.y + max(wanted, words.height)
    kept: Layout = {}
    rows = [place for place in others.values() if _below(place, words) and place.y < end]
    if rows and min(place.y + place.height for place in rows) - end < _LEAST_PANE:
        end = max(place.y + place.height for place in rows if place.y < end)
    for name, place in others.items():
        if not _below(place, words) or place.y >= end:
            kept[name] = place
        elif place.y + place.height > end:
            kept[name] = Rect(place.x, end, place.width, place.y + place.height - end)
    return kept | {"lesson": Rect(words.x, words.y, words.width, end - words.y)}


def _bottom(others: Layout, words: Rect) -> int:
    """The row below the column of words."""
    bottoms = [place.y + place.height for place in others.values() if _below(place, words)]
    return max(bottoms, default=words.y + words.height)


def _below(place: Rect, words: Rect) -> bool:
    """Whether a pane stands below the words in their column."""
    return (
        place.y >= words.y + words.height and words.x <= place.x < words.x + words.width and place.height > 2
    )
