"""The CPU cores under their interrupts: what runs on each, what was stopped for it, what is to be polled."""

from journey_tui.trace.events.hardware import CpuInterrupted, NapiScheduled
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import beside
from journey_tui.tui.stages.parts import (
    Part,
    counted,
    event_value,
    function_name,
    goroutine_name,
    spans,
    thread_name,
    words,
)
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.world.state import Cpu, World

_STOPPED = "❚❚"
_MOST_QUEUES = 4
_HALF = 0.5
_COUNTED_WIDTH = 56
"""Cells in which a row has room for the number of interrupts too."""


def core_of(scene: Scene) -> Cpu | None:
    """The core of the moment: the event's, else one that is interrupted, else the first."""
    cpus, number = scene.world.cpus, event_value(scene.event, "cpu")
    if number is not None and 0 <= number < len(cpus):
        return cpus[number]
    return next((cpu for cpu in cpus if cpu.interrupted), cpus[0] if cpus else None)


def doing(world: World, cpu: Cpu) -> tuple[Part, ...]:
    """What runs on it."""
    if cpu.context == "hardirq":
        return (("HARD INTERRUPT", Role.PACKET),)
    if cpu.context == "softirq":
        return (("SOFTIRQ NET_RX", Role.KERNEL),)
    if cpu.context == "thread" and cpu.thread is not None:
        return (("runs ", Role.DIM), (_who(world, cpu.thread), Role.USER))
    return (("idle", Role.DIM),)


def _stopped(world: World, cpu: Cpu) -> tuple[Part, ...]:
    """What stands still while interrupt or softirq have the core."""
    if cpu.context not in {"hardirq", "softirq"}:
        return ()
    if cpu.thread is not None and cpu.interrupted != "idle":
        return ((f"{_STOPPED} ", Role.ERROR), (f"{_who(world, cpu.thread)} stopped", Role.STRONG))
    return (("nothing was running", Role.DIM),) if cpu.interrupted else ()


def _stopping(scene: Scene, cpu: Cpu) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What runs and what stands still; at first a thread that is interrupted right now is still seen to run."""
    now = isinstance(scene.event, CpuInterrupted) and scene.event.cpu == cpu.id
    stopped = _stopped(scene.world, cpu)
    if not now or scene.progress >= _HALF or cpu.thread is None or cpu.interrupted == "idle":
        return doing(scene.world, cpu), stopped
    return (("runs ", Role.DIM), (_who(scene.world, cpu.thread), Role.USER)), ()


def _who(world: World, number: int) -> str:
    """`G5 on M1`, or the thread alone."""
    thread = world.threads.get(number)
    if thread is None or thread.goroutine is None:
        return thread_name(world, number)
    return f"{goroutine_name(thread.goroutine)} on {thread.name}"


def core_boxes(scene: Scene, surface: Surface) -> None:
    """A box for each core."""
    active = core_of(scene)
    for cpu, part in zip(scene.world.cpus, beside(surface, len(scene.world.cpus)), strict=True):
        inside = part.box(
            0,
            0,
            part.width,
            part.height,
            border=Border.HEAVY,
            role=Role.HARDWARE,
            title=f"{'► ' if cpu is active else ''}CPU {cpu.id}",
            title_role=Role.FOCUS if cpu is active else Role.HARDWARE,
        )
        first = [*_stopping(scene, cpu), _to_poll(scene, cpu)]
        if inside.height < len(first):  # what stands still, or what is to be polled: never both lost
            first = [first[0], first[1] or first[2]]
        rows = [*first, *_details(scene.world, cpu)]
        for y, row in enumerate(rows[: inside.height]):
            spans(inside, 1, y, *row)


def _details(world: World, cpu: Cpu) -> list[tuple[Part, ...]]:
    thread = world.threads.get(cpu.thread) if cpu.thread is not None else None
    goroutine = world.goroutines.get(thread.goroutine) if thread and thread.goroutine is not None else None
    function = function_name(goroutine.function) if goroutine is not None else ""
    numbers = f"{counted(cpu.hardirqs, 'interrupt')}, {counted(cpu.softirqs, 'softirq')}"
    rows: list[tuple[Part, ...]] = [((function, Role.DIM),)] if function else []
    return [*rows, ((numbers, Role.DIM),)]


def _to_poll(scene: Scene, cpu: Cpu) -> tuple[Part, ...]:
    """This core's NAPI poll list: the queues that the softirq will poll."""
    softirqs = scene.world.softirqs
    queues = softirqs[cpu.id].poll_list if cpu.id < len(softirqs) else []
    names = words([_queue_name(queue) for queue in queues[:_MOST_QUEUES]], len(queues), 16, "empty")
    now = isinstance(scene.event, NapiScheduled) and cpu is core_of(scene)
    text = f" poll list: {names} " if now else f"poll list: {names}"
    return ((text, Role.PACKET if now else Role.KERNEL if queues else Role.DIM),)


def _queue_name(queue: int) -> str:
    return "backlog" if queue < 0 else f"rx-{queue}"


def core_table(scene: Scene, surface: Surface) -> None:
    """A row for each core."""
    active, world = core_of(scene), scene.world
    rows = [
        Row(
            (f"CPU {cpu.id}", _one(doing(world, cpu)), _one(_stopped(world, cpu)), f"{cpu.hardirqs:,}"),
            cpu is active,
        )
        for cpu in world.cpus
    ]
    titles = ("CORE", "DOES", "STOPPED FOR IT", "INTERRUPTS")
    table(surface, titles if surface.width >= _COUNTED_WIDTH else titles[:3], rows, flexible=2)


def _one(parts: tuple[Part, ...]) -> Part:
    """Several pieces as one cell, with the last one's role."""
    text = "".join(part if isinstance(part, str) else part[0] for part in parts)
    last = parts[-1] if parts else ""
    return text if isinstance(last, str) else (text, last[1])
