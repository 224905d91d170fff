"""The netpoller as the bridge that it is: what epoll said, who waits for that file, who may go on.

It is no thread: it is code that a thread without work calls (`netpoll`, runtime/netpoll_epoll.go, Go 1.27). Each row
reads from left to right, from a file number to a goroutine; what has just happened in it is marked.
"""

from functools import partial

from journey_tui.trace.events.runtime import (
    NetpollCalled,
    NetpollReturned,
    PollDescriptorArmed,
    PollDescriptorReady,
)
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.bridge import (
    count_of_those,
    draw_bridge,
    given_back,
    those_that_wait,
    told_by_epoll,
)
from journey_tui.tui.stages.crossing import last_row
from journey_tui.tui.stages.files import file_name
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.names import file_target, link_goroutines
from journey_tui.tui.stages.parts import (
    Part,
    active_fd,
    card,
    facts,
    goroutine_name,
    nearby,
    spans,
    thread_name,
    words,
)
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface
from journey_tui.units import format_time
from journey_tui.world.state import PollDescriptor, World

_STAGE = "netpoller"
_MOST_NAMES = 16
_WIDE = 74
"""Cells in which the columns have their long names."""
_BRIDGE_WIDTH, _BRIDGE_HEIGHT, _BRIDGE_ROWS = 100, 14, 7
"""From here on kernel, pollDesc and goroutines stand side by side as three boxes."""
_WORDY = 70
"""Cells in which the way from a file to a goroutine is told in full."""
_SENTENCE = "No thread of its own: an idle M runs this code."


def line(scene: Scene) -> str:
    """Who waits."""
    netpoll = scene.world.netpoll
    if netpoll.blocked_thread is not None:
        return f"{thread_name(scene.world, netpoll.blocked_thread)} waits in epoll_pwait"
    return f"nobody waits, {netpoll.calls:,} calls"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Who waits, who is waited for, what came back."""
    world = scene.world
    waiting = those_that_wait(world)
    room = surface.width - len("IO wait ")
    total = count_of_those(world, len(waiting))
    names = words([goroutine_name(number) for number in waiting[:_MOST_NAMES]], total, room, "nobody")
    event = scene.event
    last: tuple[Part, ...] = (("gave back ", Role.DIM), _returned(world, surface.width - 10))
    if isinstance(event, NetpollReturned) and event.goroutines:
        last = ((f" gives back {_returned(world, surface.width - 12)} ", Role.PACKET),)
    elif isinstance(event, PollDescriptorReady) and event.goroutine is not None:
        last = ((f" fd {event.fd} ► {goroutine_name(event.goroutine)} ", Role.PACKET),)
    card(surface, scene, "", _caller(scene, short=True), (("IO wait ", Role.DIM), names), last)


def picture(scene: Scene, surface: Surface) -> None:
    """Caller, pollDesc table, result, timers."""
    rows = max(len(scene.world.netpoll.descriptors), 1) + 1
    if surface.width >= _BRIDGE_WIDTH and surface.height >= _BRIDGE_HEIGHT:
        shown = [
            Block(
                partial(draw_bridge, scene, _table), rows=_BRIDGE_ROWS, most=min(max(rows + 3, 9), 16), rank=0
            )
        ]
    else:
        shown = [
            Block(partial(_direction, scene), rank=5),
            Block(partial(_table, scene), rows=2, most=rows, rank=0),
        ]
    stack(
        surface,
        [
            Block(partial(_call, scene), rank=1),
            *shown,
            Block(partial(_result, scene), rank=2),
            Block(partial(_timers, scene), rank=4),
            last_row(scene, _STAGE, _SENTENCE, rank=3),
        ],
    )
    link_goroutines(scene, surface)


# ── who is in it ──


def _caller(scene: Scene, *, short: bool = False) -> tuple[tuple[str, Role], ...]:
    world, event = scene.world, scene.event
    netpoll = world.netpoll
    if netpoll.blocked_thread is not None:
        name = thread_name(world, netpoll.blocked_thread)
        return ((name, Role.USER), (" SLEEPS here" if short else " SLEEPS in epoll_pwait", Role.STRONG))
    if netpoll.calling_thread is None:
        return (("NOBODY", Role.STRONG), (" in it" if short else " is in epoll_pwait now", Role.DIM))
    name = thread_name(world, netpoll.calling_thread)
    if isinstance(event, NetpollCalled):
        return ((f" {name} ", Role.PACKET), (" CALLS" if short else " CALLS netpoll()", Role.STRONG))
    thread = world.threads.get(netpoll.calling_thread)
    inside = thread is not None and thread.syscall is not None
    text = " asks epoll" if short else " IS IN epoll_pwait" if inside else " IS IN netpoll()"
    return ((name, Role.USER), (text, Role.STRONG))


def _call(scene: Scene, surface: Surface) -> None:
    netpoll = scene.world.netpoll
    x = spans(surface, 2, 0, *_caller(scene))
    pairs: list[tuple[str, Part]] = []
    if netpoll.blocked_thread is not None or netpoll.calling_thread is not None:
        pairs = _timeout(netpoll.timeout_ns)
    facts(surface, x + 3, 0, *pairs, ("calls", f"{netpoll.calls:,}"))


def _timeout(timeout_ns: int | None) -> list[tuple[str, Part]]:
    if timeout_ns is None:
        return [("timeout", "none"), ("", "until a file is ready")]
    return [("timeout", "0: looks and goes on" if timeout_ns == 0 else format_time(timeout_ns))]


# ── from a file to a goroutine ──


def _direction(scene: Scene, surface: Surface) -> None:
    """What the columns below mean, read from left to right."""
    if surface.width < _WORDY:
        spans(
            surface,
            2,
            0,
            ("KERNEL ", Role.KERNEL),
            ("says ready ━► ", Role.DIM),
            ("POLLDESC ", Role.USER),
            ("who waits ━► ", Role.DIM),
            ("GOROUTINE", Role.USER),
        )
        return
    spans(
        surface,
        2,
        0,
        ("KERNEL: ", Role.KERNEL),
        ("file ready ━━► ", Role.DIM),
        ("POLLDESC: ", Role.USER),
        ("who waits? ━━► ", Role.DIM),
        ("GOROUTINE ", Role.USER),
        ("may run", Role.DIM),
    )


def _table(scene: Scene, surface: Surface) -> None:
    world, active = scene.world, _active(scene)
    descriptors = world.netpoll.descriptors
    told = told_by_epoll(scene)
    rows = [
        _row(scene, descriptors[number], told.get(number, ""), number == active)
        for number in nearby(descriptors, active)
    ]
    if not rows:
        empty = [("-", Role.DIM), ("no file registered yet", Role.DIM), ("-", Role.DIM)]
        rows = [Row((*empty, *[("nil", Role.DIM)] * 2, ("-", Role.DIM)))]
    titles = ("FD", "FILE", "EPOLL", "rg", "wg", "BACK")
    if surface.width >= _WIDE:
        titles = ("FD", "FILE", "EPOLL SAYS", "READER (rg)", "WRITER (wg)", "GIVEN BACK")
    table(surface, titles, rows, flexible=1, total=len(descriptors))


def _active(scene: Scene) -> int | None:
    """The file of the moment: the one that epoll named, the one of a goroutine that is given back."""
    given = given_back(scene)
    if given:
        return min(given)
    told = told_by_epoll(scene)
    return min(told) if told else active_fd(scene)


def _row(scene: Scene, descriptor: PollDescriptor, told: str, active: bool) -> Row:
    event = scene.event
    back: Part = ("-", Role.DIM)
    goroutine = given_back(scene).get(descriptor.fd)
    if goroutine is not None:
        back = (f" ► {goroutine_name(goroutine)} ", Role.PACKET)
    armed = event.mode if isinstance(event, PollDescriptorArmed) and event.fd == descriptor.fd else ""
    kept = ""
    if isinstance(event, PollDescriptorReady) and event.fd == descriptor.fd and event.remembered:
        kept = event.mode
    return Row(
        (
            str(descriptor.fd),
            file_name(scene.world, descriptor.fd, short=True),
            (f"{told} ►", Role.GOOD) if told else ("-", Role.DIM),
            _slot(descriptor.reader, descriptor.read_ready, "r" in (armed, kept)),
            _slot(descriptor.writer, descriptor.write_ready, "w" in (armed, kept)),
            back,
        ),
        active,
        file_target(scene.world, descriptor.fd),
    )


def _slot(goroutine: int | None, ready: bool, marked: bool) -> Part:
    """nil, pdReady, or the goroutine that waits (`pollDesc.rg`, runtime/netpoll.go)."""
    if goroutine is not None:
        text = f"{goroutine_name(goroutine)} waits"
        return (f" {text} ", Role.PACKET) if marked else (text, Role.USER)
    if ready:
        return (" pdReady ", Role.PACKET) if marked else ("pdReady", Role.GOOD)
    return ("nil", Role.DIM)


def _returned(world: World, width: int) -> str:
    names = world.netpoll.returned
    return words([goroutine_name(number) for number in names[:_MOST_NAMES]], len(names), width, "nothing")


def _result(scene: Scene, surface: Surface) -> None:
    now = isinstance(scene.event, NetpollReturned)
    x = spans(surface, 2, 0, ("GIVES BACK " if now else "LAST CALL GAVE BACK ", Role.STRONG))
    text = _returned(scene.world, surface.width - x - 2)
    if now:
        spans(
            surface,
            x,
            0,
            (f" {text} ", Role.PACKET),
            ("  runnable again" if text != "nothing" else "", Role.DIM),
        )
        return
    spans(surface, x, 0, (text, Role.USER if text != "nothing" else Role.DIM))


def _timers(scene: Scene, surface: Surface) -> None:
    timers = scene.world.netpoll.timers
    if not timers:
        spans(surface, 2, 0, ("TIMERS ", Role.STRONG), ("none", Role.DIM))
        return
    active = (
        scene.world.requests[scene.world.request].goroutine
        if scene.world.request in scene.world.requests
        else None
    )
    shown = nearby(timers, active, _MOST_NAMES)
    texts = [f"{goroutine_name(number)} at {format_time(timers[number])} " for number in shown]
    spans(surface, 2, 0, ("TIMERS ", Role.STRONG), words(texts, len(timers), surface.width - 9))
