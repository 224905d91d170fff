"""From the kernel over the pollDescs to the goroutines: what epoll has said, who waits, who is given back.

The netpoller's table asks here what this moment means for a file; on wide screens the three stand side by side.
"""

from collections.abc import Callable
from itertools import islice

from journey_tui.trace.events.descriptors import SyscallReturned
from journey_tui.trace.events.runtime import NetpollReturned, PollDescriptorReady
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.parts import Part, goroutine_name, spans, thread_name, words
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.world.state import World

_MOST_NAMES = 16
_SCANNED = 256
"""Files that are looked at one by one."""
_IO_WAIT = "IO wait"
"""Why a goroutine in a pollDesc waits (`waitReasonIOWait`, runtime/runtime2.go, Go 1.27)."""


def told_by_epoll(scene: Scene) -> dict[int, str]:
    """What epoll has said of which file, as long as netpoll() works on it."""
    event = scene.event
    if isinstance(event, SyscallReturned):
        return {fd: "|".join(name.removeprefix("EPOLL") for name in events) for fd, events in event.ready}
    if isinstance(event, PollDescriptorReady) and event.fd is not None:
        return {event.fd: "IN" if event.mode == "r" else "OUT"}
    return {}


def given_back(scene: Scene) -> dict[int, int]:
    """File to goroutine, at the moment in which the netpoller hands the goroutine over."""
    event, world = scene.event, scene.world
    if isinstance(event, PollDescriptorReady):
        return (
            {}
            if event.fd is None or event.goroutine is None or event.remembered
            else {event.fd: event.goroutine}
        )
    if not isinstance(event, NetpollReturned):
        return {}
    found = [
        world.goroutines[number] for number in event.goroutines[:_MOST_NAMES] if number in world.goroutines
    ]
    return {one.fd: one.id for one in found if one.fd is not None}


def those_that_wait(world: World) -> list[int]:
    """Goroutines whose name stands in a pollDesc; of thousands the first ones are looked at."""
    found = islice(world.netpoll.descriptors.values(), _SCANNED)
    return sorted({one for each in found for one in (each.reader, each.writer) if one is not None})


def count_of_those(world: World, listed: int) -> int:
    """How many they are altogether; of thousands the world keeps the count."""
    return (
        max(listed, world.crowd.waiting.get(_IO_WAIT, 0))
        if len(world.netpoll.descriptors) > _SCANNED
        else listed
    )


def draw_bridge(scene: Scene, draw_table: Callable[[Scene, Surface], None], surface: Surface) -> None:
    """The same from left to right in three boxes: epoll in the kernel, the pollDescs, the goroutines."""
    told, given = bool(told_by_epoll(scene)), bool(given_back(scene))
    left, right, arrow = 26, 24, 5
    middle = surface.width - left - right - 2 * arrow
    kernel = surface.box(
        0, 0, left, surface.height, border=Border.DOUBLE, role=Role.KERNEL, title="KERNEL: epoll"
    )
    _kernel_side(scene, kernel)
    _arrow(surface, left, told)
    x = left + arrow
    box = surface.area(x, 0, middle, surface.height)
    draw_table(
        scene,
        box.box(0, 0, middle, box.height, border=Border.ROUND, role=Role.USER, title="POLLDESC OF EACH FILE"),
    )
    _arrow(surface, x + middle, given)
    box = surface.area(x + middle + arrow, 0, right, surface.height)
    _go_side(scene, box.box(0, 0, right, box.height, border=Border.ROUND, role=Role.USER, title="GOROUTINES"))


def _arrow(surface: Surface, x: int, now: bool) -> None:
    surface.put(x, surface.height // 2, "━━━━►"[:5], Role.PACKET if now else Role.DIM)


def _kernel_side(scene: Scene, surface: Surface) -> None:
    epoll, told = scene.world.epoll, told_by_epoll(scene)
    name = "no instance yet" if epoll.fd is None else f"fd {epoll.fd} watches {len(epoll.interest):,} files"
    ready = words([f"fd {number}" for number in epoll.ready[:_MOST_NAMES]], len(epoll.ready), 12, "empty")
    rows: list[tuple[Part, ...]] = [
        ((name, Role.DIM),),
        (("READY LIST ", Role.DIM), (ready, Role.GOOD if epoll.ready else Role.DIM)),
    ]
    if scene.world.netpoll.blocked_thread is not None:
        sleeper = thread_name(scene.world, scene.world.netpoll.blocked_thread)
        rows.append(((f"{sleeper} sleeps here", Role.USER),))
    rows += [((f" fd {number} is {events} ", Role.PACKET),) for number, events in told.items()]
    for y, row in enumerate(rows[: surface.height]):
        spans(surface, 1, y, *row)


def _go_side(scene: Scene, surface: Surface) -> None:
    given = sorted(given_back(scene).values())
    rows: list[tuple[Part, ...]] = [
        ((f" {goroutine_name(number)} may run ", Role.PACKET),) for number in given
    ]
    waiting = those_that_wait(scene.world)
    rows += [((f"{goroutine_name(number)} waits", Role.DIM),) for number in waiting]
    total = len(given) + count_of_those(scene.world, len(waiting))
    if total > surface.height:
        kept = rows[: surface.height - 1]
        rows = [*kept, ((f"+{total - len(kept):,} more", Role.DIM),)]
    for y, row in enumerate((rows or [(("none waits for a file", Role.DIM),)])[: surface.height]):
        spans(surface, 1, y, *row)
