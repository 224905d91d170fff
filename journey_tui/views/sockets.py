"""Every TCP socket of a run, kept up to date event by event: what `ss` would find in the kernel's tables.

The world forgets a connection soon after its end; a host shows it in TIME-WAIT for another minute. So the table is
made from the events, in one pass, and costs a few steps an event however many connections there are.
"""

from collections import deque
from typing import Final

from journey_tui.trace.events import Event, Host, descriptors, kernel, limits, outside, runtime
from journey_tui.views.flights import Flights
from journey_tui.views.socket_end import SocketEnd

TIME_WAIT_NS: Final = 60_000_000_000  # TCP_TIMEWAIT_LEN, include/net/tcp.h, Linux 6.12
_SECOND_NS: Final = 1_000_000_000
_FIRST_TIMEOUT_NS: Final = _SECOND_NS  # TCP_TIMEOUT_INIT
_LINEAR_SYN_TIMEOUTS: Final = 4  # tcp_syn_linear_timeouts, Linux 6.12
_LONGEST_TIMEOUT_NS: Final = 120 * _SECOND_NS  # TCP_RTO_MAX
_MOST_DOUBLINGS: Final = 10

Ends = dict[Host, SocketEnd]

_OF_SOCKETS: Final = frozenset(
    {
        runtime.ProcessStarted,
        outside.ClientConnecting,
        outside.ClientClosed,
        outside.ResponseDataReceived,
        outside.SegmentSent,
        outside.SegmentReceived,
        outside.PacketDropped,
        kernel.SegmentMerged,
        kernel.TcpStateChanged,
        kernel.RetransmissionTimedOut,
        limits.WindowProbed,
        kernel.DataQueued,
        kernel.DataRead,
        kernel.DataWritten,
        kernel.DataAcknowledged,
        kernel.SendBufferFull,
        kernel.FinQueued,
        descriptors.FdInstalled,
        descriptors.FdClosed,
        descriptors.SyscallReturned,
    }
)
"""The events that change a socket; most do not."""


class Sockets:
    """Both ends of each connection that is not over."""

    def __init__(self) -> None:
        self.connections: dict[int, Ends] = {}
        self.pid: int | None = None
        self._flights = Flights()
        self._waiting: deque[tuple[int, int, Host]] = deque()
        """TIME-WAIT sockets by the moment of their end."""

    def see(self, event: Event) -> None:
        """Follow one event."""
        if type(event) not in _OF_SOCKETS:
            return
        self.end_waits(event.time_ns)
        arrived = self._flights.see(event)
        number = event.connection
        if number is None:
            self._see_process(event)
            return
        if isinstance(event, outside.ClientConnecting):
            self.connections[number] = {
                "server": SocketEnd(event.remote, event.local, passive=True),
                "client": SocketEnd(event.local, event.remote, passive=False),
            }
        ends = self.connections.get(number)
        if ends is None:
            return
        if arrived is not None:
            host: Host = "server" if arrived.direction == "to_server" else "client"
            count = event.segments if isinstance(event, outside.SegmentReceived) else 1
            ends[host].receives(arrived, event.time_ns, count)
        self._see_segments(event, ends)
        self._see_state(event, number, ends)
        _see_server(event, ends["server"])

    def _see_process(self, event: Event) -> None:
        if isinstance(event, runtime.ProcessStarted):
            self.pid = event.pid

    # ── segments and timers ──

    def _see_segments(self, event: Event, ends: Ends) -> None:
        match event:
            case outside.SegmentSent():
                end = ends["client" if event.direction == "to_server" else "server"]
                end.sends(event)
                if "SYN" in event.flags and not event.retransmission:
                    end.timer_ns, end.timeout_ns, end.retries = event.time_ns, _FIRST_TIMEOUT_NS, 0
            case kernel.RetransmissionTimedOut():
                end = ends[event.host]
                end.timer_ns, end.retries = event.time_ns, event.retries
                end.timeout_ns = next_timeout_ns(end.state, event.timeout_ns, event.retries)
            case limits.WindowProbed():
                waits = min(2 * max(event.timeout_ns, 0), _LONGEST_TIMEOUT_NS)  # tcp_send_probe0
                ends[event.host].persist_until_ns = event.time_ns + waits
            case outside.ResponseDataReceived():
                ends["client"].bytes_read += event.length_bytes
            case outside.ClientClosed():
                ends["client"].orphan = True
            case _:
                pass

    # ── states ──

    def _see_state(self, event: Event, number: int, ends: Ends) -> None:
        if not isinstance(event, kernel.TcpStateChanged):
            return
        end = ends[event.host]
        end.state, end.since_ns = event.new, event.time_ns
        if event.new == "TIME_WAIT":
            self._waiting.append((event.time_ns + TIME_WAIT_NS, number, event.host))
        elif event.new in {"CLOSED", "CLOSE"}:
            self._forget(number)

    def end_waits(self, now_ns: int) -> None:
        """Forget those whose TIME-WAIT is over by now."""
        while self._waiting and self._waiting[0][0] <= now_ns:
            _, number, host = self._waiting.popleft()
            ends = self.connections.get(number)
            if ends is not None and ends[host].state == "TIME_WAIT":
                ends[host].state = "CLOSED"
                self._forget(number)

    def _forget(self, number: int) -> None:
        if all(end.state in {"CLOSED", "CLOSE"} for end in self.connections[number].values()):
            del self.connections[number]


def next_timeout_ns(state: str, waited_ns: int, retries: int) -> int:
    """How long the timer runs after so many timeouts: a SYN's first ones are alike, all others double."""
    if state == "SYN_SENT":
        return _FIRST_TIMEOUT_NS << min(max(retries - _LINEAR_SYN_TIMEOUTS, 0), _MOST_DOUBLINGS)
    return min(2 * max(waited_ns, 0), _LONGEST_TIMEOUT_NS)


def _see_server(event: Event, end: SocketEnd) -> None:
    """What only the server's own events say: its queues, its descriptor, its options."""
    match event:
        case kernel.DataQueued() | kernel.DataRead():
            end.receive_queued = event.queued_bytes
        case kernel.DataWritten() | kernel.SendBufferFull():
            end.send_queued = event.queued_bytes
        case kernel.DataAcknowledged():
            end.send_queued, end.congestion_window = event.queued_bytes, event.congestion_window
        case kernel.FinQueued():
            end.end_read = False
        case descriptors.FdInstalled():
            end.fd = event.fd
        case descriptors.FdClosed():
            end.fd, end.orphan = None, True
        case descriptors.SyscallReturned(name="read", result=0):
            end.end_read = True
        case descriptors.SyscallReturned(name="setsockopt", operation="TCP_KEEPIDLE", value=int(seconds)):
            end.keep_alive_after(seconds * _SECOND_NS, event.time_ns)
        case _:
            pass
