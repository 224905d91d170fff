"""One end of a TCP connection: RFC 9293's state machine with Linux's habits.

Nothing here takes time or knows a host: each method changes the state and appends segments to `outbox`; whoever calls
it charges the time and sends them. Both ends of a connection are this class.
"""

from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.tcp.receiver import Receiver
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.simulation.tcp.sender import Sender

LINEAR_SYN_TIMEOUTS: Final = 4
"""The first SYN retries come a second apart (tcp_syn_linear_timeouts, Linux 6.12)."""
SYN_TIMEOUT_NS: Final = 1_000_000_000
_OPEN: Final = frozenset({"ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT1", "FIN_WAIT2", "CLOSING", "LAST_ACK"})
_CLOSING: Final = {"ESTABLISHED": "FIN_WAIT1", "SYN_RECV": "FIN_WAIT1", "CLOSE_WAIT": "LAST_ACK"}
_FIN_CAME: Final = {
    "ESTABLISHED": "CLOSE_WAIT",
    "SYN_RECV": "CLOSE_WAIT",
    "FIN_WAIT1": "CLOSING",
    "FIN_WAIT2": "TIME_WAIT",
}
_FIN_ACKNOWLEDGED: Final = {"FIN_WAIT1": "FIN_WAIT2", "CLOSING": "TIME_WAIT", "LAST_ACK": "CLOSED"}


@dataclass(slots=True)
class Received:
    """What one segment changed, for the caller to tell."""

    data_bytes: int = 0
    acknowledged_bytes: int = 0
    fin: bool = False
    reset: bool = False
    established: bool = False
    too_early: bool = False


class TcpConnection:
    """State, two directions, and what is to be sent."""

    def __init__(
        self, sequence: int, mss: int, window: int, receive_bytes: int, send_memory: tuple[int, int, int]
    ) -> None:
        self.state = "CLOSED"
        self.sender = Sender(sequence, mss, send_memory)
        self.receiver = Receiver(0, receive_bytes, window)
        self.outbox: list[Segment] = []
        self.changes: list[tuple[str, str]] = []
        """State changes that have not been told."""
        self.syn_retries = 0
        self.syn_due_ns: int | None = None
        self.initial_sequence = sequence
        self.reset_by_peer = False

    def become(self, state: str) -> None:
        """Change the state."""
        if state != self.state:
            self.changes.append((self.state, state))
            self.state = state

    # ── opening ──

    def connect(self, now: int) -> None:
        """Active open: the SYN goes out."""
        self.become("SYN_SENT")
        self.sender.next += 1
        self.syn_due_ns = now + SYN_TIMEOUT_NS
        self._send(("SYN",), self.initial_sequence)

    def repeat_syn(self, now: int) -> None:
        """No SYN-ACK in time: 1, 1, 1, 1, 1, 2, 4 … seconds (`tcp_retransmit_timer`)."""
        self.syn_retries += 1
        doublings = max(self.syn_retries - LINEAR_SYN_TIMEOUTS, 0)
        self.syn_due_ns = now + (SYN_TIMEOUT_NS << doublings)
        self._send(("SYN",), self.initial_sequence, again=True)

    def accepted(self, peer_sequence: int, window: int) -> None:
        """Passive open: the listener has made this connection from the final ACK."""
        self.receiver.next = peer_sequence
        self.sender.unacknowledged = self.sender.next = self.initial_sequence + 1
        self.sender.peer_window = window
        self.state = "SYN_RECV"
        self.become("ESTABLISHED")

    # ── segments ──

    def receive(self, segment: Segment, now: int) -> Received:
        """One segment of the peer."""
        result = Received()
        if segment.has("RST"):
            result.reset = self.reset_by_peer = self.state != "CLOSED"
            self.abandon()
            return result
        if self.state == "SYN_SENT":
            self._synchronize(segment, result, now)
            return result
        if segment.has("SYN"):
            self.receiver.ack_now = True
        elif segment.has("ACK"):
            self._acknowledged(segment, result, now)
        if segment.payload or segment.has("FIN"):
            self._take(segment, result, now)
        elif segment.sequence < self.receiver.next and not segment.has("SYN"):
            self.receiver.ack_now = True  # a window probe
        self.push(now)
        return result

    def _synchronize(self, segment: Segment, result: Received, now: int) -> None:
        if not (segment.has("SYN") and segment.has("ACK")):
            return
        self.receiver.next = segment.sequence + 1
        self.sender.unacknowledged = segment.acknowledgement
        self.sender.peer_window = segment.window
        self.syn_due_ns = None
        self.become("ESTABLISHED")
        result.established = True
        self.receiver.ack_now = True
        self.push(now)

    def _acknowledged(self, segment: Segment, result: Received, now: int) -> None:
        self.sender.peer_window = segment.window
        result.acknowledged_bytes = self.sender.acknowledge(segment.acknowledgement, now)
        if self.sender.fin_sent and self.sender.unacknowledged == self.sender.next:
            self.become(_FIN_ACKNOWLEDGED.get(self.state, self.state))

    def _take(self, segment: Segment, result: Received, now: int) -> None:
        was_finished = self.receiver.finished
        result.data_bytes, result.too_early = self.receiver.take(
            segment.sequence, segment.payload, segment.has("FIN"), now
        )
        if self.receiver.finished and not was_finished:
            result.fin = True
            self.become(_FIN_CAME.get(self.state, self.state))

    # ── the program's side ──

    def write(self, data: bytes, now: int) -> int:
        """Take what fits and send what may be sent; answers how much was taken."""
        taken = self.sender.write(data)
        if taken:
            self.receiver.answered(now)
        self.push(now)
        return taken

    def read(self, size: int, now: int) -> bytes:
        """What has come, at most `size` bytes."""
        data = self.receiver.read(size)
        self.push(now)
        return data

    def close(self, now: int) -> None:
        """FIN after what was written, or RST when something was not read (`tcp_close`)."""
        if self.receiver.queue and self.state in _OPEN:
            self.reset()
        elif self.state == "SYN_SENT":
            self.abandon()
        elif self.state in _CLOSING:
            self.become(_CLOSING[self.state])
            self.sender.fin_wanted = True
            self.push(now)

    def reset(self) -> None:
        """Break off: RST."""
        if self.state in _OPEN:
            self._send(("ACK", "RST"), self.sender.next)
        self.abandon()

    def abandon(self) -> None:
        """Forget everything; nothing is sent."""
        self.become("CLOSED")
        self.sender.queue.clear()
        self.sender.fin_wanted = False
        self.sender.due_ns = self.syn_due_ns = self.receiver.ack_due_ns = None
        self.receiver.ack_now = False

    def push(self, now: int) -> None:
        """Send what may be sent, and the ACK that is owed."""
        if self.state == "CLOSED":
            return
        for sequence, payload, push, fin in self.sender.pieces():
            self._send(_flags(push, fin), sequence, payload)
        self.sender.arm(now)
        if self.receiver.ack_now:
            self._send(("ACK",), self.sender.next)

    # ── timers ──

    @property
    def due_ns(self) -> int | None:
        """When the next of its timers is due."""
        dues = (self.syn_due_ns, self.sender.due_ns, self.receiver.ack_due_ns)
        return min((due for due in dues if due is not None), default=None)

    def delayed_ack(self) -> None:
        """The ACK has waited long enough."""
        self._send(("ACK",), self.sender.next)

    def retransmit(self, now: int) -> None:
        """The retransmission timer is due: the oldest segment again, or a window probe."""
        piece = self.sender.timed_out(now)
        if piece is None:
            self._send(("ACK",), self.sender.unacknowledged - 1, again=True)
        else:
            sequence, payload, fin = piece
            self._send(_flags(bool(payload), fin), sequence, payload, again=True)

    def _send(self, flags: tuple[str, ...], sequence: int, payload: bytes = b"", again: bool = False) -> None:
        acknowledgement = self.receiver.next if "ACK" in flags else 0
        window = self.receiver.window
        self.outbox.append(Segment(flags, sequence, acknowledgement, window, payload, again))
        self.receiver.told()


def _flags(push: bool, fin: bool) -> tuple[str, ...]:
    return ("ACK", *(("PSH",) if push else ()), *(("FIN",) if fin else ()))
