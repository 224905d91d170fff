"""Each queue's interrupt line, armed or masked, and the CPU cores: what runs on each, and what was stopped for it."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from journey_tui.trace.events.hardware import InterruptDelayed, InterruptEnabled, InterruptRaised
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.cores import core_boxes, core_of, core_table, doing
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.names import link_goroutines
from journey_tui.tui.stages.parts import (
    Part,
    card,
    event_value,
    here,
    loopback,
    spans,
    token,
    whose,
)
from journey_tui.tui.stages.slots import HARDWARE_WALLS, Slot, strip
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface
from journey_tui.units import format_time
from journey_tui.world.state import Cpu, InterruptLine

_STAGE = "interrupt"
_STEPS: Final = ("1 RAISED", "2 HANDLER RUNS", "3 NAPI SCHEDULED", "4 SOFTIRQ POLLS", "5 UNMASKED")
_SHORT_STEPS: Final = ("RAISED", "HANDLER", "NAPI", "SOFTIRQ", "UNMASKED")
_IDLE: Final = "The line is armed: the next frame may interrupt its core."
_MORALS: Final = {
    0: "The interrupt carries no data: it only says that there is work.",
    1: "The handler must be short: it only schedules NAPI.",
    2: "From here on the kernel polls; the card stays silent.",
    3: "Masked while polled: no second interrupt is needed.",
    4: "Nothing is left to poll: the card may interrupt again.",
}
_WORDY = 70
"""Cells in which the table of lines has its long words."""
_STEPS_WIDTH = 77
_ROOMY, _ROOMY_WIDTH, _FRAMED_STEPS = 14, 100, 3
"""Rows and cells from which each step has a frame, and rows of such steps."""
"""Cells in which the steps have their long names."""
_BOX_ROWS = 4
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
    core = core_of(scene)
    card(
        surface,
        scene,
        _STAGE,
        (f"MSI-X {_vector(found)} ► CPU {_or_dash(found.cpu)}",),
        ((_state(found), _state_role(found)), (f"  {found.raised:,} raised", Role.DIM)),
        doing(scene.world, core) if core is not None else ("no core",),
    )


def picture(scene: Scene, surface: Surface) -> None:
    """Interrupt lines above, the five steps, cores below."""
    lines, cpus = scene.world.interrupts, scene.world.cpus
    roomy = surface.height >= _ROOMY and surface.width >= _ROOMY_WIDTH and not loopback(scene)
    boxed, half = _boxed(len(cpus), surface), max(surface.height // 2, 3)
    stack(
        surface,
        [
            Block(partial(_lines, scene), rows=_rows(lines), most=min(len(lines) + 1, half), rank=1),
            Block(partial(_steps, scene), most=_FRAMED_STEPS if roomy else 1, whole=True, rank=2),
            Block(
                partial(core_boxes if boxed else core_table, scene),
                rows=_BOX_ROWS if boxed else min(3, len(cpus) + 1),
                most=7 if boxed else min(len(cpus) + 1, half),
                rank=0,
            ),
            Block(partial(_moral, scene), rank=1 if isinstance(scene.event, InterruptDelayed) else 3),
        ],
    )
    link_goroutines(scene, surface)


def _rows(lines: Sequence[InterruptLine]) -> int:
    """A line without its titles cannot be read; without a card there is one row in any case."""
    return 2 if lines else 1


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
    active, short = _line_of(scene), surface.width < _WORDY
    rows = [
        Row(
            (
                f"rx-{found.queue}",
                _vector(found),
                _way(scene, found, short=short),
                (_state(found), _state_role(found)),
                f"{found.raised:,}",
                (_moderation(scene, found, short=short), _moderated_role(scene, found)),
            ),
            active=found is active,
        )
        for found in scene.world.interrupts
    ]
    titles = ("QUEUE", "MSI-X", " GOES TO", "LINE", "RAISED", "MODERATION")
    table(surface, titles, rows)


def _way(scene: Scene, found: InterruptLine, *, short: bool = False) -> Part:
    """From the card to the core: on its way at this moment, cut off by the mask, or open."""
    core = f"CPU {_or_dash(found.cpu)}"
    if isinstance(scene.event, InterruptRaised) and scene.event.queue == found.queue:
        return (f" ━●► {core} " if short else f" ━━●━━► {core} ", Role.PACKET)
    if short:
        return f" ━✗  {core}" if found.masked else f" ━━► {core}"
    return f" ━━✗    {core} " if found.masked else f" ━━━━━► {core} "


def _line_of(scene: Scene) -> InterruptLine | None:
    """The line of the event's queue, else a masked one, else the first."""
    lines, queue = scene.world.interrupts, event_value(scene.event, "queue")
    if queue is not None and 0 <= queue < len(lines) and scene.world.stage != "transmit":
        return lines[queue]
    return next((found for found in lines if found.masked), lines[0] if lines else None)


def _vector(found: InterruptLine) -> str:
    return str(found.vector) if found.vector else "-"


def _state(found: InterruptLine) -> str:
    return "MASKED" if found.masked else "ARMED"


def _state_role(found: InterruptLine) -> Role:
    return Role.WARN if found.masked else Role.GOOD


def _moderated_role(scene: Scene, found: InterruptLine) -> Role:
    now = isinstance(scene.event, InterruptDelayed) and scene.event.queue == found.queue
    return Role.PACKET if now else Role.TEXT


def _moderation(scene: Scene, found: InterruptLine, *, short: bool = False) -> str:
    """What is held back now; else how long an interrupt may be (`ethtool -c`: rx-usecs)."""
    longest = scene.header.machine.rx_usecs_ns
    if found.delayed_until_ns is None:
        return f"up to {format_time(longest)}" if longest else "off"
    if short:
        return f"{found.frames_waiting:,} till {format_time(found.delayed_until_ns)}"
    frames = "1 frame waits" if found.frames_waiting == 1 else f"{found.frames_waiting:,} frames wait"
    return f"{frames} until {format_time(found.delayed_until_ns)}"


# ── the five steps ──


def _step(scene: Scene) -> int:
    """Which of `_STEPS` the line of the moment has come to; -1 when it waits for a frame."""
    found, core = _line_of(scene), _core_of_line(scene)
    if found is None or not found.raised:
        return -1
    if isinstance(scene.event, InterruptEnabled):
        return 4
    if not found.masked:
        return -1
    if core is None or core.context not in {"hardirq", "softirq"}:
        return 0
    if core.context == "softirq":
        return 3
    scheduled = core.id < len(scene.world.softirqs) and found.queue in scene.world.softirqs[core.id].poll_list
    return 2 if scheduled else 1


def _core_of_line(scene: Scene) -> Cpu | None:
    """The core that the line of the moment interrupts."""
    found, cpus = _line_of(scene), scene.world.cpus
    if found is None or found.cpu is None or not 0 <= found.cpu < len(cpus):
        return None
    return cpus[found.cpu]


def _steps(scene: Scene, surface: Surface) -> None:
    """What an interrupt goes through, the step of this moment marked."""
    if loopback(scene):
        spans(surface, 1, 0, ("sendmsg ► loopback ► NET_RX in the same system call", Role.KERNEL))
        return
    now = _step(scene)
    names: tuple[str, ...] = _STEPS if surface.width >= _STEPS_WIDTH else _SHORT_STEPS
    if scene.asked:
        names = tuple(name if index <= now else "?" for index, name in enumerate(names))
    roles = [
        Role.PACKET if index == now else Role.TEXT if index < now else Role.DIM for index in range(len(names))
    ]
    if surface.height >= _FRAMED_STEPS:
        width = (surface.width - 2) // len(names) - 1
        cells = [(Slot(name, role), width) for name, role in zip(names, roles, strict=True)]
        strip(surface, 1, 0, cells, HARDWARE_WALLS)
        return
    x = 1
    for index, (name, role) in enumerate(zip(names, roles, strict=True)):
        x = spans(surface, x, 0, (f" {name} ", role))
        if index < len(names) - 1:
            x = spans(surface, x, 0, ("►", Role.DIM))


def _moral(scene: Scene, surface: Surface) -> None:
    """Where the packet is meanwhile, and what this step is for."""
    label, text = here(scene, _STAGE), _MORALS.get(_step(scene), _IDLE)
    found = _line_of(scene)
    if isinstance(scene.event, InterruptDelayed) and found is not None:
        x = token(surface, 1, 0, label, surface.width // 3, whose(scene, _STAGE)) + 1 if label else 1
        spans(surface, x, 0, ("HELD BACK ", Role.WARN), _moderation(scene, found))
        return
    if loopback(scene):
        text = "The receive softirq runs inside the sender's system call."
    x = token(surface, 1, 0, label, target=whose(scene, _STAGE)) + 1 if label else 1
    if scene.asked:
        return
    spans(surface, x, 0, (" lies in RAM; no code has looked at it yet" if label else text, Role.DIM))


def _or_dash(number: int | None) -> str:
    return "-" if number is None else str(number)
