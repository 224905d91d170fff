"""The handler: running on a thread or parked without one, what it wrote, and the background reader beside it."""

from functools import partial
from itertools import islice
from typing import Final

from journey_tui.trace import Event
from journey_tui.trace.events.http import (
    HandlerComputed,
    HandlerResumed,
    HandlerReturned,
    HandlerStarted,
    HandlerWaiting,
    HandlerWrote,
)
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.crossing import moral
from journey_tui.tui.stages.layout import Block, beside, stack
from journey_tui.tui.stages.names import link_goroutines
from journey_tui.tui.stages.others import request_table
from journey_tui.tui.stages.parts import (
    Part,
    asked,
    card,
    facts,
    goroutine_name,
    here,
    meter,
    or_dash,
    spans,
    thread_name,
    token,
    whose,
)
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.units import format_bytes, format_time
from journey_tui.world.state import Goroutine, Request, World

_STAGE = "handler"
_TURNS: Final = (HandlerStarted, HandlerWaiting, HandlerResumed, HandlerReturned)
"""Events that change what the handler does."""
_WITHOUT_THREAD: Final = {"runnable": "RUNNABLE", "waiting": "PARKED"}
"""What a goroutine is called that runs its handler no further for now (`_Grunnable`, `_Gwaiting`)."""
_TWO_BOXES = 60
_LATEST = 64
"""Goroutines that are looked through for the background reader, newest first."""


def line(scene: Scene) -> str:
    """Name and state."""
    request = scene.request
    if request is None or not request.handler:
        return "no handler called yet"
    return f"{request.handler} {_state(scene.world, request)}"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Name, state, bytes."""
    request = scene.request
    if request is None or not request.handler:
        card(surface, scene, _STAGE, (("NO HANDLER YET", Role.STRONG),), (("no request routed", Role.DIM),))
        return
    card(
        surface,
        scene,
        _STAGE,
        ((request.handler, Role.STRONG),),
        (
            (_state(scene.world, request), _state_role(scene.world, request)),
            (f"  {goroutine_name(request.goroutine)}", Role.DIM),
        ),
        (("wrote ", Role.DIM), format_bytes(request.body_written)),
    )


def picture(scene: Scene, surface: Surface) -> None:
    """The handler's box, the background reader's box, time."""
    request = scene.request
    boxed = surface.width >= _TWO_BOXES and surface.height >= 8
    if boxed:
        stack(
            surface,
            [
                Block(partial(_both, scene, request), rows=7, most=9, rank=0),
                Block(partial(_time, scene, request), rank=1),
                moral(scene, _moral, rank=2),
                *request_table(scene, ("REQUEST", "CLIENT", "HANDLER", "IS", "GOROUTINE"), _request_row),
            ],
        )
        link_goroutines(scene, surface)
        return
    _, state, wrote, since = _handler_rows(scene, request)
    waits = request is not None and request.handler_wait_until_ns is not None
    stack(
        surface,
        [
            Block(partial(_name, scene, request)),
            Block(partial(_row, state), rank=1),
            Block(partial(_time, scene, request) if waits else partial(_row, since), rank=3),
            Block(partial(_row, wrote), rank=4),
            Block(partial(_reader_row, scene, request), rank=2),
        ],
    )
    link_goroutines(scene, surface)


def _request_row(one: Request) -> tuple[Part, ...]:
    return asked(one), one.client, or_dash(one.handler), one.state, goroutine_name(one.goroutine)


def _goroutine(world: World, request: Request) -> Goroutine | None:
    return None if request.goroutine is None else world.goroutines.get(request.goroutine)


def _state(world: World, request: Request) -> str:
    """What the handler does; on its way its goroutine may lose its thread like any other."""
    if request.handler_returned:
        return "RETURNED"
    if request.state == "waiting":
        return "WAITS"
    if request.handler_started_ns is None:
        return "NOT STARTED"
    goroutine = _goroutine(world, request)
    return "RUNS" if goroutine is None else _WITHOUT_THREAD.get(goroutine.state, "RUNS")


def _state_role(world: World, request: Request) -> Role:
    roles = {"RUNS": Role.GOOD, "WAITS": Role.WARN, **dict.fromkeys(_WITHOUT_THREAD.values(), Role.WARN)}
    return roles.get(_state(world, request), Role.STRONG)


def _name(scene: Scene, request: Request | None, surface: Surface) -> None:
    if request is None or not request.handler:
        spans(
            surface,
            1,
            0,
            ("NO HANDLER YET ", Role.STRONG),
            ("none is called before a route matches", Role.DIM),
        )
        return
    x = spans(surface, 1, 0, (f"{request.handler} ", Role.STRONG))
    label = here(scene, _STAGE)
    if label:
        token(surface, x + 1, 0, label, target=whose(scene, _STAGE))


def _row(row: tuple[Part, ...], surface: Surface) -> None:
    spans(surface, 1, 0, *row)


def _handler_rows(scene: Scene, request: Request | None) -> list[tuple[Part, ...]]:
    """Name, state, goroutine and thread, what it wrote."""
    if request is None or not request.handler:
        return [
            (("no handler yet", Role.DIM),),
            (("in the connection's goroutine", Role.DIM),),
            (("wrote nothing", Role.DIM),),
            (("called once a route matches", Role.DIM),),
        ]
    return [
        ((request.handler, Role.STRONG),),
        (
            _marked(scene, _state(scene.world, request), _state_role(scene.world, request), _TURNS),
            *_holds(scene.world, request),
        ),
        _wrote(scene, request),
        _since(scene, request),
    ]


def _marked(scene: Scene, text: str, role: Role, kinds: tuple[type[Event], ...]) -> Part:
    """The text, filled when this moment has brought it."""
    return (f" {text} ", Role.PACKET) if isinstance(scene.event, kinds) else (text, role)


def _wrote(scene: Scene, request: Request) -> tuple[Part, ...]:
    size = _marked(scene, format_bytes(request.body_written), Role.TEXT, (HandlerWrote,))
    return (("wrote ", Role.DIM), size, (" into its buffer", Role.DIM))


def _holds(world: World, request: Request) -> tuple[Part, ...]:
    """The goroutine, and the thread that it has or has not."""
    name = goroutine_name(request.goroutine)
    goroutine = _goroutine(world, request)
    if goroutine is None or request.handler_returned:
        return ((f"  {name}", Role.USER),)
    if goroutine.state == "runnable" and request.state != "waiting":
        return ((f"  {name} ", Role.USER), ("waits for a P", Role.STRONG))
    if goroutine.thread is None:
        return ((f"  {name} ", Role.USER), ("holds no thread", Role.STRONG))
    if request.state == "waiting":
        return (
            (f"  {name} ", Role.USER),
            (f"letting {thread_name(world, goroutine.thread)} go", Role.STRONG),
        )
    return ((f"  {name} on {thread_name(world, goroutine.thread)}", Role.USER),)


def _since(scene: Scene, request: Request) -> tuple[Part, ...]:
    world, event = scene.world, scene.event
    if isinstance(event, HandlerComputed) and event.request == request.id:
        return ((f" computed for {format_time(event.duration_ns)} ", Role.PACKET),)
    if request.handler_started_ns is None:
        return (("not called yet", Role.DIM),)
    if request.handler_returned:
        return (("net/http finishes the answer", Role.DIM),)
    ago = f"called {format_time(max(world.time_ns - request.handler_started_ns, 0))} ago"
    goroutine = _goroutine(world, request)
    if goroutine is not None and goroutine.state == "waiting":
        return ((f"parked: {goroutine.reason}, ", Role.WARN), ago)
    return (ago,)


def _both(scene: Scene, request: Request | None, surface: Surface) -> None:
    """Two goroutines side by side."""
    left, right = beside(surface.area(1, 0, surface.width - 2, surface.height), 2)
    inside = left.box(0, 0, left.width, left.height, border=Border.ROUND, role=Role.USER, title="HANDLER")
    rows = _handler_rows(scene, request)
    for y, row in enumerate(rows[: inside.height]):
        spans(inside, 1, y, *row)
    label = here(scene, _STAGE)
    if label and len(rows) < inside.height:
        token(inside, 1, inside.height - 1, label, inside.width - 2, whose(scene, _STAGE))
    beside_it = right.box(
        0, 0, right.width, right.height, border=Border.ROUND, role=Role.USER, title="BACKGROUND READER"
    )
    for y, row in enumerate(_reader_rows(scene, request)[: beside_it.height]):
        spans(beside_it, 1, y, *row)


def _reader(world: World, request: Request) -> Goroutine | None:
    """The goroutine that reads one byte ahead on this connection."""
    for goroutine in islice(reversed(world.goroutines.values()), _LATEST):
        if goroutine.function.endswith("backgroundRead") and goroutine.connection == request.connection:
            return goroutine
    return None


def _reader_rows(scene: Scene, request: Request | None) -> list[tuple[Part, ...]]:
    if request is None or not request.background_read:
        return [
            (("not running", Role.DIM),),
            (("reads one byte ahead while the", Role.DIM),),
            (("handler works: it notices a", Role.DIM),),
            (("client that leaves", Role.DIM),),
        ]
    goroutine = _reader(scene.world, request)
    state = goroutine.reason or goroutine.state if goroutine is not None else "-"
    return [
        (
            (goroutine_name(goroutine.id if goroutine is not None else None), Role.USER),
            (f"  {state}", Role.STRONG),
        ),
        ("read() of 1 byte",),
        (("notices a client that leaves", Role.DIM),),
    ]


def _reader_row(scene: Scene, request: Request | None, surface: Surface) -> None:
    spans(surface, 1, 0, ("BACKGROUND READER ", Role.STRONG), *_reader_rows(scene, request)[0])


def _time(scene: Scene, request: Request | None, surface: Surface) -> None:
    """How much of the wait has passed; otherwise the handler's bare numbers."""
    if request is None or request.handler_wait_until_ns is None:
        facts(
            surface,
            1,
            0,
            ("waits for", "nothing"),
            ("body", format_bytes(request.body_written if request else 0)),
        )
        return
    world, until = scene.world, request.handler_wait_until_ns
    goroutine = _goroutine(world, request)
    start = goroutine.since_ns if goroutine is not None and goroutine.state == "waiting" else world.time_ns
    text = f" {format_time(max(until - world.time_ns, 0))} left, until {format_time(until)}"
    x = spans(surface, 1, 0, ("WAITS ", Role.WARN))
    x = meter(
        surface,
        x,
        0,
        max(surface.width - x - len(text) - 1, 4),
        world.time_ns - start,
        until - start,
        Role.USER,
    )
    spans(surface, x, 0, text)


def _moral(surface: Surface) -> None:
    spans(surface, 1, 0, ("It runs in the connection's goroutine; waiting, it holds no thread.", Role.DIM))
