"""The row in which a system call is seen to cross between user and kernel space, where nothing crosses a sentence.

Each of the stages on the two sides of that border ends in this row.
"""

from functools import partial

from rich.cells import cell_len

from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.tui.motion import between
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import Block, Draw
from journey_tui.tui.stages.parts import fit_ends, spans, thread_name
from journey_tui.tui.surface import Role, Surface

_RANK_OF_A_CALL = 1
_WORDY = 54
"""Cells in which the row says what it is, even if the call has to be cut for it."""


def crosses(scene: Scene, stage: str) -> bool:
    """Whether the moment is a system call that begins or ends at this stage."""
    return isinstance(scene.event, SyscallEntered | SyscallReturned) and scene.event.stage == stage


def last_row(scene: Scene, stage: str, text: str, rank: int) -> Block:
    """The system call of this very moment, kept before most else; otherwise the sentence, with its own rank."""
    event = scene.event
    if isinstance(event, SyscallEntered | SyscallReturned) and event.stage == stage:
        return Block(partial(_call, scene, event), rank=min(_RANK_OF_A_CALL, rank))
    return moral(scene, partial(_sentence, text), rank)


def moral(scene: Scene, draw: Draw, rank: int) -> Block:
    """The sentence with which a drawing says what it is about; left out while a class is asked for that."""
    return Block(_nothing if scene.asked else draw, rank=rank)


def _nothing(surface: Surface) -> None:
    """A row of air."""


def _sentence(text: str, surface: Surface) -> None:
    spans(surface, 1, 0, (text, Role.DIM))


def _call(scene: Scene, event: SyscallEntered | SyscallReturned, surface: Surface) -> None:
    """As many words as leave room for call and result; the result is never what is cut."""
    entered = isinstance(event, SyscallEntered)
    result = "" if isinstance(event, SyscallEntered) else f" = {event.result} {event.errno}".rstrip()
    role = Role.WARN if isinstance(event, SyscallReturned) and event.errno else Role.STRONG
    call, thread = f"{event.name}({_arguments(event)})", thread_name(scene.world, event.thread)
    ways = _ways(thread, _arrow(entered, scene.progress))[: 2 if surface.width >= _WORDY else 3]
    room = surface.width - cell_len(call + result) - 1
    x = spans(surface, 1, 0, *next((way for way in ways if _length(way) <= room), ways[-1]))
    call = fit_ends(call, max(surface.width - x - cell_len(result), 1))
    spans(surface, x, 0, (call, Role.STRONG), (result, role))


def _arrow(entered: bool, progress: float) -> str:
    """It grows from the side that the thread comes from."""
    line = "─" * between(0, 2, progress)
    return f"{line}► ".ljust(4) if entered else f"◄{line} ".rjust(4)


def _ways(thread: str, arrow: str) -> tuple[tuple[tuple[str, Role], ...], ...]:
    """Who crosses the border and which way, in more words and in fewer."""
    title, who = ("SYSTEM CALL ", Role.STRONG), (thread, Role.USER)
    plain = (f" {arrow}", Role.TEXT)
    border = (("  USER ", Role.USER), (arrow, Role.TEXT), ("KERNEL  ", Role.KERNEL))
    return (title, who, *border), (title, who, plain), (who, plain)


def _length(way: tuple[tuple[str, Role], ...]) -> int:
    return sum(cell_len(text) for text, _ in way)


def _arguments(event: SyscallEntered | SyscallReturned) -> str:
    """What the trace holds of them, in the call's own order."""
    found = [
        event.fd,
        event.operation,
        event.target_fd,
        event.address,
        event.value,
        None if event.size is None else f"{event.size} B",
    ]
    return ", ".join(str(one) for one in found if one not in (None, ""))
