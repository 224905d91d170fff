"""One end of a TCP connection: RFC 9293's state machine with Linux's habits.

Nothing here takes time or knows a host: each method changes the state and appends segments to `outbox`; whoever calls
it charges the time and sends them. Both ends of a connection are this class.
"""

from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.tcp.notes import Note
from journey_tui.simulation.tcp.receiver import Receiver
from journey_tui.simulation.tcp.segment import Segment, reset_for
from journey_tui.simulation.tcp.sender import ORPHAN_RETRIES, RETRIES, Sender
from journey_tui.simulation.tcp.sizes import Sizes
from journey_tui.trace.wire import SACK_BLOCK_BYTES, SACK_BYTES

LINEAR_SYN_TIMEOUTS: Final = 4
"""So many timeouts of a SYN do not double it (tcp_syn_linear_timeouts, Linux 6.12)."""
SYN_TIMEOUT_NS: Final = 1_000_000_000  # TCP_TIMEOUT_INIT, include/net/tcp.h
# States and their successors: new_state in net/ipv4/tcp.c; tcp_fin and tcp_rcv_state_process in tcp_input.c, Linux 6.12
OPEN: Final = frozenset({"ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT1", "FIN_WAIT2", "CLOSING", "LAST_ACK"})
WRITABLE: Final = frozenset({"ESTABLISHED", "CLOSE_WAIT"})
_CLOSING: Final = {"ESTABLISHED": "FIN_WAIT1", "CLOSE_WAIT": "LAST_ACK"}
_RESET_ERRORS: Final = {"SYN_SENT": "ECONNREFUSED", "CLOSE_WAIT": "EPIPE"}  # tcp_reset, net/ipv4/tcp_input.c
_FIN_CAME: Final = {"ESTABLISHED": "CLOSE_WAIT", "FIN_WAIT1": "CLOSING", "FIN_WAIT2": "TIME_WAIT"}
_FIN_ACKNOWLEDGED: Final = {"FIN_WAIT1": "FIN_WAIT2", "CLOSING": "TIME_WAIT", "LAST_ACK": "CLOSED"}


@dataclass(slots=True)
class Received:
    """What one segment changed, for the caller to tell."""

    data_bytes: int = 0
    acknowledged_bytes: int = 0
    fin: bool = False
    failed: bool = False
    """The connection is over: reset, refused, or given up."""
    established: bool = False
    too_early: bool = False


class TcpConnection:
    """State, two directions, and what is to be sent."""

    def __init__(self, sequence: int, sizes: Sizes) -> None:
        self.state = "CLOSED"
        self.initial_sequence = sequence
        self.sender = Sender(sequence + 1, sizes.mss, sizes.send_memory)
        self.sender.nagle.enabled = sizes.delays_small
        self.receiver = Receiver(0, sizes)
        self.outbox: list[Segment] = []
        self.notes: list[Note] = []
        """What has not been told beside the state changes."""
        self.sender.notes = self.receiver.notes = self.notes
        self.changes: list[tuple[str, str, bool]] = []
        """State changes that have not been told, and whether a timewait socket takes over with them."""
        self._shrunk = False
        """A small timewait socket has taken the place of the full one (`tcp_time_wait`)."""
        self.error = ""
        """Why it is over: ECONNRESET, EPIPE, ECONNREFUSED or ETIMEDOUT."""
        self._pending_error = ""
        """The same, until a system call has reported it (`sk_err`)."""
        self.orphan = False
        """The program has closed it; the kernel finishes alone."""
        self.syn_retries = 0
        self._most_syn_retries = sizes.syn_retries + LINEAR_SYN_TIMEOUTS
        self._syn_due_ns: int | None = None
        self._syn_sent_ns = 0
        self._now = 0
        """When something last happened to it."""

    # ── opening ──

    def connect(self, now: int) -> None:
        """Active open: the SYN goes out."""
        self._become("SYN_SENT")
        self._syn_sent_ns, self._syn_due_ns = now, now + SYN_TIMEOUT_NS
        self._send_syn(again=False)

    def stop_syn_timer(self) -> None:
        """The SYN is not repeated."""
        self._syn_due_ns = None

    def accepted(self, peer_sequence: int, window: int, round_trip_ns: int | None) -> None:
        """Passive open: the listener has made this connection from the final ACK."""
        self.receiver.begin(peer_sequence)
        self.sender.peer_window.offer(window)
        if round_trip_ns is not None:
            self.sender.round_trip.measured(round_trip_ns)
        self.state = "SYN_RECV"
        self._become("ESTABLISHED")

    def _synchronize(self, segment: Segment, result: Received, now: int, echo_ns: int | None) -> None:
        if not (segment.has("SYN") and segment.has("ACK")):
            return
        self.receiver.begin(segment.sequence + 1)
        self.sender.peer_window.offer(segment.window)
        sample = echo_ns if self.syn_retries else now - self._syn_sent_ns
        if sample is not None:
            self.sender.round_trip.measured(sample)
        self._syn_due_ns = None
        self._become("ESTABLISHED")
        result.established = self.receiver.ack_now = True

    # ── segments ──

    def receive(self, segment: Segment, now: int, echo_ns: int | None = None) -> Received:
        """One segment of the peer; the timestamp that it echoes was written `echo_ns` ago."""
        self._now = now
        result = Received()
        if segment.has("RST"):
            result.failed = self.state != "CLOSED"
            self.fail(_RESET_ERRORS.get(self.state, "ECONNRESET"))
        elif self.state == "SYN_SENT":
            self._synchronize(segment, result, now, echo_ns)
        elif segment.has("SYN"):
            self.receiver.ack_now = True
        elif self.state != "CLOSED":
            self._hear(segment, result, now, echo_ns)
        self.push(now)
        return result

    def _hear(self, segment: Segment, result: Received, now: int, echo_ns: int | None) -> None:
        self._acknowledged(segment, result, now, echo_ns)
        if self._comes_too_late(segment):
            self._refuse(segment)
        elif segment.length and self.state != "CLOSED":
            self._take(segment, result, now)
        elif segment.sequence < self.receiver.next:
            self.receiver.refuse(now)  # a window probe

    def _comes_too_late(self, segment: Segment) -> bool:
        """Data, or a FIN after missing data, for which there is no reader any more (`tcp_rcv_state_process`)."""
        if not self.orphan or self.state not in OPEN:
            return False
        end, awaited = segment.sequence + len(segment.payload), self.receiver.next
        if self._shrunk and segment.has("FIN"):  # tcp_timewait_state_process
            return end > awaited
        return bool(segment.payload) and end > awaited

    def _refuse(self, segment: Segment) -> None:
        """RST as for no socket at all: both functions leave that to `tcp_v4_send_reset`."""
        self.notes.append(Note("aborted", "reset" if self._shrunk else "data_after_close"))
        self.outbox.append(reset_for(segment))
        self._become("CLOSED")

    def _acknowledged(self, segment: Segment, result: Received, now: int, echo_ns: int | None) -> None:
        sender, number = self.sender, segment.acknowledgement
        sender.hear_window(segment.sequence, number, segment.window)
        result.acknowledged_bytes = sender.acknowledge(number, segment.sack, now, echo_ns)
        if sender.fin_acknowledged:
            # tcp_rcv_state_process looks at the segment's data before it calls tcp_time_wait
            self._become(_FIN_ACKNOWLEDGED.get(self.state, self.state), whole=self._comes_too_late(segment))

    def _take(self, segment: Segment, result: Received, now: int) -> None:
        receiver, was_finished = self.receiver, self.receiver.finished
        for part in segment.parts:
            taken, too_early = receiver.take(part.sequence, part.payload, part.has("FIN"), part.request)
            result.data_bytes += taken
            result.too_early = result.too_early or too_early
        if result.data_bytes or receiver.repeated:
            receiver.came(now, self.sender.round_trip.timeout_ns())
        if receiver.finished and not was_finished:
            result.fin = True
            self._fin_came(now)

    def _fin_came(self, now: int) -> None:
        """`tcp_fin`: while the program may still answer, the ACK waits for that; else it goes at once."""
        if self.state == "ESTABLISHED":
            self.receiver.interactive = True
            self.receiver.delay_ack(now)
        else:
            self.receiver.ack_now = True
        self._become(_FIN_CAME.get(self.state, self.state))

    # ── the program's side ──

    def write(self, data: bytes, now: int, request: int | None = None) -> int:
        """Take what fits and send what may be sent; answers how much was taken."""
        taken = self.sender.write(data, request)
        if taken:
            self.receiver.answered(now)
        self.push(now)
        return taken

    def read(self, size: int, now: int) -> tuple[bytes, int | None]:
        """What has come, at most `size` bytes, and the request that it begins with."""
        data, request = self.receiver.read(size, now)
        self.push(now)
        return data, request

    def shutdown(self, now: int) -> None:
        """FIN after what was written; what comes may still be read (`tcp_shutdown`, SHUT_WR)."""
        if self.state in _CLOSING:
            self._become(_CLOSING[self.state])
            self.sender.fin_wanted = True
            self.push(now)

    def close(self, now: int) -> None:
        """FIN after what was written, or RST when something was not read (`__tcp_close`)."""
        self.orphan = True
        if self.receiver.queue and self.state in OPEN:
            self.receiver.discard()
            self._abort("unread_data")
        elif self.state == "SYN_SENT":
            self.fail("")
        else:
            self.shutdown(now)

    def take_error(self) -> str:
        """The error that a system call reports, once (`sock_error`)."""
        error, self._pending_error = self._pending_error, ""
        return error

    def reset(self) -> None:
        """Break off with RST: close() with SO_LINGER of 0 (`__tcp_close`)."""
        self.orphan = True
        if self.receiver.queue:
            self.receiver.discard()
            self._abort("unread_data")
        else:
            self._abort("no_linger")

    def abandon(self) -> None:
        """Nobody will accept it: its listener leaves (`inet_csk_listen_stop`)."""
        self.orphan = True
        self._abort("reset")

    def fail(self, error: str) -> None:
        """It is over; nothing more is sent."""
        self.error = self.error or error
        self._pending_error = self._pending_error or error
        self._become("CLOSED")

    def _abort(self, reason: str) -> None:
        if self.state in OPEN:
            self.notes.append(Note("aborted", reason))
            self._send(("ACK", "RST"), self.sender.next)
        self._become("CLOSED")

    # ── sending ──

    def push(self, now: int) -> None:
        """Send what may be sent, and the ACK that is owed."""
        self._now = now
        if self.state == "CLOSED":
            return
        blocks = self.receiver.selective.blocks
        self.sender.option_bytes = SACK_BYTES + SACK_BLOCK_BYTES * len(blocks) if blocks else 0
        for piece in self.sender.pieces(now):
            flags = ("ACK", *(("PSH",) if piece.push else ()), *(("FIN",) if piece.fin else ()))
            self._send(flags, piece.sequence, piece.payload, piece.again, piece.request)
        self.sender.arm(now)
        if self.receiver.ack_now:
            self._send(("ACK",), self.sender.next)

    def _send_syn(self, again: bool) -> None:
        window = self.receiver.first_window
        self.outbox.append(Segment(("SYN",), self.initial_sequence, 0, window, b"", again))

    def _send(
        self,
        flags: tuple[str, ...],
        sequence: int,
        payload: bytes = b"",
        again: bool = False,
        request: int | None = None,
    ) -> None:
        receiver = self.receiver
        blocks = receiver.selective.blocks
        segment = Segment(flags, sequence, receiver.next, receiver.window, payload, again, request, blocks)
        self.outbox.append(segment)
        receiver.told(self._now)

    def _become(self, state: str, *, whole: bool = False) -> None:
        if state == self.state:
            return
        alone = state == "FIN_WAIT2" and self.orphan and not whole
        shrinks = not self._shrunk and (state == "TIME_WAIT" or alone)
        self._shrunk = self._shrunk or shrinks
        self.changes.append((self.state, state, shrinks))
        self.state = state
        if state in ("CLOSED", "TIME_WAIT"):
            self.sender.due_ns = self._syn_due_ns = None
        if state == "CLOSED":
            self.receiver.ack_due_ns, self.receiver.ack_now = None, False

    # ── timers ──

    @property
    def due_ns(self) -> int | None:
        """When the next of its timers is due."""
        dues = (self._syn_due_ns, self.sender.due_ns, self.receiver.ack_due_ns)
        return min((due for due in dues if due is not None), default=None)

    def timers(self, now: int) -> tuple[int, int] | None:
        """Do what is due; answers the timeout and its number when something was sent again."""
        self._now = now
        if self.receiver.ack_due_ns is not None and self.receiver.ack_due_ns <= now:
            self.receiver.delayed_in_vain()
            self._send(("ACK",), self.sender.next)
        if self._syn_due_ns is not None and self._syn_due_ns <= now:
            return self._repeat_syn(now)
        if self.sender.due_ns is not None and self.sender.due_ns <= now:
            return self._repeat(now)
        return None

    def _repeat_syn(self, now: int) -> tuple[int, int] | None:
        """1, 1, 1, 1, 1, 2, 4 … seconds apart (`tcp_retransmit_timer`)."""
        if self.syn_retries >= self._most_syn_retries:
            self._give_up()
            return None
        waited = _syn_timeout(self.syn_retries)
        self.syn_retries += 1
        self._syn_due_ns = now + _syn_timeout(self.syn_retries)
        self._send_syn(again=True)
        return waited, self.syn_retries

    def _repeat(self, now: int) -> tuple[int, int] | None:
        sender = self.sender
        waited = sender.round_trip.timeout_ns(sender.retries)
        kind = sender.timed_out(now)
        if sender.retries > (ORPHAN_RETRIES if self.orphan else RETRIES):
            self._give_up()
            return None
        if kind == "window_probe":
            self._probe_window(waited, now)
            return None
        self.push(now)
        if kind == "reordering":
            return None
        if kind == "loss_probe":
            self.notes.append(Note("loss_probe", timeout_ns=sender.waited_ns))
            return None
        return waited, sender.retries

    def _probe_window(self, waited: int, now: int) -> None:
        """`tcp_write_wakeup`: a part of a segment if the window has room for that, else a bare ACK of the past."""
        sender = self.sender
        if sender.probe():
            self.push(now)
            return
        self.notes.append(Note("window_probed", value=sender.retries, timeout_ns=waited))
        self._send(("ACK",), sender.unacknowledged - 1)  # tcp_xmit_probe_skb

    def _give_up(self) -> None:
        """`tcp_write_err`."""
        self.notes.append(Note("aborted", "timeout"))
        self.fail("ETIMEDOUT")


def _syn_timeout(retries: int) -> int:
    return SYN_TIMEOUT_NS << max(retries - LINEAR_SYN_TIMEOUTS, 0)
