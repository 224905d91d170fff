"""Softirq, IP and TCP: who polls with how much budget, the headers coming off, both ends' TCP state."""

from functools import partial
from typing import Final

from rich.cells import cell_len

from journey_tui.trace.events.kernel import (
    AckDelayed,
    BacklogQueued,
    NapiCompleted,
    NapiPolled,
    SoftirqFinished,
    SoftirqStarted,
    TcpStateChanged,
    TimeWaitStarted,
)
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.others import connection_table
from journey_tui.tui.stages.parts import (
    SHORT_PARTS,
    Part,
    card,
    connection_name,
    event_value,
    facts,
    frame_parts,
    here,
    meter,
    or_dash,
    spans,
    token,
)
from journey_tui.tui.stages.slots import KERNEL_WALLS, Slot, strip
from journey_tui.tui.surface import Role, Surface
from journey_tui.units import format_time
from journey_tui.world.state import Connection, Packet, Softirq

_STAGE = "kernel"
_LOOPBACK_QUEUE = -1
_WIDEST_FRAME = 96

_CONTEXTS: Final = {
    "irq_exit": "as the interrupt ends (irq exit)",
    "syscall": "inside the sender's system call",
    "ksoftirqd": "in the thread ksoftirqd",
}
"""Where NET_RX runs (`irq_exit_rcu`, `__local_bh_enable_ip`, `run_ksoftirqd`; kernel/softirq.c, Linux 6.12)."""

_HEADERS_OFF: Final = {"SkbBuilt": 0, "BacklogQueued": 0, "IpReceived": 1, "SegmentReceived": 2}
"""How many of the frame's headers are behind the packet when that has happened."""


def line(scene: Scene) -> str:
    """What the softirq does, or the connection's state."""
    softirq = _softirq(scene)
    if softirq is not None and softirq.running:
        return f"softirq on CPU {softirq.cpu}, budget {softirq.budget}"
    connection = scene.connection
    return f"TCP {connection.server_state}" if connection is not None else "softirq idle, no connection"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Softirq, then TCP."""
    softirq, connection = _softirq(scene), scene.connection
    state: tuple[Part, ...] = (("no connection yet", Role.DIM),)
    if connection is not None:
        state = (("TCP ", Role.DIM), _state_part(scene, "server", _server_state(scene, connection)))
    handled = f"{softirq.processed:,} packets handled" if softirq is not None else "no core"
    card(surface, scene, _STAGE, _running(softirq), state, ((handled, Role.DIM),))


def picture(scene: Scene, surface: Surface) -> None:
    """Softirq with its meters, layers, both ends of TCP."""
    softirq = _softirq(scene)
    stack(
        surface,
        [
            Block(partial(_softirq_row, scene, softirq), rank=1),
            Block(partial(_budget, scene, softirq), rank=4),
            Block(partial(_layers, scene), most=3, whole=True, rank=0),
            Block(partial(_layer_words, scene), rank=1 if isinstance(scene.event, AckDelayed) else 5),
            Block(partial(_ends, scene), rank=0),
            Block(partial(_numbers, scene), rank=2),
            Block(partial(_backlog, scene, softirq), rank=6),
            *connection_table(
                scene, ("CONNECTION", "FROM", "CLIENT'S STATE", "SERVER'S STATE"), _connection_row
            ),
        ],
    )


# ── softirq ──


def _softirq(scene: Scene) -> Softirq | None:
    """The core of the event, else the one where NET_RX runs, else the first."""
    softirqs, number = scene.world.softirqs, event_value(scene.event, "cpu")
    if number is not None and 0 <= number < len(softirqs):
        return softirqs[number]
    return next((one for one in softirqs if one.running), softirqs[0] if softirqs else None)


def _running(softirq: Softirq | None) -> tuple[Part, ...]:
    if softirq is None or not softirq.running:
        return (("SOFTIRQ ", Role.KERNEL), ("idle", Role.DIM))
    return (("SOFTIRQ ", Role.KERNEL), (f"on CPU {softirq.cpu}", Role.STRONG))


def _softirq_row(scene: Scene, softirq: Softirq | None, surface: Surface) -> None:
    x = spans(surface, 1, 0, *_running(softirq))
    if softirq is None or not softirq.running:
        spans(surface, x, 0, ("  waits for an interrupt or a loopback sender", Role.DIM))
        return
    role = Role.PACKET if isinstance(scene.event, SoftirqStarted) else Role.TEXT
    spans(surface, x, 0, "  ", (_CONTEXTS.get(softirq.context, softirq.context), role))


def _budget(scene: Scene, softirq: Softirq | None, surface: Surface) -> None:
    """Packets of this poll against its weight, and the run's whole budget."""
    event = scene.event
    if isinstance(event, BacklogQueued):
        x = spans(surface, 1, 0, (f"backlog of CPU {or_dash(event.cpu)} ", Role.DIM))
        text = "1 packet" if event.queue_length == 1 else f"{event.queue_length:,} packets"
        spans(surface, x, 0, (f" {text} ", Role.PACKET), ("  no card, no ring, no interrupt", Role.DIM))
        return
    machine = scene.header.machine
    work = softirq.work if softirq is not None else 0
    weight = (softirq.weight if softirq is not None else 0) or machine.napi_weight
    budget = (softirq.budget if softirq is not None else 0) or machine.netdev_budget
    x = spans(surface, 1, 0, (f"{_poll_name(softirq)} ", Role.DIM))
    x = meter(surface, x, 0, min(20, surface.width // 4), work, weight, Role.KERNEL)
    now = isinstance(scene.event, NapiPolled | NapiCompleted | SoftirqFinished)
    text = f" {work} of weight {weight} "
    spans(surface, x, 0, (text, Role.PACKET if now else Role.TEXT), ("  budget ", Role.DIM), f"{budget}")


def _poll_name(softirq: Softirq | None) -> str:
    if softirq is None or softirq.queue is None:
        return "poll"
    return "poll of backlog" if softirq.queue == _LOOPBACK_QUEUE else f"poll of rx-{softirq.queue}"


def _backlog(scene: Scene, softirq: Softirq | None, surface: Surface) -> None:
    if softirq is None:
        return
    facts(
        surface,
        1,
        0,
        ("processed", f"{softirq.processed:,}"),
        ("dropped", f"{softirq.dropped:,}"),
        ("time_squeeze", f"{softirq.time_squeeze:,}"),
        ("CPU backlog", f"{len(softirq.backlog):,}"),
    )


# ── layers ──


def _layers(scene: Scene, surface: Surface) -> None:
    """The frame's parts; what has been taken off is ticked, what is not yet there stays pale."""
    packet = scene.packet if here(scene, _STAGE) else None
    off, outgoing = _headers_off(scene), packet is not None and packet.direction == "to_client"
    label = here(scene, _STAGE)
    parts = frame_parts(packet)
    if sum(len(name) + 9 for name, _ in parts) + cell_len(label) > surface.width:
        parts = [(SHORT_PARTS.get(name, name), size) for name, size in parts]
    cells = []
    for index, (name, size) in enumerate(parts):
        text = name if size is None else f"{name} {size:,}"
        role = Role.STRONG if packet is not None else Role.DIM
        if packet is not None and index < off:
            text, role = f"✓ {text}", Role.DIM
        elif packet is not None and index == off and not outgoing:
            text, role = f"► {text}", Role.PACKET
        cells.append((Slot(text, role), cell_len(text) + 2))
    cells = _stretched(cells, surface.width - (cell_len(label) + 6 if label else 0) - 2)
    x = strip(surface, 1, 0, cells, KERNEL_WALLS, framed=surface.height >= 3)
    if label:
        token(surface, x + 1, 1 if surface.height >= 3 else 0, label, surface.width - x - 1)


def _stretched(cells: list[tuple[Slot, int]], room: int) -> list[tuple[Slot, int]]:
    """The same cells, as wide together as there is room, each as much wider as the others."""
    spare = max(min(room, _WIDEST_FRAME) - sum(width + 1 for _, width in cells) - 1, 0)
    return [(slot, width + spare // len(cells)) for slot, width in cells]


def _headers_off(scene: Scene) -> int:
    """How many headers are behind the packet of the moment; on the way out none comes off."""
    event, packet = scene.event, scene.packet
    if event is None or packet is None or packet.direction == "to_client":
        return 0
    return _HEADERS_OFF.get(event.kind, 2)


def _layer_words(scene: Scene, surface: Surface) -> None:
    packet = scene.packet if here(scene, _STAGE) else None
    text, event = "headers come off from the left; the payload is not copied", scene.event
    if isinstance(event, AckDelayed):
        text = f"the ACK is held back until {format_time(event.until_ns)} at the latest"
        spans(surface, 1, 0, (f" {text} ", Role.PACKET))
        return
    if packet is not None and packet.direction == "to_client":
        text = "on the way out TCP, IP and Ethernet put headers in front"
    elif packet is not None:
        text = (
            "sk_buff around the page",
            "IP header checked: the address is ours",
            "TCP looks for the socket",
        )[_headers_off(scene)]
    spans(surface, 1, 0, (text, Role.DIM if packet is None else Role.TEXT))


# ── TCP ──


def _server_state(scene: Scene, connection: Connection) -> str:
    """Of the server's end: until the SYN has been taken only its listener stands there."""
    if connection.server_state == "CLOSED" and connection.client_state == "SYN_SENT":
        return "LISTEN" if scene.world.listener.state == "listening" else "CLOSED"
    return connection.server_state


def _state_part(scene: Scene, host: str, state: str) -> Part:
    """A state, filled when this moment has brought it."""
    changed = isinstance(scene.event, TcpStateChanged | TimeWaitStarted) and scene.event.host == host
    return (f" {state} ", Role.PACKET) if changed else (state, Role.STRONG)


def _ends(scene: Scene, surface: Surface) -> None:
    connection = scene.connection
    if connection is None:
        spans(surface, 1, 0, ("TCP ", Role.KERNEL), ("no connection yet", Role.DIM))
        return
    spans(
        surface,
        1,
        0,
        ("TCP ", Role.KERNEL),
        (f"{connection_name(connection)} ", Role.DIM),
        _state_part(scene, "client", connection.client_state),
        (" ◄──► ", Role.DIM),
        _state_part(scene, "server", _server_state(scene, connection)),
        (" server", Role.DIM),
    )


def _connection_row(one: Connection) -> tuple[Part, ...]:
    return connection_name(one), one.local, one.client_state, one.server_state


def _numbers(scene: Scene, surface: Surface) -> None:
    packet, connection = scene.packet, scene.connection
    if packet is None:
        _buffers(connection, surface)
        return
    pairs = [("seq", f"{packet.sequence_number:,}"), ("ack", _acknowledged(packet))]
    flags = "+".join(packet.flags) or "-"
    facts(
        surface, 1, 0, *pairs, ("window", f"{packet.window:,}"), ("flags", flags), ("to", packet.destination)
    )


def _buffers(connection: Connection | None, surface: Surface) -> None:
    if connection is None:
        spans(surface, 1, 0, ("sequence numbers come with the first segment", Role.DIM))
        return
    facts(
        surface,
        1,
        0,
        ("received", f"{connection.received_total:,} B"),
        ("written", f"{connection.sent_total:,} B"),
        ("acknowledged", f"{connection.acked_total:,} B"),
    )


def _acknowledged(packet: Packet) -> str:
    return f"{packet.acknowledgement_number:,}" if "ACK" in packet.flags else "-"
