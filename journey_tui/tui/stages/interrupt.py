"""Each queue's interrupt line, armed or masked, and the CPU cores: what runs on each, and what was stopped for it."""

from functools import partial

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import Block, beside, stack
from journey_tui.tui.stages.parts import (
    Part,
    card,
    event_value,
    function_name,
    goroutine_name,
    here,
    loopback,
    spans,
    thread_name,
    token,
)
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.units import format_time
from journey_tui.world.state import Cpu, InterruptLine, World

_STAGE = "interrupt"
_STOPPED = "▌▌"
_COUNTED_WIDTH = 56
"""Cells in which a row has room for the number of interrupts too."""
_NARROWEST_CORE = 26
"""Cells in which a core's box still says what it stopped."""


def line(scene: Scene) -> str:
    """The line of the moment and its core."""
    found = _line_of(scene)
    if found is None:
        return "loopback: no interrupt"
    return f"rx-{found.queue} {_state(found)}, {found.raised:,} raised"


def draw_card(scene: Scene, surface: Surface) -> None:
    """The line of the moment and its core."""
    found = _line_of(scene)
    if found is None:
        card(surface, scene, _STAGE, (("LOOPBACK", Role.STRONG),), ("no interrupt",))
        return
    core = _core(scene)
    card(
        surface,
        scene,
        _STAGE,
        (f"MSI-X {_vector(found)} ► CPU {_or_dash(found.cpu)}",),
        ((_state(found), _state_role(found)), (f"  {found.raised:,} raised", Role.DIM)),
        _doing(scene.world, core) if core is not None else ("no core",),
    )


def picture(scene: Scene, surface: Surface) -> None:
    """Interrupt lines above, cores below."""
    lines, cpus = scene.world.interrupts, scene.world.cpus
    boxed, half = _boxed(len(cpus), surface), max(surface.height // 2, 3)
    stack(
        surface,
        [
            Block(partial(_lines, scene), rows=1, most=min(len(lines) + 1, half), rank=1),
            Block(
                partial(_core_boxes if boxed else _core_table, scene),
                rows=4 if boxed else min(3, len(cpus) + 1),
                most=7 if boxed else min(len(cpus) + 1, half),
                rank=0,
            ),
            Block(partial(_moral, scene), rank=2 if here(scene, _STAGE) else 3),
        ],
    )


def _boxed(count: int, surface: Surface) -> bool:
    return surface.height >= 8 and 0 < count * _NARROWEST_CORE <= surface.width


# ── interrupt lines ──


def _lines(scene: Scene, surface: Surface) -> None:
    if loopback(scene):
        spans(
            surface,
            1,
            0,
            ("LOOPBACK: NO INTERRUPT", Role.STRONG),
            (" the sender's own core goes on", Role.DIM),
        )
        return
    active = _line_of(scene)
    rows = [
        Row(
            (
                f"rx-{found.queue}",
                _vector(found),
                (
                    f"━━━✗    CPU {_or_dash(found.cpu)}"
                    if found.masked
                    else f"━━━━━━► CPU {_or_dash(found.cpu)}"
                ),
                (_state(found), _state_role(found)),
                f"{found.raised:,}",
                _moderation(found),
            ),
            active=found is active,
        )
        for found in scene.world.interrupts
    ]
    titles = ("QUEUE", "MSI-X", "GOES TO", "LINE", "RAISED", "MODERATION")
    table(surface, titles, rows)


def _line_of(scene: Scene) -> InterruptLine | None:
    """The line of the event's queue, else a masked one, else the first."""
    lines, queue = scene.world.interrupts, event_value(scene.event, "queue")
    if queue is not None and 0 <= queue < len(lines) and scene.world.stage != "transmit":
        return lines[queue]
    return next((found for found in lines if found.masked), lines[0] if lines else None)


def _vector(found: InterruptLine) -> str:
    return str(found.vector) if found.raised else "-"


def _state(found: InterruptLine) -> str:
    return "MASKED" if found.masked else "ARMED"


def _state_role(found: InterruptLine) -> Role:
    return Role.WARN if found.masked else Role.GOOD


def _moderation(found: InterruptLine) -> str:
    if found.delayed_until_ns is None:
        return "-"
    frames = "1 frame waits" if found.frames_waiting == 1 else f"{found.frames_waiting} frames wait"
    return f"{frames} until {format_time(found.delayed_until_ns)}"


# ── cores ──


def _core(scene: Scene) -> Cpu | None:
    """The core of the moment: the event's, else one that is interrupted, else the first."""
    cpus, number = scene.world.cpus, event_value(scene.event, "cpu")
    if number is not None and 0 <= number < len(cpus):
        return cpus[number]
    return next((cpu for cpu in cpus if cpu.interrupted), cpus[0] if cpus else None)


def _doing(world: World, cpu: Cpu) -> tuple[Part, ...]:
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


def _who(world: World, number: int) -> str:
    """`G5 on M1`, or the thread alone."""
    thread = world.threads.get(number)
    if thread is None or thread.goroutine is None:
        return thread_name(world, number)
    return f"{goroutine_name(thread.goroutine)} on {thread.name}"


def _core_boxes(scene: Scene, surface: Surface) -> None:
    active = _core(scene)
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
        rows = [_doing(scene.world, cpu), _stopped(scene.world, cpu), *_details(scene.world, cpu)]
        for y, row in enumerate(rows[: inside.height]):
            spans(inside, 1, y, *row)


def _details(world: World, cpu: Cpu) -> list[tuple[Part, ...]]:
    thread = world.threads.get(cpu.thread) if cpu.thread is not None else None
    goroutine = world.goroutines.get(thread.goroutine) if thread and thread.goroutine is not None else None
    function = function_name(goroutine.function) if goroutine is not None else ""
    return [((function, Role.DIM),), ((f"{cpu.hardirqs:,} interrupts, {cpu.softirqs:,} softirqs", Role.DIM),)]


def _core_table(scene: Scene, surface: Surface) -> None:
    active, world = _core(scene), scene.world
    rows = [
        Row(
            (f"CPU {cpu.id}", _one(_doing(world, cpu)), _one(_stopped(world, cpu)), f"{cpu.hardirqs:,}"),
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


def _moral(scene: Scene, surface: Surface) -> None:
    label = here(scene, _STAGE)
    if label:
        spans(surface, token(surface, 1, 0, label), 0, " lies in RAM and waits for this interrupt")
        return
    text = "The handler only schedules NAPI; polling keeps it masked."
    if loopback(scene):
        text = "The receive softirq runs inside the sender's system call."
    spans(surface, 1, 0, (text, Role.DIM))


def _or_dash(number: int | None) -> str:
    return "-" if number is None else str(number)
