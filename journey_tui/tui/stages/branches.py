"""ServeMux's tree of patterns as a tree: host, method, segment by segment; a row for each pattern, one way lit.

It is drawn where every pattern finds a row and every level its column; elsewhere a table of patterns serves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.cells import cell_len

from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.stages.parts import Part, spans
from journey_tui.tui.stages.reasons import in_cells
from journey_tui.tui.stages.tables import Row
from journey_tui.tui.surface import Role, Surface, fit

MOST_BRANCHES: Final = 24
"""Patterns that are drawn as a tree."""
_MOST_STEP: Final = 3
"""Rows from one pattern to the next where there is room."""
_LEFT: Final = 2
"""Cells before the tree: the arrow of the row at hand stands there."""
_LINE: Final = 5
"""Cells from a node's label to its branches' labels."""
_GAP: Final = 2
_LONGEST_LEVEL: Final = 18
_LEAST_REASON: Final = 16
_END: Final = "(end)"
"""A pattern that others go on from."""


@dataclass(slots=True)
class _Node:
    """One level of one way; only an end has a row of the table."""

    label: str
    branches: "dict[str, _Node]" = field(default_factory=dict)
    row: Row | None = None
    lit: bool = False

    def rows(self) -> int:
        """Ends below it, itself among them."""
        return sum(branch.rows() for branch in self.branches.values()) or 1

    def width(self) -> int:
        """Cells that it and its branches take."""
        below = max((branch.width() for branch in self.branches.values()), default=-_LINE)
        return cell_len(self.label) + 2 * self.is_winner + _LINE + below

    @property
    def is_winner(self) -> bool:
        """The end of the way that is lit."""
        return self.lit and self.row is not None


@dataclass(frozen=True, slots=True)
class Tree:
    """Patterns as a tree, ready to be drawn."""

    roots: tuple[_Node, ...]
    rows: int
    width: int
    handler: int
    """Cells of the longest handler's name."""
    decided: bool

    def fits(self, surface: Surface, rows: int) -> bool:
        """Whether so many rows, at this width, hold all of it and a word on why."""
        width = _LEFT + self.width + _GAP + _LEAST_REASON + _GAP + self.handler
        return bool(self.roots) and self.rows <= rows and width <= surface.width

    def spread(self, rows: int) -> int:
        """Of so many rows those that it takes, with the same air between all its patterns."""
        return self.rows * min(max(rows // self.rows, 1), _MOST_STEP)


def tree_of(rows: Sequence[tuple[Sequence[str], Row]], lit: Sequence[str], *, decided: bool) -> Tree:
    """The tree of the patterns' levels, each with its row of pattern, reason and handler."""
    root = _Node("")
    for levels, row in rows:
        _plant(root, levels, row, tuple(levels) == tuple(lit))
    roots = tuple(root.branches.values())
    return Tree(
        roots,
        rows=sum(one.rows() for one in roots),
        width=max((one.width() for one in roots), default=0),
        handler=max((cell_len(_text(row.cells[2])) for _, row in rows), default=0),
        decided=decided,
    )


def _plant(root: _Node, levels: Sequence[str], row: Row, lit: bool) -> None:
    node = root
    for level in levels:
        node = node.branches.setdefault(level, _Node(fit(level, _LONGEST_LEVEL)))
        node.lit = node.lit or lit
        if node.row is not None:  # what ended here goes on
            _end(node, node.row, node.lit and not lit)
            node.row = None
    if node.branches:
        _end(node, row, lit)
    else:
        node.row = row


def _end(node: _Node, row: Row, lit: bool) -> None:
    node.branches[_END] = _Node(_END, row=row, lit=lit)


def draw_tree(tree: Tree, surface: Surface) -> None:
    """One row for each pattern, with air between them where rows are left."""
    step = tree.spread(surface.height) // tree.rows
    y = 0
    for node in tree.roots:
        _draw(tree, node, _LEFT, y, step, surface)
        y += node.rows() * step


def _draw(tree: Tree, node: _Node, x: int, y: int, step: int, surface: Surface) -> None:
    usual = Role.DIM if tree.decided else Role.TEXT
    if node.is_winner:
        x = surface.put(x, y, f" {node.label} ", Role.PACKET)
    else:
        x = surface.put(x, y, node.label, Role.STRONG if node.lit else usual)
    if node.row is not None:
        _verdict(tree, node.row, x, y, surface.area(0, 0, surface.width - 1, y + step))
        return
    places = _places(node, y, step)
    _lines(node, places, x + 1, surface)
    for branch, row in places:
        _draw(tree, branch, x + _LINE, row, step, surface)


def _places(node: _Node, y: int, step: int) -> list[tuple[_Node, int]]:
    places = []
    for branch in node.branches.values():
        places.append((branch, y))
        y += branch.rows() * step
    return places


def _lines(node: _Node, places: list[tuple[_Node, int]], x: int, surface: Surface) -> None:
    """Lines to the branches; the one that is lit is heavy and lies over the others."""
    top, bottom = places[0][1], places[-1][1]
    surface.put(x, top, "─", Role.DIM)
    surface.fill(x + 1, top, 1, bottom - top + 1, "│", Role.DIM)
    for _, y in places:
        joint = "─┬"[bottom > top] if y == top else "└" if y == bottom else "├"
        surface.put(x + 1, y, joint + "─", Role.DIM)
    for branch, y in places:
        if branch.lit and node.lit:
            surface.put(x, top, "━", Role.GOOD)
            surface.fill(x + 1, top, 1, y - top + 1, "┃", Role.GOOD)
            for other in (row for _, row in places if top < row < y):
                surface.put(x + 1, other, "┣", Role.GOOD)
            if y > top:
                surface.put(x + 1, top, "┳", Role.GOOD)
            joint = ("━" if bottom == top else "┳") if y == top else "┗" if y == bottom else "┣"
            surface.put(x + 1, y, joint + "━", Role.GOOD)


def _verdict(tree: Tree, row: Row, x: int, y: int, surface: Surface) -> None:
    """Why this pattern or why not, on as many rows as are its own, and whom it would call."""
    handler = _text(row.cells[2])
    edge = surface.width - tree.handler
    left = _LEFT + tree.width + _GAP
    reason, role = _part(row.cells[1])
    stop, lines = left, wrapped(reason, edge - _GAP - left)
    if len(lines) > surface.height - y:
        lines = [in_cells(reason, edge - _GAP - left)]
    last = len(lines) - 1
    for index, text in enumerate(lines):
        stop = surface.put(left, y + index, text, role)
    if row.active:
        surface.put(0, y, "►", Role.FOCUS)
        surface.fill(x + 1, y, left - x - 2, 1, "·", Role.DIM)
        if last == 0:
            surface.fill(stop + 1, y, edge - stop - 2, 1, "·", Role.DIM)
    spans(surface, edge, y, (handler, Role.STRONG if row.active else Role.DIM))
    if row.target is not None:
        surface.link(0, y, surface.width, row.target)


def _part(cell: Part) -> tuple[str, Role]:
    return (cell, Role.TEXT) if isinstance(cell, str) else cell


def _text(cell: Part) -> str:
    return cell if isinstance(cell, str) else cell[0]
