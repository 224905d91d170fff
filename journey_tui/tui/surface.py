"""A rectangle of character cells that pure functions draw on.

Stage drawings and panes put text and boxes on a `Surface`; the canvas widget turns its rows into strips and
repaints the rows that changed. Nothing here knows Textual, so a drawing is tested by reading its rows. Styles are
roles (`Role`), not colours: a theme decides what a role looks like, and no-colour themes keep the difference.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from rich.cells import cell_len, chop_cells

from journey_tui.tui.target import Target

ELLIPSIS: Final = "…"
_JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Bengali needs them to be spelled correctly."""


class Role(StrEnum):
    """What a cell means; each theme gives it a colour and an attribute."""

    TEXT = "text"
    STRONG = "strong"
    DIM = "dim"
    OUTSIDE = "outside"
    HARDWARE = "hardware"
    KERNEL = "kernel"
    USER = "user"
    PACKET = "packet"
    """The one packet token: filled, black on yellow."""
    FOCUS = "focus"
    """The frame of what is looked at."""
    GOOD = "good"
    WARN = "warn"
    ERROR = "error"
    BAR = "bar"
    """The header line: reverse."""
    KEY = "key"
    """What can be pressed: a key in the footer, a button."""
    CHOSEN = "chosen"
    """What Enter would open."""

    __hash__ = str.__hash__  # it is compared as the text that it is; an Enum's own hash is a call into Python


class Border(StrEnum):
    """Frames: each lane has its own, so that colour is never the only cue."""

    LIGHT = "┌─┐│└┘"
    HEAVY = "┏━┓┃┗┛"
    DOUBLE = "╔═╗║╚╝"
    ROUND = "╭─╮│╰╯"


Cell = tuple[str, Role]
Row = tuple[Cell, ...]

NARROW: Final = frozenset(
    chr(code)
    for first, last in (
        (0x20, 0x7E),  # ASCII
        (0xA1, 0xAC),  # Latin-1 without the soft hyphen
        (0xAE, 0xFF),
        (0x3B1, 0x3C9),  # Greek small letters
        (0x2010, 0x2027),  # dashes, quotes, ellipsis
        (0x2190, 0x21FF),  # arrows
        (0x2500, 0x25FC),  # boxes, blocks, shapes
        (0x2713, 0x2717),  # ticks and crosses
    )
    for code in range(first, last + 1)
)
"""Printable characters of one cell that need no second look."""


_NARROW_CELLS: Final = {role: {character: (character, role) for character in NARROW} for role in Role}
_BLANK: Final[Cell] = _NARROW_CELLS[Role.TEXT][" "]
_TEXTS_KEPT: Final = 4096
"""About ten frames of 120x40; the next frame writes most of the last one's texts again."""


@lru_cache(_TEXTS_KEPT)
def narrow_cells(text: str, role: Role) -> Row | None:
    """The cells of a text whose characters all take one; None where any needs a second look.

    Equal cells are one object, so that writing a row makes none, and rows that look alike are quickly compared.
    """
    try:
        return tuple(map(_NARROW_CELLS[role].__getitem__, text))
    except KeyError:
        return None


def fit(text: str, width: int) -> str:
    """The text in at most `width` cells, with an ellipsis where it is cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    if width == 1:
        return ELLIPSIS
    return chop_cells(text, width - 1)[0] + ELLIPSIS


class Link(NamedTuple):
    """Cells of the whole frame that stand for something."""

    x: int
    y: int
    width: int
    height: int
    target: Target
    keys: bool = True
    """Whether it can be chosen with keys too; else it is only for the mouse."""
    here: bool = False
    """Whether it stands for the present moment: choosing begins beside it."""

    def contains(self, x: int, y: int) -> bool:
        """Whether a cell is one of them."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


class Surface:
    """`width` x `height` cells; drawing outside of it is cut off silently."""

    def __init__(self, width: int, height: int) -> None:
        self.width = max(width, 0)
        self.height = max(height, 0)
        self._left = 0
        self._top = 0
        self._rows: list[list[Cell]] = [[_BLANK] * self.width for _ in range(self.height)]
        self._links: list[Link] = []

    def area(self, x: int, y: int, width: int, height: int) -> "Surface":
        """A part of this surface with coordinates of its own; drawing there draws here."""
        part = Surface.__new__(Surface)  # a frame is made of many parts, and none needs rows of its own
        part._rows, part._links = self._rows, self._links
        x, y = x if x > 0 else 0, y if y > 0 else 0
        part._left, part._top = self._left + x, self._top + y
        part.width = max(min(width, self.width - x), 0)
        part.height = max(min(height, self.height - y), 0)
        return part

    def put(self, x: int, y: int, text: str, role: Role = Role.TEXT) -> int:
        """Write text from (x, y) to the right; returns the column after it."""
        cells = narrow_cells(text, role)
        if cells is None:
            return self._put_any(x, y, text, role)
        end = x + len(cells)
        if 0 <= y < self.height and end > 0:
            if x < 0 or end > self.width:
                cells, x = cells[max(-x, 0) : max(self.width - x, 0)], max(x, 0)
            self._write(self._rows[self._top + y], self._left + x, cells)
        return end

    @staticmethod
    def _write(row: list[Cell], start: int, cells: Sequence[Cell]) -> None:
        """Put cells into a row; a wide character that loses one half loses the other too."""
        stop = start + len(cells)
        if not cells:
            return
        if not row[start][0]:
            row[start - 1] = (" ", row[start - 1][1])
        if stop < len(row) and not row[stop][0]:
            row[stop] = (" ", row[stop][1])
        row[start:stop] = cells

    def _put_any(self, x: int, y: int, text: str, role: Role) -> int:
        """The slow way, for text that may hold wide, combining or forbidden characters."""
        if not 0 <= y < self.height:
            return x + cell_len(text)
        row, left = self._rows[self._top + y], self._left
        for character in text:
            size = cell_len(character)
            if size == 0:
                if character.isprintable() or character in _JOINERS:  # a terminal would obey any other
                    self._combine(row, x, character)
            elif not character.isprintable():
                continue
            elif x >= 0 and x + size <= self.width:
                self._write(row, left + x, [(character, role), ("", role)][:size])
            x += size
        return x

    def _combine(self, row: list[Cell], x: int, character: str) -> None:
        if 0 < x <= self.width and row[self._left + x - 1][0]:
            before, role = row[self._left + x - 1]
            row[self._left + x - 1] = (before + character, role)

    def put_fit(self, x: int, y: int, text: str, width: int, role: Role = Role.TEXT) -> int:
        """Write text in at most `width` cells, with an ellipsis where it is cut."""
        return self.put(x, y, fit(text, width), role)

    def put_centre(self, y: int, text: str, role: Role = Role.TEXT) -> None:
        """Write text in the middle of a row."""
        shown = fit(text, self.width)
        self.put((self.width - cell_len(shown)) // 2, y, shown, role)

    def put_right(self, y: int, text: str, role: Role = Role.TEXT, margin: int = 0) -> None:
        """Write text at the right edge of a row."""
        shown = fit(text, self.width - margin)
        self.put(self.width - margin - cell_len(shown), y, shown, role)

    def fill(
        self, x: int, y: int, width: int, height: int, character: str = " ", role: Role = Role.TEXT
    ) -> None:
        """Fill a rectangle with one character of one cell."""
        left, right = max(x, 0), min(x + width, self.width)
        for row in range(max(y, 0), min(y + height, self.height)):
            self._write(self._rows[self._top + row], self._left + left, [(character, role)] * (right - left))

    def box(
        self,
        x: int,
        y: int,
        width: int,
        height: int,
        *,
        border: Border = Border.LIGHT,
        role: Role = Role.DIM,
        title: str = "",
        title_role: Role | None = None,
    ) -> "Surface":
        """Draw a frame and answer the area inside it."""
        if width >= 2 and height >= 2:
            left_top, across, right_top, down, left_bottom, right_bottom = border.value
            self.put(x, y, left_top + across * (width - 2) + right_top, role)
            self.put(x, y + height - 1, left_bottom + across * (width - 2) + right_bottom, role)
            self._sides(x, y + 1, x + width - 1, y + height - 1, (down, role))
            if title and width > 6:
                self.put(x + 2, y, f" {fit(title, width - 6)} ", title_role or role)
        return self.area(x + 1, y + 1, max(width - 2, 0), max(height - 2, 0))

    def _sides(self, left: int, top: int, right: int, bottom: int, cell: Cell) -> None:
        """Two upright lines; a frame has many, and each is one cell a row."""
        columns = [self._left + x for x in (left, right) if 0 <= x < self.width]
        for row in self._rows[self._top + max(top, 0) : self._top + min(bottom, self.height)]:
            for column in columns:
                if row[column][0] and (column + 1 == len(row) or row[column + 1][0]):
                    row[column] = cell
                else:
                    self._write(row, column, (cell,))

    # ── what cells stand for ──

    def link(
        self,
        x: int,
        y: int,
        width: int,
        target: Target,
        height: int = 1,
        *,
        keys: bool = True,
        here: bool = False,
    ) -> None:
        """These cells stand for something; where links lie on one another, the last one counts."""
        left, top = max(x, 0), max(y, 0)
        width, height = min(x + width, self.width) - left, min(y + height, self.height) - top
        if width > 0 and height > 0:
            self._links.append(Link(self._left + left, self._top + top, width, height, target, keys, here))

    def links(self) -> list[Link]:
        """The links for keys that begin on this part, in reading order; places are of the whole frame."""
        inside = [
            link
            for link in self._links
            if link.keys
            and self._left <= link.x < self._left + self.width
            and self._top <= link.y < self._top + self.height
        ]
        return sorted(inside, key=lambda link: (link.y, link.x))

    def target_at(self, x: int, y: int) -> Target | None:
        """What a cell of the whole frame stands for."""
        return next((link.target for link in reversed(self._links) if link.contains(x, y)), None)

    def choose(self, link: Link) -> None:
        """Show a link as the chosen one; its place is of the whole frame."""
        for y in range(link.y, link.y + link.height):
            row = self._rows[y]
            stop = link.x + link.width
            row[link.x : stop] = [(character, Role.CHOSEN) for character, _ in row[link.x : stop]]

    # ── reading ──

    def row(self, y: int) -> Row:
        """The cells of one row, comparable with another frame's."""
        return tuple(self._rows[self._top + y][self._left : self._left + self.width])

    def runs(self, y: int) -> Iterator[tuple[str, Role]]:
        """One row as the fewest runs of equal role."""
        return runs(self.row(y))

    def text_row(self, y: int) -> str:
        """The characters of one row."""
        return "".join(character for character, _ in self.row(y))

    def to_text(self) -> str:
        """All rows as text, trailing blanks removed."""
        return "\n".join(self.text_row(y).rstrip() for y in range(self.height))


def runs(row: Row) -> Iterator[tuple[str, Role]]:
    """The cells of a row as the fewest runs of equal role."""
    for role, cells in groupby(row, key=itemgetter(1)):
        yield "".join(map(itemgetter(0), cells)), role
