"""The scheduler: each P with its runnext and run queue, the M under it and the G that runs; who sleeps, who waits.

A waiting goroutine holds no thread: it is listed apart, with the reason as Go prints it.
"""

from functools import partial
from itertools import islice

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.crossing import last_row
from journey_tui.tui.stages.layout import Block, beside, stack
from journey_tui.tui.stages.parts import (
    Part,
    card,
    event_value,
    function_name,
    goroutine_name,
    here,
    spans,
    token,
    words,
)
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.units import format_time
from journey_tui.world.state import Goroutine, Processor, Thread, World

_STAGE = "goroutine"
_NARROWEST_P = 20
_WIDEST_P = 30
_MOST_NAMES = 12
_MOST_WAITING = 64
_SCANNED = 256
"""Goroutines and threads that are looked at one by one; of more goroutines the number is told."""


def line(scene: Scene) -> str:
    """How many run, queue and wait."""
    world = scene.world
    if not world.goroutines:
        return "no goroutine yet"
    running, queued = _running(world), _queued(world)
    waiting = max(len(world.goroutines) - running - queued, 0)
    return f"{running} running, {queued:,} queued, {waiting:,} waiting"


def draw_card(scene: Scene, surface: Surface) -> None:
    """One row for each P as far as there is room, the active one first."""
    world = scene.world
    processors = _ordered(scene)[: max(surface.height - 1, 1)]
    rows: list[tuple[Part, ...]] = [_one_line(world, processor) for processor in processors]
    rows.insert(min(2, len(rows)), ((f"{len(world.goroutines):,} goroutines", Role.DIM),))
    card(surface, scene, _STAGE, *rows)


def picture(scene: Scene, surface: Surface) -> None:
    """Ps with their Ms and Gs, then those that sleep and those that wait."""
    world = scene.world
    count = len(world.processors)
    boxed = surface.height >= 9 and 0 < count * _NARROWEST_P <= surface.width
    waiting = max(len(world.goroutines) - _running(world) - _queued(world), 0)
    stack(
        surface,
        [
            Block(
                partial(_boxes if boxed else _table, scene),
                rows=6 if boxed else min(3, count + 1),
                most=6 if boxed else min(count + 1, max(surface.height // 2, 3)),
                rank=0,
            ),
            Block(partial(_waiting, scene, waiting), rows=1, most=1 + min(waiting, _MOST_WAITING), rank=1),
            Block(partial(_threads, scene), rank=2),
            Block(partial(_global_queue, scene), rank=3),
            last_row(scene, _STAGE, "A goroutine that waits holds no thread.", rank=4),
        ],
    )


# ── Ps, Ms and the Gs that run ──


def _running(world: World) -> int:
    return sum(_goroutine_of(world, processor) is not None for processor in world.processors)


def _queued(world: World) -> int:
    local = sum(len(one.queue) + (one.runnext is not None) for one in world.processors)
    return local + len(world.global_queue)


def _thread_of(world: World, processor: Processor) -> Thread | None:
    return world.threads.get(processor.thread) if processor.thread is not None else None


def _goroutine_of(world: World, processor: Processor) -> Goroutine | None:
    thread = _thread_of(world, processor)
    return world.goroutines.get(thread.goroutine) if thread and thread.goroutine is not None else None


def _active(scene: Scene) -> int | None:
    """The goroutine of the moment: the event's, else the one that serves the request."""
    number = event_value(scene.event, "goroutine")
    if number is None and scene.request is not None:
        number = scene.request.goroutine
    return number


def _is_active(scene: Scene, processor: Processor) -> bool:
    goroutine = _goroutine_of(scene.world, processor)
    if goroutine is not None and goroutine.id == _active(scene):
        return True
    return event_value(scene.event, "processor") == processor.id


def _ordered(scene: Scene) -> list[Processor]:
    """The Ps, the active one first when not all may be seen."""
    return sorted(
        scene.world.processors, key=lambda one: (not _is_active(scene, one), one.status != "running")
    )


def _running_text(world: World, processor: Processor) -> str:
    """`G18 (*conn).serve`, with the system call that it is in."""
    goroutine, thread = _goroutine_of(world, processor), _thread_of(world, processor)
    if goroutine is None:
        return "idle" if thread is None else "looks for work"
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


def _one_line(world: World, processor: Processor) -> tuple[Part, ...]:
    thread = _thread_of(world, processor)
    name = thread.name if thread is not None else "-"
    return (
        (f"P{processor.id} ", Role.USER),
        (f"{name} ", Role.DIM),
        (_running_text(world, processor), Role.STRONG if thread is not None else Role.DIM),
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
    spans(inside, 1, 0, ("runnext ", Role.DIM), goroutine_name(processor.runnext))
    spans(inside, 1, 1, ("queue   ", Role.DIM), _queue_text(processor, inside.width - 9))
    if busy:
        part.put(part.width // 2, 3, "┬", role)
    part.put_centre(4, _thread_text(world, processor), Role.TEXT if busy else Role.DIM)
    text = _running_text(world, processor)
    goroutine = _goroutine_of(world, processor)
    if goroutine is not None and goroutine.id == _active(scene):
        part.put_centre(5, f" {text} ", Role.PACKET)
    else:
        part.put_centre(5, text, Role.STRONG if goroutine is not None else Role.DIM)


def _table(scene: Scene, surface: Surface) -> None:
    world = scene.world
    rows = [
        Row(
            (
                f"P{processor.id}",
                _thread_text(world, processor),
                (
                    _running_text(world, processor),
                    Role.STRONG if _goroutine_of(world, processor) is not None else Role.DIM,
                ),
                goroutine_name(processor.runnext),
                _queue_text(processor, 20),
            ),
            _is_active(scene, processor),
        )
        for processor in world.processors
    ]
    table(surface, ("P", "M", "G RUNS", "RUNNEXT", "QUEUE"), rows, flexible=2)


# ── Gs that wait, Ms that sleep ──


def _waiting(scene: Scene, total: int, surface: Surface) -> None:
    """One row for those that wait, and a row each where there is room."""
    if not scene.world.goroutines:
        spans(surface, 1, 0, ("WAITING ", Role.STRONG), ("no goroutine yet", Role.DIM))
        return
    found = _those_that_wait(scene)
    if surface.height < 2 or not found:
        x = spans(surface, 1, 0, (f"WAITING {total:,} (no M) ", Role.STRONG))
        texts = [f"{goroutine_name(one.id)} {one.reason} " for one in found[:_MOST_NAMES]]
        spans(surface, x, 0, words(texts, total, surface.width - x, "none"))
        return
    _waiting_table(scene, total, found, surface)


def _waiting_table(scene: Scene, total: int, found: list[Goroutine], surface: Surface) -> None:
    world = scene.world
    rows = [
        Row(
            (
                goroutine_name(one.id),
                one.reason,
                function_name(one.function),
                "-" if one.fd is None else f"fd {one.fd}",
                format_time(max(world.time_ns - one.since_ns, 0)),
            ),
            one.id == _active(scene),
        )
        for one in found
    ]
    titles = (f"WAITING {total:,}", "REASON (HOLDS NO M)", "FUNCTION", "FILE", "SINCE")
    table(surface, titles, rows, flexible=2, total=total)


def _those_that_wait(scene: Scene) -> list[Goroutine]:
    """The active one first, then the oldest ones; not all are looked at when there are thousands."""
    goroutines, active = scene.world.goroutines, _active(scene)
    found = [
        one for one in islice(goroutines.values(), _SCANNED) if one.state == "waiting" and one.id != active
    ]
    own = goroutines.get(active) if active is not None else None
    if own is not None and own.state == "waiting":
        found.insert(0, own)
    return found[:_MOST_WAITING]


def _threads(scene: Scene, surface: Surface) -> None:
    """Threads without a P, and where they sleep."""
    x, label = 1, here(scene, _STAGE)
    if label:
        x = token(surface, x, 0, label) + 2
    places: dict[str, list[str]] = {}
    for thread in islice(scene.world.threads.values(), _SCANNED):
        if thread.processor is None:
            places.setdefault(_where(thread), []).append(thread.name)
    pieces: list[Part] = []
    for place, names in places.items():
        pieces += [
            (f"{place}: ", Role.DIM),
            f"{words(names[:_MOST_NAMES], len(names), surface.width // 3)}  ",
        ]
    spans(surface, x, 0, ("M WITHOUT P  ", Role.STRONG), *(pieces or [("none", Role.DIM)]))


def _where(thread: Thread) -> str:
    return f"asleep in {thread.where}" if thread.state == "blocked" else thread.state


def _global_queue(scene: Scene, surface: Surface) -> None:
    queue = scene.world.global_queue
    names = [goroutine_name(number) for number in queue[:_MOST_NAMES]]
    text = words(names, len(queue), surface.width - 14, "empty")
    spans(surface, 1, 0, ("GLOBAL QUEUE ", Role.STRONG), (text, Role.TEXT if queue else Role.DIM))
