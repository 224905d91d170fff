"""Sentences about the host and the way to it: rings, interrupts, cores, sockets, packets, hops."""

from collections.abc import Iterator
from typing import Final

from journey_tui.content.ui import N_
from journey_tui.exporters.narration.said import Fact, Said, named, said
from journey_tui.trace import Event
from journey_tui.trace.events.outside import SegmentSent
from journey_tui.trace.header import TraceHeader
from journey_tui.world.state import Connection, Cpu, World

_WRAP: Final = 2**32
"""Sequence numbers go round (RFC 9293)."""

# ── hardware ──


def _rings(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    for ring in world.rx_rings:
        yield said(
            ("rx", ring.queue),
            N_("RX ring {queue}: write pointer {write}, read pointer {read}, tail {tail}"),
            usual=True,
            queue=ring.queue,
            write=ring.write_pointer,
            read=ring.read_pointer,
            tail=ring.tail,
        )
    ring_tx = world.tx_ring
    yield said(
        ("tx", 0),
        N_("TX ring: tail {tail}, doorbell {doorbell}"),
        usual=True,
        tail=ring_tx.tail,
        doorbell=ring_tx.doorbell,
    )


def _lines(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    for line in world.interrupts:
        words = (
            N_("interrupt of queue {queue}: masked")
            if line.masked
            else N_("interrupt of queue {queue}: unmasked")
        )
        yield said(("line", line.queue), words, usual=not line.masked, queue=line.queue)


def _cpus(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    for cpu in world.cpus:
        yield _cpu(world, cpu)


def _cpu(world: World, cpu: Cpu) -> Said:
    thread = world.threads.get(cpu.thread) if cpu.thread is not None else None
    name = "" if thread is None else thread.name
    stopped = name if cpu.interrupted == "thread" else cpu.interrupted
    key = ("cpu", cpu.id)
    if cpu.context == "hardirq":
        return said(
            key, N_("CPU {cpu} is in a hard interrupt, stopped: {stopped}"), cpu=cpu.id, stopped=stopped
        )
    if cpu.context == "softirq":
        return said(key, N_("CPU {cpu} is in a softirq, stopped: {stopped}"), cpu=cpu.id, stopped=stopped)
    if cpu.context == "thread":
        return said(key, N_("CPU {cpu} runs {thread}"), cpu=cpu.id, thread=name)
    return said(key, N_("CPU {cpu} is idle"), usual=True, cpu=cpu.id)


# ── kernel ──


def _softirqs(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    """As /proc/net/softnet_stat counts them; what it processes is in the sentences of the polls."""
    for softirq in world.softirqs:
        yield said(
            ("softnet", softirq.cpu),
            N_("softirq of CPU {cpu}: backlog {backlog}, dropped {dropped}, time_squeeze {squeezed}"),
            usual=not (softirq.backlog or softirq.dropped or softirq.time_squeeze),
            cpu=softirq.cpu,
            backlog=len(softirq.backlog),
            dropped=softirq.dropped,
            squeezed=softirq.time_squeeze,
        )


def _listener(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    listener = world.listener
    yield said(
        ("listener",),
        N_("listening socket: {state}, backlog {backlog}"),
        usual=listener.state == "none",
        state=listener.state,
        backlog=listener.backlog,
    )
    yield said(
        ("overflows",),
        N_("accept queue overflowed {count} times in all"),
        usual=not listener.overflows,
        count=listener.overflows,
    )


def _connection(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    connection = world.connections.get(event.connection) if event and event.connection is not None else None
    if connection is not None:
        yield said(
            ("tcp", connection.id),
            N_("connection {connection}: client {client}, server {server}"),
            connection=connection.id,
            client=connection.client_state,
            server=connection.server_state,
        )
        yield from _ends(connection)


def _ends(connection: Connection) -> Iterator[Said]:
    """What TCP keeps of each end; told from the moment when there is something to tell."""
    for host, end in (("client", connection.counted_client), ("server", connection.counted_server)):
        if end is None:
            continue
        yield said(
            ("flight", host, connection.id),
            N_("{host} of connection {connection}: segments in flight {segments}, of them SACKed {sacked}"),
            usual=not end.flight,
            host=host,
            connection=connection.id,
            segments=len(end.flight),
            sacked=len(end.sacked),
        )
        yield said(
            ("early", host, connection.id),
            N_("{host} of connection {connection}: bytes that wait out of order {bytes}"),
            usual=not end.early,
            host=host,
            connection=connection.id,
            bytes=sum((last - first) % _WRAP for first, last in end.early),
        )


def _packet(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    packet = world.packets.get(event.packet) if event and event.packet is not None else None
    if packet is not None:
        yield said(
            ("packet", packet.id),
            N_(
                "packet {packet}, {label}: {flags}, seq {seq}, ack {ack}, window {window}, {payload} bytes of payload"
            ),
            packet=packet.id,
            label=packet.label,
            flags=" ".join(packet.flags),
            seq=packet.sequence_number,
            ack=packet.acknowledgement_number,
            window=packet.window,
            payload=packet.payload_bytes,
        )
        yield said(
            ("sack", packet.id),
            N_("SACK blocks of packet {packet}: {blocks}"),
            usual=not packet.sack_blocks,
            packet=packet.id,
            blocks=", ".join(f"{first}-{last}" for first, last in packet.sack_blocks),
        )
    if isinstance(event, SegmentSent) and "SYN" in event.flags:
        yield said(
            ("options", event.packet or 0),
            N_("options of packet {packet}: {options}"),
            packet=event.packet or 0,
            options=", ".join(_options(event)),
        )


def _options(segment: SegmentSent) -> Iterator[str]:
    """As the field writes them (RFC 9293, RFC 7323, RFC 2018); they need no translation."""
    if segment.mss is not None:
        yield f"MSS {segment.mss}"
    if segment.sack_permitted:
        yield "SACK permitted"
    if segment.timestamp_value is not None:
        yield "timestamps"
    if segment.window_scale is not None:
        yield f"window scale {segment.window_scale}"


def _epoll(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    epoll = world.epoll
    yield said(
        ("epoll",),
        N_("epoll watches {watched}, ready: {ready}"),
        usual=not epoll.interest,
        watched=len(epoll.interest),
        ready=named(epoll.ready, "fd "),
    )


# ── outside ──


def _hops(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    for hop in world.hops:
        yield said(
            ("hop", hop.name),
            N_("{hop}: packets on the way to the server {there}, to the clients {back}, dropped {dropped}"),
            usual=not (hop.to_server or hop.to_client or hop.dropped),
            hop=hop.name,
            there=len(hop.to_server),
            back=len(hop.to_client),
            dropped=hop.dropped,
        )


HOST: Final[tuple[Fact, ...]] = (
    _packet,
    _hops,
    _rings,
    _lines,
    _cpus,
    _softirqs,
    _listener,
    _connection,
    _epoll,
)
"""In the order of the way in."""
