"""Blocks stacked from top to bottom, so that one drawing serves a 4-row pane and a full screen alike.

A drawing says which blocks it is made of, how few rows each can do with, how many it could use, and which to give
up first. What is left is shared out here; no drawing counts rows by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from journey_tui.tui.surface import Surface

Draw = Callable[[Surface], None]
"""Draws on whatever surface it is given."""

WIDEST = 150
"""Cells that a drawing spreads over; beyond that it stands in the middle."""


_WIDEST_GAP = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a drawing."""

    draw: Draw
    rows: int = 1
    """The fewest rows that it makes sense in."""
    most: int = 0
    """The most rows that it can use; 0 is `rows`."""
    whole: bool = False
    """Whether it takes either `rows` or `most` and nothing between."""
    rank: int = 0
    """Where rows are short, blocks of the highest rank go first."""


def stack(surface: Surface, blocks: Sequence[Block], *, airy: bool = True) -> None:
    """Draw as many blocks as there is room for, in their order; air between and around them where rows are left."""
    part = centred(surface, WIDEST)
    kept = _kept(blocks, part.height)
    heights, spare = _shared(kept, part.height)
    gap = min(spare // (len(kept) - 1), _WIDEST_GAP) if airy and len(kept) > 1 else 0
    y = max(spare - gap * (len(kept) - 1), 0) // 2 if airy else 0
    for block, height in zip(kept, heights, strict=True):
        block.draw(part.area(0, y, part.width, height))
        y += height + gap


def _kept(blocks: Sequence[Block], height: int) -> list[Block]:
    """The blocks whose fewest rows fit; one always stays."""
    kept = list(blocks)
    while len(kept) > 1 and sum(block.rows for block in kept) > height:
        kept.pop(max(range(len(kept)), key=lambda index: (kept[index].rank, index)))
    return kept


def _shared(blocks: Sequence[Block], height: int) -> tuple[list[int], int]:
    """Rows of each block, the important ones served first, and the rows that are left over."""
    heights = [block.rows for block in blocks]
    spare = max(height - sum(heights), 0)
    for index in sorted(range(len(blocks)), key=lambda index: blocks[index].rank):
        block = blocks[index]
        grown = min(max(block.most - block.rows, 0), spare)
        if block.whole and grown < block.most - block.rows:
            continue
        heights[index] += grown
        spare -= grown
    return heights, spare


def centred(surface: Surface, width: int) -> Surface:
    """The middle of a surface that is wider than that."""
    spare = max(surface.width - width, 0)
    return surface.area(spare // 2, 0, min(surface.width, width), surface.height)


def middle(surface: Surface, height: int) -> Surface:
    """The middle of a surface that is higher than that."""
    spare = max(surface.height - height, 0)
    return surface.area(0, spare // 2, surface.width, min(surface.height, height))


def beside(surface: Surface, count: int, gap: int = 2) -> list[Surface]:
    """The surface cut into so many columns of the same width."""
    width = max((surface.width - gap * (count - 1)) // max(count, 1), 0)
    return [surface.area(index * (width + gap), 0, width, surface.height) for index in range(count)]
