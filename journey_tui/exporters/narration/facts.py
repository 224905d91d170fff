"""What the drawings show besides numbers, as sentences: who runs where, who waits for what, which state TCP is in.

Only what the event at hand is about is looked at, and what there are few of: cores, processors, rings. So ten thousand
connections cost a narration nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from journey_tui.content.ui import N_, _
from journey_tui.trace import Event
from journey_tui.trace.header import TraceHeader
from journey_tui.world.state import Cpu, Goroutine, Processor, World

_MOST_NAMED: Final = 8
"""Things of a queue that are named; of more, their number is told."""


Key = tuple[str | int, ...]
"""What kind of thing a sentence is about, and its number."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about one thing: equal while nothing has changed there."""

    key: Key
    words: str
    values: tuple[tuple[str, str | int], ...] = ()
    usual: bool = False
    """What nobody needs to be told of a thing that is met for the first time."""

    def told(self) -> str:
        """In the language that is spoken."""
        return _(self.words).format(**{name: value or _("nothing") for name, value in self._filled()})

    def _filled(self) -> Iterator[tuple[str, str | int]]:
        """A number may be 0, a text may not be empty."""
        return ((name, str(value) if isinstance(value, int) else value) for name, value in self.values)


def alive(world: World, key: Key) -> bool:
    """Whether the thing that a sentence is about is still there."""
    kind, number = key[0], key[-1]
    things: dict[str | int, Callable[[], bool]] = {
        "packet": lambda: number in world.packets and number not in world.ended_packets,
        "tcp": lambda: number in world.connections and number not in world.closed_connections,
        "request": lambda: number in world.requests and number not in world.ended_requests,
        "buffers": lambda: number in world.requests and number not in world.ended_requests,
        "g": lambda: number in world.goroutines,
        "m": lambda: number in world.threads,
        "pd": lambda: number in world.netpoll.descriptors,
    }
    return kind not in things or things[kind]()


Fact = Callable[[World, Event | None, TraceHeader], Iterator[Said]]


def _said(key: Key, words: str, *, usual: bool = False, **values: str | int) -> Said:
    return Said(key, words, tuple(values.items()), usual)


def _named(things: Sequence[int], letter: str) -> str:
    """`G3 G4 G5`, and how many more."""
    names = " ".join(f"{letter}{thing}" for thing in islice(things, _MOST_NAMED))
    return f"{names} +{len(things) - _MOST_NAMED}" if len(things) > _MOST_NAMED else names


# ── hardware ──


def _rings(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    for ring in world.rx_rings:
        yield _said(
            ("rx", ring.queue),
            N_("RX ring {queue}: write pointer {write}, read pointer {read}, tail {tail}"),
            usual=True,
            queue=ring.queue,
            write=ring.write_pointer,
            read=ring.read_pointer,
            tail=ring.tail,
        )
    ring_tx = world.tx_ring
    yield _said(
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
        yield _said(("line", line.queue), words, usual=not line.masked, queue=line.queue)


def _cpus(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    for cpu in world.cpus:
        yield _cpu(world, cpu)


def _cpu(world: World, cpu: Cpu) -> Said:
    thread = world.threads.get(cpu.thread) if cpu.thread is not None else None
    name = "" if thread is None else thread.name
    stopped = name if cpu.interrupted == "thread" else cpu.interrupted
    key = ("cpu", cpu.id)
    if cpu.context == "hardirq":
        return _said(
            key, N_("CPU {cpu} is in a hard interrupt, stopped: {stopped}"), cpu=cpu.id, stopped=stopped
        )
    if cpu.context == "softirq":
        return _said(key, N_("CPU {cpu} is in a softirq, stopped: {stopped}"), cpu=cpu.id, stopped=stopped)
    if cpu.context == "thread":
        return _said(key, N_("CPU {cpu} runs {thread}"), cpu=cpu.id, thread=name)
    return _said(key, N_("CPU {cpu} is idle"), usual=True, cpu=cpu.id)


# ── kernel ──


def _listener(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    listener = world.listener
    yield _said(
        ("listener",),
        N_("listening socket: {state}, backlog {backlog}"),
        usual=listener.state == "none",
        state=listener.state,
        backlog=listener.backlog,
    )
    yield _said(
        ("overflows",),
        N_("accept queue overflowed {count} times in all"),
        usual=not listener.overflows,
        count=listener.overflows,
    )


def _connection(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    connection = world.connections.get(event.connection) if event and event.connection is not None else None
    if connection is not None:
        yield _said(
            ("tcp", connection.id),
            N_("connection {connection}: client {client}, server {server}"),
            connection=connection.id,
            client=connection.client_state,
            server=connection.server_state,
        )


def _packet(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    packet = world.packets.get(event.packet) if event and event.packet is not None else None
    if packet is not None:
        yield _said(
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


def _epoll(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    epoll = world.epoll
    yield _said(
        ("epoll",),
        N_("epoll watches {watched}, ready: {ready}"),
        usual=not epoll.interest,
        watched=len(epoll.interest),
        ready=_named(epoll.ready, "fd "),
    )


# ── Go ──


def _processors(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    for processor in world.processors:
        yield _processor(world, processor)
    yield _said(
        ("global",),
        N_("global run queue: {queue}"),
        usual=not world.global_queue,
        queue=_named(world.global_queue, "G"),
    )


def _processor(world: World, processor: Processor) -> Said:
    thread = world.threads.get(processor.thread) if processor.thread is not None else None
    queue = ([] if processor.runnext is None else [processor.runnext]) + processor.queue
    key = ("p", processor.id)
    if thread is None:
        words = N_("P{processor} is idle, run queue: {queue}")
        return _said(key, words, usual=not queue, processor=processor.id, queue=_named(queue, "G"))
    if thread.goroutine is None:
        words = N_("{thread} has P{processor} and runs no goroutine, run queue: {queue}")
        return _said(key, words, processor=processor.id, thread=thread.name, queue=_named(queue, "G"))
    return _said(
        key,
        N_("{thread} runs G{goroutine} on P{processor}, run queue: {queue}"),
        processor=processor.id,
        thread=thread.name,
        goroutine=thread.goroutine,
        queue=_named(queue, "G"),
    )


def _goroutine(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    goroutine = world.goroutines.get(event.goroutine) if event and event.goroutine is not None else None
    if goroutine is not None:
        yield _waits(goroutine)


def _waits(goroutine: Goroutine) -> Said:
    key = ("g", goroutine.id)
    if goroutine.state == "waiting":
        return _said(key, N_("G{goroutine} waits: {reason}"), goroutine=goroutine.id, reason=goroutine.reason)
    if goroutine.state == "syscall":
        return _said(key, N_("G{goroutine} is in a system call"), goroutine=goroutine.id)
    return _said(key, N_("G{goroutine} is {state}"), goroutine=goroutine.id, state=goroutine.state)


def _thread(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    thread = world.threads.get(event.thread) if event and event.thread is not None else None
    if thread is None:
        return
    if thread.state == "blocked":
        yield _said(
            ("m", thread.id), N_("{thread} sleeps in {where}"), thread=thread.name, where=thread.where
        )
    else:
        yield _said(
            ("m", thread.id), N_("{thread} is {state}"), usual=True, thread=thread.name, state=thread.state
        )


def _netpoller(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    descriptor = world.netpoll.descriptors.get(event.fd) if event and event.fd is not None else None
    if descriptor is not None:
        waiting = [one for one in (descriptor.reader, descriptor.writer) if one is not None]
        yield _said(
            ("pd", descriptor.fd),
            N_("netpoller, fd {fd}: waiting there: {waiting}"),
            usual=not waiting,
            fd=descriptor.fd,
            waiting=_named(waiting, "G"),
        )


def _request(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    request = world.requests.get(event.request) if event and event.request is not None else None
    if request is None:
        return
    yield _said(
        ("request", request.id), N_("request {request}: {state}"), request=request.id, state=request.state
    )
    yield _said(
        ("buffers", request.id),
        N_(
            "answer of request {request}: {response} bytes in the response buffer, {connection} in the connection's"
        ),
        usual=not (request.response_buffered or request.connection_buffered),
        request=request.id,
        response=request.response_buffered,
        connection=request.connection_buffered,
    )


# ── outside ──


def _hops(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    for hop in world.hops:
        yield _said(
            ("hop", hop.name),
            N_("{hop}: {there} packets on the way to the server, {back} to the clients, {dropped} dropped"),
            usual=not (hop.to_server or hop.to_client or hop.dropped),
            hop=hop.name,
            there=len(hop.to_server),
            back=len(hop.to_client),
            dropped=hop.dropped,
        )


FACTS: Final[tuple[Fact, ...]] = (
    _packet,
    _hops,
    _rings,
    _lines,
    _cpus,
    _listener,
    _connection,
    _epoll,
    _netpoller,
    _thread,
    _processors,
    _goroutine,
    _request,
)
"""Every fact, in the order of the way in."""
