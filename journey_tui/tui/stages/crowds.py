"""A crowd, where rows for each would tell nothing: how many there are in each state, and how their sizes are spread.

The world keeps the counts (`world.crowd`), so that a drawing of ten thousand costs what one of ten does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from rich.cells import cell_len

from journey_tui.text import clean_line
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import Block
from journey_tui.tui.stages.parts import spans
from journey_tui.tui.surface import Role, Surface, fit

MANY: Final = 64
"""More than these are counted, not listed."""
_MOST_BARS: Final = 12
_LONGEST_LABEL: Final = 22
_UNITS: Final = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")
_MOST_BITS: Final = 63
_GAP: Final = 2
_RANK: Final = 9
"""Goes first where rows are short, as tables do."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many there are of one kind."""

    label: str
    count: int
    role: Role = Role.TEXT


def crowd_block(total: int, noun: str, said: str, bars: Sequence[Bar], rank: int = _RANK) -> Block:
    """One row that says how many, then a bar for each kind, the largest first where not all find room."""
    most = 1 + min(len(bars), _MOST_BARS)
    return Block(partial(draw_crowd, total, noun, said, bars), most=most, rank=rank)


def draw_crowd(total: int, noun: str, said: str, bars: Sequence[Bar], surface: Surface) -> None:
    """The same on a surface of its own; kinds that find no row each stand side by side."""
    x = spans(surface, 1, 0, (f"{total:,} {noun}", Role.STRONG)) + _GAP
    room = surface.height - 1
    if room < 1:
        _draw_row(bars, surface.area(x, 0, surface.width - x, 1))
        return
    surface.put_fit(x, 0, said, max(surface.width - x, 0), Role.DIM)
    below = surface.area(1, 1, surface.width - 2, room)
    if len(bars) > room == 1:
        _draw_row(bars, below.area(1, 0, below.width - 1, 1))
    elif bars:
        _draw_bars(_largest(bars, room), total, below)


def _largest(bars: Sequence[Bar], room: int) -> Sequence[Bar]:
    """Those that find room, in their order; the others together in the last row."""
    if len(bars) <= room:
        return bars
    kept = sorted(range(len(bars)), key=lambda place: -bars[place].count)[: room - 1]
    others = sum(bar.count for bar in bars) - sum(bars[place].count for place in kept)
    return [
        *(bars[place] for place in sorted(kept)),
        Bar(f"{len(bars) - len(kept)} others", others, Role.DIM),
    ]


def _draw_row(bars: Sequence[Bar], surface: Surface) -> None:
    """Name and number, side by side, as many as find room."""
    x = 0
    for bar in sorted(bars, key=lambda bar: -bar.count):
        size = cell_len(bar.label) + len(f" {bar.count:,}")
        if x + size > surface.width:
            surface.put_fit(x, 0, "…", surface.width - x, Role.DIM)
            return
        x = surface.put(x, 0, bar.label, bar.role)
        x = surface.put(x, 0, f" {bar.count:,}", Role.STRONG) + _GAP


def _draw_bars(bars: Sequence[Bar], total: int, surface: Surface) -> None:
    labels = min(max(cell_len(bar.label) for bar in bars), _LONGEST_LABEL, surface.width // 2)
    counts = max(len(f"{bar.count:,}") for bar in bars)
    left = 1 + labels + _GAP + counts + _GAP
    for y, bar in enumerate(bars):
        surface.put(1, y, fit(bar.label, labels), bar.role)
        surface.put(1 + labels + _GAP, y, f"{bar.count:>{counts},}", Role.STRONG)
        room = max(surface.width - left, 0)
        cells = max(bar.count * room // max(total, 1), 1) if bar.count > 0 and room else 0
        surface.put(left, y, "█" * min(cells, room), bar.role)


# ── what is counted ──


def by_state(counts: Mapping[str, int], roles: Callable[[str], Role] = lambda _: Role.TEXT) -> list[Bar]:
    """The states, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Bar(clean_line(state or "-", 60), count, roles(state)) for state, count in ordered]


def by_size(counts: Mapping[int, int], role: Role) -> list[Bar]:
    """Sizes by the power of two that they lie below, the empty ones first."""
    ordered = sorted(counts.items())
    return [Bar(below(bits), count, role if bits else Role.DIM) for bits, count in ordered]


def below(bits: int) -> str:
    """What numbers of so many bits are, as a size."""
    power, rest = divmod(min(max(bits, 0), _MOST_BITS), 10)
    return "empty" if bits <= 0 else f"< {1 << rest} {_UNITS[power]}"


def spread(counts: Mapping[int, int]) -> str:
    """Where the middle, the last hundredth and the largest lie."""
    return "   ".join(
        f"{name} {below(bits_at(counts, share))}" for name, share in (("p50", 50), ("p99", 99), ("max", 100))
    )


def bits_at(counts: Mapping[int, int], percent: int) -> int:
    """How many bits the number has that so many percent of all do not exceed."""
    total = sum(counts.values())
    seen = 0
    for bits, count in sorted(counts.items()):
        seen += count
        if seen * 100 >= total * percent:
            return bits
    return 0


# ── crowds of the stages ──


def connections(scene: Scene) -> Block:
    """All connections by the state of the server's end."""
    counts = scene.world.crowd.connections
    total = len(scene.world.connections)
    return crowd_block(total, "connections", "by the server's state", by_state(counts, _kernel))


def received(scene: Scene) -> Block:
    """What lies in all receive queues."""
    counts = scene.world.crowd.received
    total = len(scene.world.connections)
    return crowd_block(total, "receive queues", spread(counts), by_size(counts, Role.KERNEL))


def sent(scene: Scene) -> Block:
    """What lies in all send queues."""
    counts = scene.world.crowd.sent
    total = len(scene.world.connections)
    return crowd_block(total, "send queues", spread(counts), by_size(counts, Role.KERNEL))


def requests(scene: Scene) -> Block:
    """All requests by where the server is with them; of those that are over only the latest are counted."""
    world = scene.world
    said = f"by where the server is with them; {world.finished_requests:,} are over"
    return crowd_block(len(world.requests), "requests", said, by_state(world.crowd.requests, _user))


def draw_waiting(scene: Scene, total: int, surface: Surface) -> None:
    """All goroutines that wait, by their reason."""
    bars = by_state(scene.world.crowd.waiting, _user)
    draw_crowd(total, "goroutines wait", "and hold no M", bars, surface)


def _kernel(state: str) -> Role:
    return (
        Role.KERNEL if state == "ESTABLISHED" else Role.DIM if state in {"CLOSED", "TIME_WAIT"} else Role.TEXT
    )


def _user(state: str) -> Role:
    return Role.ERROR if state == "failed" else Role.DIM if state == "done" else Role.USER
