"""One socket's receive queue: how full, how wide the window that it leaves, and whose bytes wait for read()."""

from functools import partial
from itertools import islice

from journey_tui.trace.events.kernel import AckDelayed, DataQueued, DataRead, FinQueued
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import crowds
from journey_tui.tui.stages.crossing import crosses, last_row
from journey_tui.tui.stages.ends import has_socket, instead_of_socket, server_state
from journey_tui.tui.stages.files import file_name
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.names import link_goroutines
from journey_tui.tui.stages.others import connection_table
from journey_tui.tui.stages.parts import (
    Part,
    card,
    connection_name,
    event_value,
    facts,
    goroutine_name,
    here,
    meter,
    or_dash,
    request_label,
    spans,
    token,
    whose,
)
from journey_tui.tui.stages.slots import KERNEL_WALLS, Slot, strip
from journey_tui.tui.surface import Role, Surface, fit
from journey_tui.tui.target import Follow, Look
from journey_tui.units import format_bytes, format_size, format_time
from journey_tui.world.state import Connection

_STAGE = "receive_buffer"
_MOST_LABELS = 12
_WIDEST_QUEUE = 60
_READER_WIDTH = 30
"""Cells right of the queue: who reads from it."""
_MORAL = "Kernel memory: the process sees the bytes only by read()."


def line(scene: Scene) -> str:
    """Bytes against capacity."""
    connection = scene.connection
    if connection is None:
        return "no connection yet"
    if not has_socket(scene.world, connection):
        return "the server has no socket for it yet"
    return f"{connection.receive_queued:,} B of {format_size(connection.receive_capacity)} queued"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Meter, window."""
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
        (("window ", Role.DIM), f"{connection.receive_window:,} B"),
        _end(connection) or ((connection_name(connection), Role.DIM),),
    ]
    card(surface, scene, _STAGE, *rows)
    if surface.height:
        x = meter(surface, 0, 0, min(10, surface.width // 3), *_level(connection), Role.KERNEL)
        spans(surface, x + 1, 0, f"{connection.receive_queued:,} B")


def picture(scene: Scene, surface: Surface) -> None:
    """Whose socket, meter, the queue itself, window and ACK."""
    connection = scene.connection
    if connection is None or not has_socket(scene.world, connection):
        _idle(scene, surface)
        return
    stack(
        surface,
        [
            Block(partial(_heading, connection), rank=3),
            Block(partial(_meter, scene, connection), rank=0),
            Block(partial(_queue, scene, connection), most=3, whole=True, rank=1),
            Block(partial(_window, connection), rank=2),
            Block(partial(_acknowledgement, scene, connection), rank=4),
            last_row(scene, _STAGE, _MORAL, rank=5),
            *connection_table(
                scene, ("SOCKET OF", "FD", "QUEUED", "WINDOW", "STATE"), _socket_row, crowds.received
            ),
        ],
    )


def _idle(scene: Scene, surface: Surface) -> None:
    def empty(part: Surface) -> None:
        x = spans(part, 1, 0, ("QUEUED ", Role.KERNEL))
        x = meter(part, x, 0, part.width - x - 9, 0, 1, Role.KERNEL)
        spans(part, x + 1, 0, "0 bytes")

    def why(part: Surface) -> None:
        number = event_value(scene.event, "fd") if crosses(scene, _STAGE) else None
        text = "no connection yet: each one gets a receive queue of its own"
        if scene.connection is not None:
            text = f"{connection_name(scene.connection)}: {instead_of_socket(scene.world, scene.connection)}"
        if number in scene.world.fds:
            text = f"fd {number} is {file_name(scene.world, number)}: no socket"
        spans(part, 1, 0, (text, Role.DIM))

    stack(surface, [Block(empty), Block(why, rank=1), last_row(scene, _STAGE, _MORAL, rank=2)])


def _level(connection: Connection) -> tuple[int, int]:
    return connection.receive_queued, connection.receive_capacity


def _end(connection: Connection) -> tuple[Part, ...]:
    return (("FIN, then EOF", Role.WARN),) if connection.receive_eof else ()


def _heading(connection: Connection, surface: Surface) -> None:
    facts(
        surface,
        1,
        0,
        ("SOCKET OF", (connection_name(connection), Role.KERNEL)),
        ("", connection.local),
        ("fd", _fd_text(connection)),
        ("", (connection.server_state, Role.STRONG)),
    )
    surface.link(1, 0, surface.width - 2, Look("connection", connection.id))


def _fd_text(connection: Connection) -> str:
    """Its number; a connection that nobody has accepted has none."""
    if connection.fd is not None:
        return str(connection.fd)
    return "none yet" if connection.server_state in {"SYN_RECV", "ESTABLISHED"} else "-"


def _meter(scene: Scene, connection: Connection, surface: Surface) -> None:
    used, capacity = _level(connection)
    words = f" {used:,} of {format_bytes(capacity)} "
    changed = isinstance(scene.event, DataQueued | DataRead | FinQueued)
    x = spans(surface, 1, 0, ("QUEUED ", Role.KERNEL))
    x = meter(surface, x, 0, max(surface.width - x - len(words) - 1, 4), used, capacity, Role.KERNEL)
    spans(surface, x, 0, (words, Role.PACKET if changed else Role.STRONG))
    surface.link(1, 0, surface.width - 2, Look("buffer", connection.id))


def _queue(scene: Scene, connection: Connection, surface: Surface) -> None:
    """The bytes as far as the world knows whose they are, oldest first, and who will read them."""
    framed = surface.height >= 3
    y = 1 if framed else 0
    x = spans(surface, 1, y, ("TCP ► ", Role.DIM))
    if connection.receive_queued <= 0 and not connection.receive_eof:
        room = max(min(surface.width - x - _READER_WIDTH, _WIDEST_QUEUE), 7)
        x = strip(surface, x, 0, [(Slot("empty", Role.DIM), room)], KERNEL_WALLS, framed=framed)
    else:
        room = surface.width - x - _READER_WIDTH
        x = strip(surface, x, 0, _labels(scene, connection, room), KERNEL_WALLS, framed=framed)
    reader = "no goroutine yet" if connection.goroutine is None else goroutine_name(connection.goroutine)
    x = spans(surface, x + 1, y, ("► read() ► ", Role.DIM))
    if isinstance(scene.event, DataRead):
        text = f" {reader}: {scene.event.length_bytes:,} B "
        spans(surface, x, y, (text, Role.PACKET))
    else:
        spans(surface, x, y, (reader, Role.DIM if connection.goroutine is None else Role.USER))
    link_goroutines(scene, surface.area(x, y, surface.width - x, 1))


def _labels(scene: Scene, connection: Connection, room: int) -> list[tuple[Slot, int]]:
    slots: list[Slot] = []
    for number in islice(connection.receive_requests, _MOST_LABELS):
        request = scene.world.requests.get(number)
        label = request_label(request) if request is not None else f"request {number}"
        active = scene.request is not None and scene.request.id == number
        slots.append(Slot(f"● {label}", Role.PACKET if active else Role.STRONG, Follow(number)))
    if not slots and connection.receive_queued > 0:
        slots.append(Slot(f"● {format_bytes(connection.receive_queued)}", Role.STRONG))
    hidden = len(connection.receive_requests) - _MOST_LABELS
    if hidden > 0:
        slots.append(Slot(f"+{hidden:,}", Role.DIM))
    if connection.receive_eof:
        slots.append(Slot("FIN", Role.WARN))
    width = max(room // max(len(slots), 1) - 1, 3)
    if len(slots) == 1:  # alone, it has the room to itself
        return [(slots[0], max(min(width, _WIDEST_QUEUE), 3))]
    return [(slot, min(len(fit(slot.text, width)) + 2, width)) for slot in slots]


def _socket_row(one: Connection) -> tuple[Part, ...]:
    queued, window = f"{one.receive_queued:,} B", f"{one.receive_window:,} B"
    return connection_name(one), or_dash(one.fd), queued, window, one.server_state


def _window(connection: Connection, surface: Surface) -> None:
    closed = connection.receive_window == 0
    facts(
        surface,
        1,
        0,
        ("WINDOW", (f"{connection.receive_window:,} B{' ✗ CLOSED' if closed else ''}", _window_role(closed))),
        ("received in all", format_bytes(connection.received_total)),
        ("end of stream", "FIN is queued" if connection.receive_eof else "no"),
    )


def _window_role(closed: bool) -> Role:
    return Role.ERROR if closed else Role.STRONG


def _acknowledgement(scene: Scene, connection: Connection, surface: Surface) -> None:
    """What is known of the ACK at this very moment; the socket keeps no record of it that could be seen."""
    event, packet, x = scene.event, scene.packet, 1
    label = here(scene, _STAGE)
    if label and (scene.request is None or scene.request.id not in connection.receive_requests):
        x = token(surface, x, 0, label, target=whose(scene, _STAGE)) + 2
    if isinstance(event, DataRead):
        spans(surface, x, 0, ("" if scene.asked else "One CPU copy: kernel to user space.", Role.DIM))
    elif isinstance(event, AckDelayed):
        spans(
            surface, x, 0, ("ACK held back ", Role.WARN), f"until {format_time(event.until_ns)} at the latest"
        )
    elif packet is not None and packet.direction == "to_client" and "ACK" in packet.flags:
        spans(
            surface,
            x,
            0,
            ("ACK sent ", Role.GOOD),
            f"for everything before {packet.acknowledgement_number:,}",
        )
    elif connection.receive_eof and connection.receive_queued <= 0:
        said = "FIN has come." if scene.asked else "read() would answer 0: the end of the stream."
        spans(surface, x, 0, (said, Role.DIM))
    elif connection.receive_queued > 0:
        said = "" if scene.asked else "The kernel acknowledges before the process reads."
        spans(surface, x, 0, (said, Role.DIM))
    else:
        said = "Empty." if scene.asked else "Empty: the next read() says EAGAIN."
        spans(surface, x, 0, (said, Role.DIM))
