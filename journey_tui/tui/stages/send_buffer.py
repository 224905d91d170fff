"""One socket's send queue: what write() left there, what the client has acknowledged, and the segments on their way."""

from functools import partial
from itertools import islice
from typing import Final

from journey_tui.trace.events.kernel import DataAcknowledged, DataWritten, SendBufferFull
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import crowds
from journey_tui.tui.stages.crossing import last_row
from journey_tui.tui.stages.ends import has_socket, instead_of_socket, server_state
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.others import connection_table
from journey_tui.tui.stages.outgoing import draw_flight, draw_queue
from journey_tui.tui.stages.parts import (
    Part,
    card,
    connection_name,
    facts,
    meter,
    or_dash,
    spans,
)
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look
from journey_tui.units import format_bytes
from journey_tui.world.state import Connection

_STAGE = "send_buffer"
_MOST_THREADS: Final = 256
"""That are looked through for the one in write()."""
_COPIES: Final = "write() copies bytes to here; an ACK frees them."


def line(scene: Scene) -> str:
    """Bytes that nobody has acknowledged."""
    connection = scene.connection
    if connection is None:
        return "no connection yet"
    if not has_socket(scene.world, connection):
        return "the server has no socket for it yet"
    return f"{connection.send_queued:,} B unacknowledged"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Meter and totals."""
    connection = scene.connection
    if connection is None:
        card(surface, scene, _STAGE, (("EMPTY", Role.STRONG),), (("no connection yet", Role.DIM),))
        return
    if not has_socket(scene.world, connection):
        state = (("server ", Role.DIM), server_state(scene.world, connection))
        card(surface, scene, _STAGE, (("NO SOCKET YET", Role.STRONG),), state)
        return
    rows: list[tuple[Part, ...]] = [
        ("",),
        (("acked ", Role.DIM), f"{connection.acked_total:,} of {connection.sent_total:,} B"),
        (("cwnd ", Role.DIM), f"{connection.congestion_window} segments"),
    ]
    card(surface, scene, _STAGE, *rows)
    if surface.height:
        x = meter(surface, 0, 0, min(10, surface.width // 3), *_level(connection), Role.KERNEL)
        spans(surface, x + 1, 0, f"{connection.send_queued:,} B")


def picture(scene: Scene, surface: Surface) -> None:
    """Whose socket, meter, flow from write() to ACK, segments in flight."""
    connection = scene.connection
    if connection is None or not has_socket(scene.world, connection):
        _idle(scene, surface)
        return
    stack(
        surface,
        [
            Block(partial(_heading, connection), rank=4),
            Block(partial(_meter, scene, connection), rank=0),
            Block(partial(draw_queue, scene, connection), most=3, whole=True, rank=1),
            Block(partial(_totals, connection), rank=2),
            Block(partial(draw_flight, scene, connection), rank=1),
            Block(partial(_moral, scene, connection), rank=3),
            last_row(scene, _STAGE, _COPIES, rank=5),
            *connection_table(
                scene, ("SOCKET OF", "FD", "WRITTEN", "ACKNOWLEDGED", "QUEUED"), _socket_row, crowds.sent
            ),
        ],
    )


def _socket_row(one: Connection) -> tuple[Part, ...]:
    totals = (f"{one.sent_total:,} B", f"{one.acked_total:,} B", f"{one.send_queued:,} B")
    return connection_name(one), or_dash(one.fd), *totals


def _idle(scene: Scene, surface: Surface) -> None:
    def empty(part: Surface) -> None:
        x = spans(part, 1, 0, ("QUEUED ", Role.KERNEL))
        x = meter(part, x, 0, part.width - x - 8, 0, 1, Role.KERNEL)
        spans(part, x + 1, 0, "0 bytes")

    def why(part: Surface) -> None:
        text = "no connection yet: each one gets a send queue of its own"
        if scene.connection is not None:
            text = f"{connection_name(scene.connection)}: {instead_of_socket(scene.world, scene.connection)}"
        spans(part, 1, 0, (text, Role.DIM))

    stack(surface, [Block(empty), Block(why, rank=1), last_row(scene, _STAGE, _COPIES, rank=2)])


def _level(connection: Connection) -> tuple[int, int]:
    return connection.send_queued, connection.send_capacity


def _heading(connection: Connection, surface: Surface) -> None:
    facts(
        surface,
        1,
        0,
        ("SOCKET OF", (connection_name(connection), Role.KERNEL)),
        ("", connection.local),
        ("fd", or_dash(connection.fd)),
        ("", (connection.server_state, Role.STRONG)),
    )
    surface.link(1, 0, surface.width - 2, Look("connection", connection.id))


def _meter(scene: Scene, connection: Connection, surface: Surface) -> None:
    used, capacity = _level(connection)
    words = f" {used:,} of {format_bytes(capacity)} "
    changed = isinstance(scene.event, DataWritten | DataAcknowledged | SendBufferFull)
    x = spans(surface, 1, 0, ("QUEUED ", Role.KERNEL))
    x = meter(surface, x, 0, max(surface.width - x - len(words) - 1, 4), used, capacity, Role.KERNEL)
    spans(surface, x, 0, (words, Role.PACKET if changed else Role.STRONG))
    surface.link(1, 0, surface.width - 2, Look("buffer", connection.id, 1))


def _totals(connection: Connection, surface: Surface) -> None:
    full = 0 < connection.send_capacity <= connection.send_queued
    facts(
        surface,
        1,
        0,
        ("WRITTEN", (format_bytes(connection.sent_total), Role.STRONG)),
        ("ACKNOWLEDGED", (format_bytes(connection.acked_total), Role.STRONG)),
        *((("free", ("0 B ✗ FULL", Role.ERROR)),) if full else ()),
    )


def _inside_write(scene: Scene, connection: Connection) -> str:
    """The thread that is in write() on this socket; empty when none is."""
    for thread in islice(scene.world.threads.values(), _MOST_THREADS):
        call = thread.syscall
        if call is not None and call.name == "write" and call.fd is not None and call.fd == connection.fd:
            return thread.name
    return ""


def _moral(scene: Scene, connection: Connection, surface: Surface) -> None:
    writer = _inside_write(scene, connection)
    if writer:
        full = isinstance(scene.event, SendBufferFull)
        does = ": no room is left, so it stops." if full else ": it copies, and TCP sends at once."
        what = "." if scene.asked else does
        text, role = f"{writer} is still in write(){what}", Role.USER
    elif connection.send_queued > 0:
        proves = "" if scene.asked else "; the client may have nothing yet"
        text, role = f"write() has returned{proves}.", Role.WARN
    elif connection.sent_total:
        text, role = "The client's TCP has acknowledged everything.", Role.GOOD
    else:
        text, role = "Nothing written yet.", Role.DIM
    spans(surface, 1, 0, (text, role))
