"""The scheduler: each P with its runnext and run queue, the M under it and the G that runs; who sleeps, who waits.

A waiting goroutine holds no thread: it is listed apart, with the reason as Go prints it.
"""

from functools import partial

from rich.cells import cell_len

from journey_tui.trace.events import Event
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineEnded,
    GoroutineParked,
    GoroutineReadied,
)
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.crossing import last_row
from journey_tui.tui.stages.layout import WIDEST, Block, beside, stack
from journey_tui.tui.stages.names import link_goroutines
from journey_tui.tui.stages.parts import (
    Part,
    card,
    event_value,
    function_name,
    goroutine_name,
    spans,
    words,
)
from journey_tui.tui.stages.sleepers import MOST_WAITING, draw_threads, draw_waiting
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.stages.transitions import active_goroutine, draw_moment, moment, thread_of_the_moment
from journey_tui.tui.surface import Border, Role, Surface, fit
from journey_tui.world.state import Goroutine, Processor, Thread, World

_STAGE = "goroutine"
_NARROWEST_P = 20
_WIDEST_P = 60
_ROOMY_P = 26
"""Cells of a P under which its M has a frame."""
_MOST_NAMES = 12
_WIDEST_QUEUE = 20
_ROWS_OF_A_P, _MOST_ROWS_OF_A_P, _ROOMY = 6, 7, 14
"""Of a P with its M and G, of one whose M is a box too, and of a picture that has room for it."""


def line(scene: Scene) -> str:
    """How many run, queue and wait."""
    world = scene.world
    if not world.goroutines:
        return "no goroutine yet"
    running, queued = _running(world), _queued(world)
    waiting = _waiting(world)
    return f"{running} running, {queued:,} queued, {waiting:,} waiting"


def draw_card(scene: Scene, surface: Surface) -> None:
    """One row for each P as far as there is room, in the order of their numbers."""
    world = scene.world
    chosen = _ordered(scene)[: max(surface.height - 1, 1)]
    processors = sorted(chosen, key=lambda one: one.id)
    rows: list[tuple[Part, ...]] = [_one_line(world, one, surface.width) for one in processors]
    rows.insert(min(2, len(rows)), ((f"{len(world.goroutines):,} goroutines", Role.DIM),))
    card(surface, scene, _STAGE, *rows)


def picture(scene: Scene, surface: Surface) -> None:
    """Ps with their Ms and Gs, then those that sleep and those that wait."""
    world = scene.world
    count = len(world.processors)
    boxed = surface.height >= 9 and 0 < count * _NARROWEST_P <= surface.width
    roomy = surface.height >= _ROOMY and count * _ROOMY_P <= min(surface.width, WIDEST)
    boxes = _MOST_ROWS_OF_A_P if roomy else _ROWS_OF_A_P
    waiting = _waiting(world)
    stack(
        surface,
        [
            Block(
                partial(_boxes if boxed else _table, scene),
                rows=boxes if boxed else min(3, count + 1, max(surface.height - bool(moment(scene)), 1)),
                most=boxes if boxed else min(count + 1, max(surface.height // 2, 3)),
                rank=0,
            ),
            *([Block(partial(draw_moment, scene), rank=1)] if moment(scene) else []),
            Block(partial(draw_waiting, scene, waiting), rows=1, most=1 + min(waiting, MOST_WAITING), rank=2),
            Block(partial(draw_threads, scene), rank=1 if thread_of_the_moment(scene) else 3),
            Block(partial(_global_queue, scene), rank=4),
            last_row(scene, _STAGE, "A goroutine that waits holds no thread.", rank=5),
        ],
    )
    link_goroutines(scene, surface)


# ── Ps, Ms and the Gs that run ──


def _running(world: World) -> int:
    return sum(_goroutine_of(world, processor) is not None for processor in world.processors)


def _queued(world: World) -> int:
    local = sum(len(one.queue) + (one.runnext is not None) for one in world.processors)
    return local + len(world.global_queue)


def _waiting(world: World) -> int:
    """Those that wait, as the world counts them."""
    return world.crowd.goroutines.get("waiting", 0)


def _thread_of(world: World, processor: Processor) -> Thread | None:
    return world.threads.get(processor.thread) if processor.thread is not None else None


def _goroutine_of(world: World, processor: Processor) -> Goroutine | None:
    thread = _thread_of(world, processor)
    return world.goroutines.get(thread.goroutine) if thread and thread.goroutine is not None else None


def _is_active(scene: Scene, processor: Processor) -> bool:
    goroutine = _goroutine_of(scene.world, processor)
    if goroutine is not None and goroutine.id == active_goroutine(scene):
        return True
    if processor.thread is not None and processor.thread == thread_of_the_moment(scene):
        return True
    if event_value(scene.event, "processor") == processor.id:
        return True
    return processor.thread is not None and _is_left_or_taken(scene.event, processor.thread)


def _is_left_or_taken(event: Event | None, thread: int) -> bool:
    """Whether a goroutine has just left this thread, or is about to run on it: neither stands there at this moment."""
    if not isinstance(event, GoroutineReadied | GoroutineParked | GoroutineEnded) or event.thread != thread:
        return False
    return not isinstance(event, GoroutineReadied) or event.queue == "direct"


def _ordered(scene: Scene) -> list[Processor]:
    """The Ps by who must be seen when not all can be: the active one, then those that are in use."""
    return sorted(
        scene.world.processors, key=lambda one: (not _is_active(scene, one), one.status != "running")
    )


def _running_text(world: World, processor: Processor) -> str:
    """`G18 (*conn).serve`, with the system call that it is in."""
    goroutine, thread = _goroutine_of(world, processor), _thread_of(world, processor)
    if goroutine is None:
        if thread is None:
            return "idle"
        return "naps" if thread.state == "blocked" else "looks for work"
    if thread is not None and thread.syscall is not None:
        return f"{goroutine_name(goroutine.id)} in {thread.syscall.name}()"
    return f"{goroutine_name(goroutine.id)} {function_name(goroutine.function)}"


def _thread_text(world: World, processor: Processor) -> str:
    thread = _thread_of(world, processor)
    if thread is None:
        return "no M"
    return thread.name if thread.cpu is None else f"{thread.name} on CPU {thread.cpu}"


def _queue_text(processor: Processor, width: int) -> str:
    queue = processor.queue
    return words([goroutine_name(number) for number in queue[:_MOST_NAMES]], len(queue), width)


def _runnext(scene: Scene, processor: Processor) -> Part:
    """The goroutine that is next, marked when it has just been put there."""
    name, event = goroutine_name(processor.runnext), scene.event
    if processor.runnext is None:
        return (name, Role.DIM)
    if isinstance(event, GoroutineCreated | GoroutineReadied) and event.goroutine == processor.runnext:
        return (f" {name} ", Role.PACKET)
    return (name, Role.STRONG)


def _one_line(world: World, processor: Processor, width: int) -> tuple[Part, ...]:
    thread, goroutine = _thread_of(world, processor), _goroutine_of(world, processor)
    name = thread.name if thread is not None else "-"
    text = _running_text(world, processor)
    if len(f"P{processor.id} {name} {text}") > width:  # who, without what
        text = goroutine_name(goroutine.id) if goroutine is not None else "no G"
    return (
        (f"P{processor.id} ", Role.USER),
        (f"{name} ", Role.DIM),
        (text, Role.STRONG if thread is not None else Role.DIM),
    )


def _boxes(scene: Scene, surface: Surface) -> None:
    """P as a box with its queues, its M hanging from it, the G at the M."""
    processors = scene.world.processors
    width = min(surface.width // max(len(processors), 1), _WIDEST_P)
    wide = surface.area(1, 0, width * len(processors), surface.height)
    for processor, part in zip(processors, beside(wide, len(processors)), strict=True):
        _box(scene, processor, part)


def _box(scene: Scene, processor: Processor, part: Surface) -> None:
    world, busy = scene.world, processor.thread is not None
    role = Role.USER if busy else Role.DIM
    active = _is_active(scene, processor)
    inside = part.box(
        0,
        0,
        part.width,
        4,
        border=Border.ROUND,
        role=role,
        title=f"P{processor.id}{'' if busy else ' idle'}",
        title_role=Role.FOCUS if active else role,
    )
    spans(inside, 1, 0, ("runnext ", Role.DIM), _runnext(scene, processor))
    spans(inside, 1, 1, ("queue   ", Role.DIM), _queue_text(processor, inside.width - 10))
    moved = busy and processor.thread == thread_of_the_moment(scene)
    name = _thread_text(world, processor)
    usual = Role.TEXT if busy else Role.DIM
    joint = part.width // 2
    if part.height >= _MOST_ROWS_OF_A_P:
        joint = min(max(joint, cell_len(name) + 5), part.width - 2)  # beside the name in the frame
        part.box(0, 4, part.width, 3, role=usual, title=name, title_role=Role.PACKET if moved else usual)
        part.put(joint, 4, "┴" if busy else "─", usual)
    else:
        part.put_centre(4, f" {name} " if moved else name, Role.PACKET if moved else usual)
    if busy:
        part.put(joint, 3, "┬", role)
    text = _running_text(world, processor)
    goroutine = _goroutine_of(world, processor)
    if goroutine is not None and goroutine.id == active_goroutine(scene):
        part.put_centre(5, f" {fit(text, part.width - 4)} ", Role.PACKET)
    else:
        part.put_centre(5, fit(text, part.width - 4), Role.STRONG if goroutine is not None else Role.DIM)


def _thread_part(scene: Scene, processor: Processor) -> Part:
    name = _thread_text(scene.world, processor)
    moved = processor.thread is not None and processor.thread == thread_of_the_moment(scene)
    return (f" {name} ", Role.PACKET) if moved else name


def _table(scene: Scene, surface: Surface) -> None:
    world = scene.world
    rows = [
        Row(
            (
                f"P{processor.id}",
                _thread_part(scene, processor),
                (
                    _running_text(world, processor),
                    Role.STRONG if _goroutine_of(world, processor) is not None else Role.DIM,
                ),
                _runnext(scene, processor),
                _queue_text(processor, min(surface.width // 5, _WIDEST_QUEUE)),
            ),
            _is_active(scene, processor),
        )
        for processor in world.processors
    ]
    table(surface, ("P", "M", "G RUNS", "RUNNEXT", "QUEUE"), rows, flexible=2)


def _global_queue(scene: Scene, surface: Surface) -> None:
    queue = scene.world.global_queue
    names = [goroutine_name(number) for number in queue[:_MOST_NAMES]]
    text = words(names, len(queue), surface.width - 14, "empty")
    spans(surface, 1, 0, ("GLOBAL QUEUE ", Role.STRONG), (text, Role.TEXT if queue else Role.DIM))
