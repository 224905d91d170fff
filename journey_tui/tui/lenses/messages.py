"""What a sequence chart tells of single events: who says what to whom, as an arrow or a note."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Final

from journey_tui.playback import Timeline
from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.trace.events.hardware import InterruptRaised
from journey_tui.trace.events.http import HandlerReturned, HandlerStarted, HandlerWaiting
from journey_tui.trace.events.kernel import (
    AcceptQueueOverflowed,
    ConnectionAccepted,
    HandshakeCompleted,
    RetransmissionTimedOut,
    SegmentMerged,
    TimeWaitStarted,
)
from journey_tui.trace.events.outside import (
    ConnectFailed,
    PacketDropped,
    RequestFinished,
    RequestSent,
    SegmentReceived,
    SegmentSent,
)
from journey_tui.trace.events.runtime import GoroutineParked, GoroutineStarted
from journey_tui.tui.surface import Role
from journey_tui.units import format_time


class Line(IntEnum):
    """The lifelines, from left to right."""

    CLIENT = 0
    NETWORK = 1
    KERNEL = 2
    GO = 3


HEADINGS: Final = ("CLIENT", "NETWORK", "KERNEL", "GO")
_HARDWARE: Final = frozenset({"nic", "dma", "interrupt", "transmit"})


@dataclass(frozen=True, slots=True)
class Message:
    """One row of the chart."""

    position: int
    time_ns: int
    start: Line
    stop: Line
    """Where the arrow points; a note stands at `start`, and `stop` is the same."""
    text: str
    role: Role
    connection: int | None = None
    short: str = ""
    """The same where room is short."""
    lost: bool = False
    also: int = 0
    """A second position that it tells of: the return of a system call that is told in one row."""
    call: tuple[str, int | None] = ("", None)
    """A system call's name and thread."""
    returns: bool = False
    times: int = 1
    """How many like it, one after the other, it stands for."""

    @property
    def both_ways(self) -> bool:
        """Whether call and return are one row."""
        return self.also > self.position


class Teller:
    """Turns events into rows; sequence numbers count from each connection's own first ones."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._first: dict[int, tuple[int, int]] = {}
        """By connection: the first sequence number of the client, and of the server."""

    def message(self, position: int, event: Event) -> Message | None:
        """The row of one event; None for one that the chart leaves out."""
        match event:
            case SegmentSent():
                return self._sent(position, event)
            case SegmentReceived():
                at_client = event.host == "client"
                start, stop = (Line.NETWORK, Line.CLIENT if at_client else Line.KERNEL)
                text = _flags(event.flags, event.payload_bytes)
                return self._row(position, event, start, stop, text, Role.PACKET)
            case SegmentMerged():
                text = f"{event.segments} segments as one (GRO)"
                return self._row(position, event, Line.KERNEL, Line.KERNEL, text, Role.KERNEL)
            case PacketDropped():
                line = _line_of(event.where)
                row = self._row(position, event, line, line, f"lost: {event.reason}", Role.ERROR)
                return replace(row, lost=True)
            case InterruptRaised() if event.packet is not None:
                text = f"interrupt to CPU {event.cpu}"
                row = self._row(position, event, Line.NETWORK, Line.KERNEL, text, Role.HARDWARE)
                return replace(row, short="interrupt")
            case SyscallEntered():
                text = f"{event.name}{_arguments(event)}"
                row = self._row(position, event, Line.GO, Line.KERNEL, text, Role.KERNEL)
                return replace(row, short=event.name, call=(event.name, event.thread))
            case SyscallReturned():
                row = self._row(position, event, Line.KERNEL, Line.GO, _result(event), Role.USER)
                return replace(row, short=row.text, call=(event.name, event.thread), returns=True)
            case _:
                told = _NOTES.get(type(event))
                if told is None:
                    return None
                line, text, role = told(event)
                return self._row(position, event, line, line, text, role)

    def _row(self, position: int, event: Event, start: Line, stop: Line, text: str, role: Role) -> Message:
        short = text.partition(":")[0] if start is stop else ""
        return Message(position, event.time_ns, start, stop, text, role, event.connection, short)

    def _sent(self, position: int, event: SegmentSent) -> Message:
        from_client = event.direction == "to_server"
        ours, theirs = self._numbers(event)
        text = _flags(event.flags, len(event.payload))
        if event.retransmission:
            text = f"again: {text}"
        numbers = f" seq {event.sequence_number - ours}" if event.payload or "SYN" in event.flags else ""
        if "ACK" in event.flags:
            numbers += f" ack {event.acknowledgement_number - theirs}"
        start = Line.CLIENT if from_client else Line.KERNEL
        role = Role.WARN if event.retransmission else Role.PACKET
        return replace(self._row(position, event, start, Line.NETWORK, text + numbers, role), short=text)

    def _numbers(self, event: SegmentSent) -> tuple[int, int]:
        """The first sequence numbers of the segment's sender and of its receiver."""
        client, server = self._first_numbers(event.connection)
        return (client, server) if event.direction == "to_server" else (server, client)

    def _first_numbers(self, connection: int | None) -> tuple[int, int]:
        known = self._timeline.history.connection(connection)
        if connection is None or known is None:
            return 0, 0
        if connection not in self._first:
            found: dict[str, int] = {}
            for position in known.segments[:16]:
                segment = self._timeline.event_at(position)
                if isinstance(segment, SegmentSent):
                    found.setdefault(segment.direction, segment.sequence_number)
            if len(found) < 2:
                return found.get("to_server", 0), found.get("to_client", 0)
            self._first[connection] = (found["to_server"], found["to_client"])
        return self._first[connection]


def _line_of(stage: str) -> Line:
    if stage == "client":
        return Line.CLIENT
    return Line.NETWORK if stage == "network" or stage in _HARDWARE else Line.KERNEL


def _flags(flags: tuple[str, ...], payload_bytes: int) -> str:
    """`SYN-ACK`, `ACK`, `FIN`, or how much data."""
    names = [flag for flag in flags if flag != "ACK" and not (flag == "PSH" and payload_bytes)]
    if "SYN" in flags and "ACK" in flags:
        names.append("ACK")
    shown = "-".join(names)
    if payload_bytes:
        return f"{shown + ' ' if shown else ''}{payload_bytes:,} B"
    return shown or "ACK"


def _arguments(event: SyscallEntered) -> str:
    """What tells one call from another: descriptor, what is done, how much."""
    told = [] if event.fd is None else [f"{event.fd}"]
    if event.operation:
        told.append(event.operation.removeprefix("EPOLL_CTL_").removesuffix("_PRIVATE"))
    if event.target_fd is not None:
        told.append(f"{event.target_fd}")
    if event.size is not None:
        told.append(f"{event.size:,}")
    return f"({', '.join(told)})"


def _result(event: SyscallReturned) -> str:
    return f"= {event.errno}" if event.errno else f"= {event.result:,}"


Note = tuple[Line, str, Role]


def _side(host: str) -> Line:
    return Line.CLIENT if host == "client" else Line.KERNEL


def _ends(event: RequestFinished) -> Note:
    status = "" if event.status is None else f" {event.status}"
    return Line.CLIENT, f"ends: {event.outcome}{status}", Role.GOOD if event.outcome == "ok" else Role.ERROR


_NOTES: Final[dict[type[Event], Callable[[Any], Note]]] = {
    RequestSent: lambda event: (Line.CLIENT, f"{event.method} {event.target}", Role.STRONG),
    RequestFinished: _ends,
    ConnectFailed: lambda event: (Line.CLIENT, f"connect: {event.outcome}", Role.ERROR),
    HandshakeCompleted: lambda event: (
        Line.KERNEL,
        f"accept queue: {event.accept_queue_length}",
        Role.KERNEL,
    ),
    ConnectionAccepted: lambda _event: (Line.KERNEL, "accepted", Role.KERNEL),
    AcceptQueueOverflowed: lambda event: (Line.KERNEL, f"accept queue full: {event.cause}", Role.ERROR),
    RetransmissionTimedOut: lambda event: (
        _side(event.host),
        f"timer: no ACK in {format_time(event.timeout_ns)}",
        Role.WARN,
    ),
    TimeWaitStarted: lambda event: (_side(event.host), "TIME_WAIT", Role.DIM),
    GoroutineParked: lambda event: (Line.GO, f"G{event.goroutine} parks: {event.reason}", Role.WARN),
    GoroutineStarted: lambda event: (Line.GO, f"G{event.goroutine} runs", Role.USER),
    HandlerStarted: lambda event: (Line.GO, f"handler begins: {event.handler}", Role.STRONG),
    HandlerWaiting: lambda event: (
        Line.GO,
        f"handler waits: {format_time(event.duration_ns)}",
        Role.WARN,
    ),
    HandlerReturned: lambda event: (Line.GO, f"handler ends: {event.handler}", Role.STRONG),
}
"""What happens at one place without a word to another; what stands before the colon is enough where room is short."""


def joined(messages: list[Message]) -> list[Message]:
    """A call and its return in one row where nothing else is told between them, and calls that are repeated."""
    result: list[Message] = []
    for message in messages:
        last = result[-1] if result else None
        if last is not None and message.returns and last.call == message.call and not last.returns:
            text, short = f"{last.text} {message.text}", f"{last.short} {message.text}"
            result[-1] = replace(last, text=text, short=short, also=message.position, returns=True)
            _fold(result)
        else:
            result.append(message)
    return result


def _fold(rows: list[Message]) -> None:
    """The last two rows in one, where they tell of the same call with the same result."""
    if len(rows) < 2:
        return
    before, last = rows[-2:]
    name = last.call[0]
    if (
        before.both_ways
        and before.call == last.call
        and before.short.split(" ×")[0] == last.short.split(" = ")[0]
    ):
        times = before.times + 1
        rows[-2:] = [
            replace(before, text=f"{name} ×{times}", short=f"{name} ×{times}", also=last.also, times=times)
        ]
    elif before.both_ways and before.call == last.call and before.short == last.short:
        rows[-2:] = [replace(before, text=f"{name} ×2", short=f"{name} ×2", also=last.also, times=2)]
