"""Where each pane lies on a screen of a given size: one pure function, so that every size can be tested.

Five families: one line of text where nothing else fits, a stack for small screens, a stack with the explanation at
the side for wide and low ones, lanes of cards above it all from 120x40 on, and from 160x55 on the timeline and the
packet inspector too. Zoom gives the picture almost everything.
"""

from dataclasses import dataclass
from typing import Final

SMALLEST_WIDTH: Final = 40
SMALLEST_HEIGHT: Final = 10
"""Below either, one line tells where the packet is and what to do."""
WIDE: Final = 120
LANES_HEIGHT: Final = 38
LENS_LANES_HEIGHT: Final = 52
LANE_ROWS: Final = 5
"""Of one lane: a frame around the three rows of a card."""
LANES_ROWS: Final = 3 * LANE_ROWS + 2
"""Three lanes and the two borders that a request crosses."""
_SIDE_SHARE: Final = 0.4
"""Of the width, for what stands beside the picture."""
_LOG_ROWS: Final = 16
_FULL_WIDTH: Final = 160
_FULL_HEIGHT: Final = 34
"""From there on timeline and packet inspector have panes of their own."""
_TIMELINE_ROWS: Final = 19
"""A row for each stage, the axis and the frame."""
_WORDS_ROWS: Final = 12
"""What the longest explanations need in a column beside a picture."""
_STAYS_ROWS: Final = 8
"""From which the request's stays say something: titles, a few stays and the frame."""
_PACKET_FROM: Final = 16
_PACKET_WIDTH: Final = 60
"""Room below the words from which the packet inspector stands there."""
_JOURNEY: Final = 46
_ABOUT_FROM: Final = 34
"""Rows of the column of words from which a page about the stage finds room."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int

    def contains(self, x: int, y: int) -> bool:
        """Whether a cell lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


Layout = dict[str, Rect]
"""Rectangles by the pane's name; together they cover the screen, and none lies on another."""


def lay_out(
    width: int,
    height: int,
    zoomed: bool = False,
    waiting: bool = False,
    lens: bool = False,
    projector: bool = False,
) -> Layout:
    """The panes of a screen of this size; while it waits for a source, one pane has the room of picture and words.

    With another lens than the picture the large pane is larger: the cards, and the log below it, give way. On a projector
    the large pane and the words are all that there is at any size: what else there might be is not read from the back.
    """
    if width < SMALLEST_WIDTH or height < SMALLEST_HEIGHT:
        return {"tiny": Rect(0, 0, width, height)}
    scrub = 2 if height >= 20 else 1
    layout = {
        "header": Rect(0, 0, width, 1),
        "scrub": Rect(0, height - 1 - scrub, width, scrub),
        "footer": Rect(0, height - 1, width, 1),
    }
    body = Rect(0, 1, width, height - 2 - scrub)
    if zoomed:
        return layout | ({"focus": body} if waiting else _stack(body))
    if not projector and width >= WIDE and height >= (LENS_LANES_HEIGHT if lens else LANES_HEIGHT):
        layout["lanes"] = Rect(0, body.y, width, LANES_ROWS)
        below = Rect(0, body.y + LANES_ROWS, width, body.height - LANES_ROWS)
        return layout | ({"focus": below} if waiting else _with_log(below, lens))
    map_rows = 1 if height < 14 else 2
    layout["stage_map"] = Rect(0, body.y, width, map_rows)
    below = Rect(0, body.y + map_rows, width, body.height - map_rows)
    if waiting:
        return layout | {"focus": below}
    if projector:
        return layout | _stack(below)
    if height >= 34:
        return layout | _with_log(below, lens)
    return layout | (_beside(below) if width >= WIDE else _stack(below))


def _stack(area: Rect) -> Layout:
    """The picture above the explanation."""
    words = 2 if area.height < 8 else 4 if area.height < 14 else min(6 + (area.height - 18) // 4, 10)
    picture = area.height - words
    return {
        "focus": Rect(area.x, area.y, area.width, picture),
        "explanation": Rect(area.x, area.y + picture, area.width, words),
    }


def _beside(area: Rect) -> Layout:
    """The picture with the explanation at its right, and below that the request's stays where rows are left."""
    left, right = _columns(area)
    if right.height < _WORDS_ROWS + _STAYS_ROWS:
        return {"focus": left, "explanation": right}
    explanation, journey = _rows(right, _WORDS_ROWS)
    return {"focus": left, "explanation": explanation, "journey": journey}


def _with_log(area: Rect, lens: bool) -> Layout:
    """Picture over log at the left; words, then where the request has been and what else finds room, at the right."""
    if area.width < WIDE:
        if lens:
            return _stack(area)
        below = max(area.height // 3, 6)
        return _stack(Rect(area.x, area.y, area.width, area.height - below)) | {
            "log": Rect(area.x, area.y + area.height - below, area.width, below)
        }
    left, right = _columns(area)
    if lens:
        return {"focus": left} | _words(right, "about")
    if area.width >= _FULL_WIDTH and area.height >= _FULL_HEIGHT:
        return _full(left, right)
    picture, log = _rows(left, left.height - max(min(left.height // 3, _LOG_ROWS), 6))
    return {"focus": picture, "log": log} | _words(right, "packet")


def _full(left: Rect, right: Rect) -> Layout:
    """Everything: below the picture the request's stays and the timeline, below the words the packet and the log."""
    picture, below = _rows(left, left.height - min(_TIMELINE_ROWS, left.height // 2))
    words, rest = _rows(right, 10 + max(right.height - _FULL_HEIGHT, 0) // 4)
    packet, log = _rows(rest, (rest.height + 3) // 2)
    return {
        "focus": picture,
        "journey": Rect(below.x, below.y, _JOURNEY, below.height),
        "timeline": Rect(below.x + _JOURNEY, below.y, below.width - _JOURNEY, below.height),
        "explanation": words,
        "packet": packet,
        "log": log,
    }


def _words(area: Rect, between: str) -> Layout:
    """The explanation, and below it the request's stays; a tall column has one more pane between them."""
    if area.height < _ABOUT_FROM:
        explanation, rest = _rows(area, min(max(area.height * 3 // 5, area.height - 9), _WORDS_ROWS))
        if rest.height < _PACKET_FROM or rest.width < _PACKET_WIDTH:
            return {"explanation": explanation, "journey": rest}
        upper, journey = _rows(rest, rest.height // 2)
        return {"explanation": explanation, between: upper, "journey": journey}
    explanation, rest = _rows(area, 11)
    about, below = _rows(rest, max(rest.height // 2, 13))
    layout = {"explanation": explanation, "about": about}
    if area.width < 72:
        return layout | {"journey": below}
    facts = area.width // 2 - 4
    return layout | {
        "journey": Rect(below.x, below.y, below.width - facts, below.height),
        "facts": Rect(below.x + below.width - facts, below.y, facts, below.height),
    }


def _columns(area: Rect) -> tuple[Rect, Rect]:
    side = int(area.width * _SIDE_SHARE)
    left = area.width - side
    return Rect(area.x, area.y, left, area.height), Rect(area.x + left, area.y, side, area.height)


def _rows(area: Rect, upper: int) -> tuple[Rect, Rect]:
    return (
        Rect(area.x, area.y, area.width, upper),
        Rect(area.x, area.y + upper, area.width, area.height - upper),
    )
