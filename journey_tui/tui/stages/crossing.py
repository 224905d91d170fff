"""The row in which a system call is seen to cross between user and kernel space, where nothing crosses a sentence.

Each of the stages on the two sides of that border ends in this row.
"""

from functools import partial

from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import Block
from journey_tui.tui.stages.parts import spans, thread_name
from journey_tui.tui.surface import Role, Surface

_RANK_OF_A_CALL = 1
_WORDY = 54
"""Cells in which both sides of the border are named."""


def crosses(scene: Scene, stage: str) -> bool:
    """Whether the moment is a system call that begins or ends at this stage."""
    return isinstance(scene.event, SyscallEntered | SyscallReturned) and scene.event.stage == stage


def last_row(scene: Scene, stage: str, text: str, rank: int) -> Block:
    """The system call of this very moment, kept before most else; otherwise the sentence, with its own rank."""
    event = scene.event
    if isinstance(event, SyscallEntered | SyscallReturned) and event.stage == stage:
        return Block(partial(_call, scene, event), rank=min(_RANK_OF_A_CALL, rank))
    return Block(partial(_sentence, text), rank=rank)


def _sentence(text: str, surface: Surface) -> None:
    spans(surface, 1, 0, (text, Role.DIM))


def _call(scene: Scene, event: SyscallEntered | SyscallReturned, surface: Surface) -> None:
    call = f"{event.name}({_arguments(event)})"
    result = "" if isinstance(event, SyscallEntered) else f" = {event.result} {event.errno}".rstrip()
    role = Role.WARN if isinstance(event, SyscallReturned) and event.errno else Role.STRONG
    arrow = "◄── " if result else "──► "
    thread = (thread_name(scene.world, event.thread), Role.USER)
    if surface.width < _WORDY:
        spans(surface, 1, 0, thread, f" {arrow}", (call, Role.STRONG), (result, role))
        return
    border = (("USER ", Role.USER), arrow, ("KERNEL  ", Role.KERNEL))
    spans(
        surface,
        1,
        0,
        ("SYSTEM CALL ", Role.STRONG),
        thread,
        "  ",
        *border,
        (call, Role.STRONG),
        (result, role),
    )


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
