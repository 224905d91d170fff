"""Softirq, IP and TCP: who polls with how much budget, the headers coming off, both ends' TCP state."""

from functools import partial
from typing import Final

from journey_tui.trace.events.kernel import (
    BacklogQueued,
    NapiCompleted,
    NapiPolled,
    SoftirqFinished,
    SoftirqStarted,
    TcpStateChanged,
    TimeWaitStarted,
)
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.ends import server_state
from journey_tui.tui.stages.layers import draw_frame, draw_way
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.others import connection_table
from journey_tui.tui.stages.parts import (
    Part,
    card,
    connection_name,
    counted,
    event_value,
    facts,
    meter,
    or_dash,
    spans,
)
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Look
from journey_tui.world.state import Connection, Packet, Softirq

_STAGE = "kernel"
_LOOPBACK_QUEUE = -1

_CONTEXTS: Final = {
    "irq_exit": "as the interrupt ends (irq exit)",
    "syscall": "inside the sender's system call",
    "ksoftirqd": "in the thread ksoftirqd",
}
"""Where NET_RX runs (`irq_exit_rcu`, `__local_bh_enable_ip`, `run_ksoftirqd`; kernel/softirq.c, Linux 6.12)."""


def line(scene: Scene) -> str:
    """What the softirq does, or the connection's state."""
    softirq = _softirq(scene)
    if softirq is not None and softirq.running:
        return f"softirq on CPU {softirq.cpu}, budget {softirq.budget}"
    connection = scene.connection
    if connection is None:
        return "softirq idle, no connection"
    return f"TCP: server {server_state(scene.world, connection)}"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Softirq, then TCP."""
    softirq, connection = _softirq(scene), scene.connection
    state: tuple[Part, ...] = (("no connection yet", Role.DIM),)
    if connection is not None:
        text, role = _state_part(scene, "server", server_state(scene.world, connection))
        state = (("server ", Role.DIM), (text.strip(), role))
    handled = f"{counted(softirq.processed, 'packet')} handled" if softirq is not None else "no core"
    card(surface, scene, _STAGE, _running(softirq), state, ((handled, Role.DIM),))


def picture(scene: Scene, surface: Surface) -> None:
    """Softirq with its meters, layers, both ends of TCP."""
    softirq = _softirq(scene)
    stack(
        surface,
        [
            Block(partial(_softirq_row, scene, softirq), rank=1),
            Block(partial(_budget, scene, softirq), rank=1 if _polls(scene) else 4),
            Block(partial(draw_frame, scene), most=3, whole=True, rank=0),
            Block(partial(draw_way, scene), rank=2),
            Block(partial(_ends, scene), rank=0),
            Block(partial(_numbers, scene), rank=3),
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
        text = counted(event.queue_length, "packet")
        spans(surface, x, 0, (f" {text} ", Role.PACKET), ("  no card, no ring, no interrupt", Role.DIM))
        return
    machine = scene.header.machine
    work = softirq.work if softirq is not None else 0
    weight = (softirq.weight if softirq is not None else 0) or machine.napi_weight
    budget = (softirq.budget if softirq is not None else 0) or machine.netdev_budget
    x = spans(surface, 1, 0, (f"{_poll_name(softirq)} ", Role.DIM))
    x = meter(surface, x, 0, min(20, surface.width // 4), work, weight, Role.KERNEL)
    now = _polls(scene)
    text = f" {work} of weight {weight} "
    spans(surface, x, 0, (text, Role.PACKET if now else Role.TEXT), ("  budget ", Role.DIM), f"{budget}")


def _polls(scene: Scene) -> bool:
    """Whether the moment is about the poll itself."""
    return isinstance(scene.event, NapiPolled | NapiCompleted | SoftirqFinished | BacklogQueued)


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


# ── TCP ──


def _state_part(scene: Scene, host: str, state: str) -> tuple[str, Role]:
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
        _state_part(scene, "server", server_state(scene.world, connection)),
        (" server", Role.DIM),
    )
    surface.link(1, 0, surface.width - 2, Look("connection", connection.id))


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
    surface.link(1, 0, surface.width - 2, Look("packet", packet.id))


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
