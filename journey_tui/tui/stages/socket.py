"""The listening socket: from socket() over bind() to listen(), then its SYN queue and accept queue against their limit.

`listen(backlog N)` holds N + 1 connections in each (`sk_acceptq_is_full`, include/net/sock.h, and
`inet_csk_reqsk_queue_is_full`, include/net/inet_connection_sock.h; Linux 6.12).
"""

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Final

from journey_tui.trace.events.kernel import (
    AcceptQueueOverflowed,
    ConnectionAccepted,
    ListenStarted,
    SocketBound,
    SocketCreated,
)
from journey_tui.trace.events.limits import SynDropped
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import crowds
from journey_tui.tui.stages.crossing import last_row
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import card, facts, here, or_dash, spans, token, waiting_name, whose
from journey_tui.tui.stages.slots import KERNEL_WALLS, Slot, queue_cells, strip
from journey_tui.tui.surface import Role, Surface, fit
from journey_tui.tui.target import Look
from journey_tui.world.state import Listener

_STAGE = "socket"
_CALLS: Final = ("socket()", "bind()", "listen()")
_STEPS: Final = {"none": 0, "created": 1, "bound": 2, "listening": 3, "closed": 3}
_CARD_STATES: Final = {"none": "NO SOCKET", "listening": "LISTEN"}
_CALL_OF: Final[dict[type, str]] = {
    SocketCreated: "socket()",
    SocketBound: "bind()",
    ListenStarted: "listen()",
}
"""What has just been called when that has happened."""
_MOST_NAMES = 40
_LONGEST_NAME = 12
_FRAMED_ROWS, _HIGH_ROWS, _ROOMY = 3, 5, 15
"""Of a queue with a frame, of one where the picture has so many rows."""
_LEFT, _RIGHT = 15, 14
"""Cells beside a queue's frame: its name, and where it leads."""
_LEADS_TO: Final = {"SYN QUEUE": "► final ACK", "ACCEPT QUEUE": "► accept4()"}


def line(scene: Scene) -> str:
    """Both queues' lengths."""
    listener = scene.world.listener
    if listener.state != "listening":
        return f"listening socket: {listener.state}"
    return f"SYN {len(listener.syn_queue)}, accept {len(listener.accept_queue)} of {_limit(listener)}"


def draw_card(scene: Scene, surface: Surface) -> None:
    """State and both queues."""
    listener = scene.world.listener
    card(
        surface,
        scene,
        _STAGE,
        (
            (_CARD_STATES.get(listener.state, listener.state.upper()), Role.STRONG),
            f" :{listener.address.rpartition(':')[2]}" if listener.address else "",
        ),
        (
            ("accept ", Role.DIM),
            _length(listener.accept_queue, listener).replace(" of ", "/"),
            _full(listener.accept_queue, listener),
        ),
        (
            ("SYN ", Role.DIM),
            _length(listener.syn_queue, listener).replace(" of ", "/"),
            _full(listener.syn_queue, listener),
        ),
    )


def picture(scene: Scene, surface: Surface) -> None:
    """State, queues, who is in them."""
    listener = scene.world.listener
    rows = _FRAMED_ROWS if surface.height < _ROOMY else _HIGH_ROWS
    stack(
        surface,
        [
            Block(partial(_steps, scene), rank=2),
            Block(partial(_queue, scene, "SYN QUEUE", listener.syn_queue), most=rows, whole=True, rank=1),
            Block(
                partial(_queue, scene, "ACCEPT QUEUE", listener.accept_queue), most=rows, whole=True, rank=0
            ),
            Block(partial(_counts, scene), rank=3),
            last_row(scene, _STAGE, _moral(scene), rank=4),
            *([crowds.connections(scene)] if len(scene.world.connections) > crowds.MANY else []),
        ],
    )


def _steps(scene: Scene, surface: Surface) -> None:
    """What has been called on it, then its address."""
    listener = scene.world.listener
    done, x = _STEPS.get(listener.state, 0), 1
    for index, call in enumerate(_CALLS):
        ready = index < done
        x = spans(surface, x, 0, ("✓ " if ready else "· ", Role.GOOD if ready else Role.DIM))
        now = _CALL_OF.get(type(scene.event)) == call
        role = Role.PACKET if now else Role.STRONG if ready else Role.DIM
        x = spans(surface, x, 0, (call, role), ("  ", Role.DIM))
    state = "CLOSED" if listener.state == "closed" else "LISTEN" if listener.state == "listening" else ""
    facts(surface, x + 1, 0, ("", (f"{state} {listener.address}".strip() or "no address yet", Role.KERNEL)))


def _queue(scene: Scene, name: str, queue: Sequence[int], surface: Surface) -> None:
    """One queue: its length against the limit, whether it is full, its slots in a row, and where it leads."""
    listener = scene.world.listener
    if surface.height < _FRAMED_ROWS:
        x = spans(surface, 1, 0, (f"{name:<13}", Role.KERNEL), (_length(queue, listener), Role.STRONG))
        x = spans(surface, x, 0, _full(queue, listener))
        cells = _cells(scene, queue, surface.width - x - 4)
        strip(surface, x + 2, 0, cells, KERNEL_WALLS, framed=False)
        return
    middle = surface.height // 2
    spans(surface, 1, middle - 1, (name, Role.KERNEL))
    spans(surface, 1, middle, (_length(queue, listener), Role.STRONG))
    spans(surface, 1, middle + 1, (_full(queue, listener)[0].strip(), Role.ERROR))
    cells = _cells(scene, queue, surface.width - _LEFT - _RIGHT)
    x = strip(surface, _LEFT, 0, cells, KERNEL_WALLS, rows=surface.height - 2)
    spans(surface, x + 1, middle, (_LEADS_TO[name] if _limit(listener) else "", Role.DIM))


def _cells(scene: Scene, queue: Sequence[int], room: int) -> list[tuple[Slot, int]]:
    """Who is in it and what is free, as far as the room goes."""
    listener, limit = scene.world.listener, _limit(scene.world.listener)
    if not limit:
        text = "no queue any more" if listener.state == "closed" else "no queue before listen()"
        return [(Slot(text, Role.DIM), max(min(len(text) + 2, room - 2), 1))]
    faces = [
        Slot(
            f"● {_short(scene, number)}",
            Role.PACKET if number == scene.world.connection else Role.STRONG,
            Look("connection", number),
        )
        for number in islice(queue, _MOST_NAMES)
    ]
    return queue_cells(faces, len(queue), limit, room)


def _short(scene: Scene, number: int) -> str:
    return fit(waiting_name(scene.world, number), _LONGEST_NAME)


def _limit(listener: Listener) -> int:
    """Connections that each queue holds: one more than the backlog; 0 before listen()."""
    return listener.backlog + 1 if listener.state == "listening" else 0


def _length(queue: Sequence[int], listener: Listener) -> str:
    limit = _limit(listener)
    return f"{len(queue):,} of {limit:,}" if limit else "-"


def _full(queue: Sequence[int], listener: Listener) -> tuple[str, Role]:
    limit = _limit(listener)
    return ("  ✗ FULL", Role.ERROR) if limit and len(queue) >= limit else ("", Role.TEXT)


def _counts(scene: Scene, surface: Surface) -> None:
    listener, x = scene.world.listener, 1
    label = here(scene, _STAGE)
    if isinstance(scene.event, ConnectionAccepted) and scene.event.connection is not None:
        name = _short(scene, scene.event.connection)
        x = spans(surface, x, 0, (f" ● {name} ► accept4 ", Role.PACKET)) + 2
    elif label:
        x = token(surface, x, 0, label, target=whose(scene, _STAGE)) + 2
        if isinstance(scene.event, AcceptQueueOverflowed | SynDropped):
            x = spans(surface, x - 1, 0, ("✗ IGNORED", Role.ERROR)) + 3
    facts(
        surface,
        x,
        0,
        ("fd", or_dash(listener.fd)),
        ("accepted", f"{listener.accepted:,}"),
        ("overflows", (f"{listener.overflows:,}", Role.ERROR if listener.overflows else Role.TEXT)),
        ("backlog", f"{listener.backlog:,} holds {listener.backlog + 1:,}" if listener.backlog else "-"),
        ("protocol", or_dash(listener.protocol)),
    )


def _moral(scene: Scene) -> str:
    listener = scene.world.listener
    text = "The handshake is the kernel's: no fd, no goroutine yet."
    if isinstance(scene.event, ConnectionAccepted):
        text = "accept4 makes no connection: it takes a finished one."
    if listener.state in {"none", "created", "bound"}:
        text = "Before listen() a SYN for this port is answered with RST."
    elif listener.state == "closed":
        text = "Closed: a SYN for this port is answered with RST."
    elif _full(listener.accept_queue, listener)[0]:
        text = "Full: a new SYN is dropped in silence and sent again."
    return text
