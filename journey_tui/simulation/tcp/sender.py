"""The sending side of a connection: the queue, the two windows, and sending again."""

from collections.abc import Iterator
from typing import Final

from journey_tui.simulation.tcp.congestion import DUPLICATES, INITIAL_WINDOW, Congestion
from journey_tui.simulation.tcp.marks import Marks
from journey_tui.simulation.tcp.notes import Note
from journey_tui.simulation.tcp.peer_window import PeerWindow
from journey_tui.simulation.tcp.pieces import Nagle, Piece, Tail
from journey_tui.simulation.tcp.round_trip import PROBE_MIN_NS, RoundTrip
from journey_tui.simulation.tcp.scoreboard import Blocks, Delivered, Scoreboard, Sent
from journey_tui.simulation.tcp.send_memory import SendMemory

RETRIES: Final = 15  # tcp_retries2, net/ipv4/tcp_ipv4.c, Linux 6.12
ORPHAN_RETRIES: Final = 8  # tcp_orphan_retries when its sysctl is 0 (net/ipv4/tcp_timer.c)


class Sender:
    """Bytes that were written and are not yet acknowledged; SYN is none of them, FIN is the last."""

    def __init__(self, start: int, mss: int, memory: tuple[int, int, int]) -> None:
        self.unacknowledged = start
        """Sequence number of the first byte that the peer has not acknowledged."""
        self.next = start
        """Sequence number of the next byte to be sent for the first time."""
        self.notes: list[Note] = []
        """What is to be told."""
        self.congestion = Congestion()
        self.round_trip = RoundTrip()
        self.peer_window = PeerWindow(mss)
        self._in_parts = False
        """The next segment may be a part of what a full one would be."""
        self.queue = bytearray()
        """Written and not acknowledged."""
        self.nagle = Nagle(start)
        self.fin_wanted = False
        self.due_ns: int | None = None
        """When the retransmission timer, or the window probe's, is due."""
        self.waited_ns = 0
        """How long after the last look the timer is due."""
        self.retries = 0
        self.memory = SendMemory(start, mss, memory)
        self.memory.expand(INITIAL_WINDOW)
        self._marks = Marks()
        self._end = start
        """Sequence number after the last written byte: the FIN's."""
        self._board = Scoreboard()
        """Each segment on its way: the congestion window counts segments."""
        self.option_bytes = 0
        """What a full segment is shorter by, because SACK blocks stand in its header (`tcp_current_mss`)."""
        self._timer = ""
        """What the timer is for: retransmission, loss_probe, reordering or window_probe."""
        self._head_repeated = False
        """The oldest segment went out again: the RTO counts from then."""
        self._tail = Tail(start)

    # ── room ──

    @property
    def capacity_bytes(self) -> int:
        """The send buffer, in the kernel's bytes."""
        return self.memory.capacity_bytes

    @property
    def writable(self) -> bool:
        """Whether EPOLLOUT would be told."""
        return self.memory.writable

    def _make_room(self) -> None:
        """A program waits for room: the buffer grows, unless the window is full (`tcp_new_space`)."""
        if self._board.in_flight < self.congestion.window:
            self.memory.expand(max(self.congestion.window, INITIAL_WINDOW))

    @property
    def in_flight(self) -> int:
        """Sequence numbers that were sent and are not acknowledged."""
        return self.next - self.unacknowledged

    @property
    def fin_acknowledged(self) -> bool:
        """Whether the peer has everything, and the FIN."""
        return self.fin_wanted and self.unacknowledged > self._end

    @property
    def _full_bytes(self) -> int:
        """A full segment."""
        return max(self.peer_window.full_segment - self.option_bytes, 1)

    @property
    def _idle(self) -> bool:
        """Nothing was sent that is not acknowledged, and nothing waits."""
        return self.unacknowledged == self._end + self.fin_wanted

    def write(self, data: bytes, request: int | None = None) -> int:
        """What fits goes into the queue; answers how much that was."""
        half_window = self.peer_window.half_bytes
        taken = self.memory.take(len(data), self._end, self.next, self._full_bytes, half_window)
        if taken:
            self.queue += data[:taken]
            self._end += taken
            self._marks.add(self._end, request)
        return taken

    # ── sending ──

    def pieces(self, now: int) -> Iterator[Piece]:
        """What may be sent now, lost segments before new ones; the caller must send each."""
        while self._board.in_flight < self.congestion.window and (lost := self._board.next_lost()):
            yield self._repeat(lost, now)
        if self._tail.probe_wanted:
            self._tail.probe_wanted = False
            yield self._probe_piece(now)
        probes = self._in_parts
        while (size := self._may_send()) is not None:
            yield self._advance(size, now, probes=probes)
            probes = False

    def _advance(self, size: int, now: int, *, probes: bool = False) -> Piece:
        """Bytes that were never sent, with the FIN when it follows them."""
        fin = self.fin_wanted and self.next + size == self._end
        piece = self._piece(self.next, self.next + size + fin, again=False, probes=probes)
        self._board.add(self.next, self.next + size + fin, now)
        self.next += size + fin
        self.nagle.sent(size, self._full_bytes, self.next)
        self.congestion.sent(len(self._board))
        self._tail.sent_new = True
        return piece

    def _repeat(self, sent: Sent, now: int) -> Piece:
        """A segment that was sent before (`tcp_retransmit_skb`)."""
        self._head_repeated |= sent is self._board.first
        self._board.repeat(sent, self._full_bytes, self._end, now)
        self.congestion.sent(len(self._board))
        if self.congestion.recovering:
            self.notes.append(Note("fast_retransmit", value=self.congestion.window))
        return self._piece(sent.start, sent.end, again=True)

    def _probe_piece(self, now: int) -> Piece:
        """A new segment, whatever the congestion window says; without one, the last again (`tcp_send_loss_probe`)."""
        self._tail.probed_up_to = self.next
        size = min(self._full_bytes, self._end - self.next)
        if 0 < size <= self.unacknowledged + self.peer_window.length_bytes - self.next:
            self._tail.probed_up_to += size
            return self._advance(size, now)
        last = self._board.last
        assert last is not None  # the probe's timer runs only while something is on its way
        last.sent_ns, last.again = now, True
        return self._piece(last.start, last.end, again=True)

    def _may_send(self) -> int | None:
        """Bytes of the next segment; None when there is nothing, or a window is in the way."""
        left = self._end - self.next
        if left < 0 or self._board.in_flight >= self.congestion.window:
            return None
        room = self.unacknowledged + self.peer_window.length_bytes - self.next
        size = min(self._full_bytes, left)
        if self._in_parts:
            self._in_parts, size = False, min(size, room)
        elif not (self.fin_wanted and size == left) and self._holds(size):
            return None
        if size > room:
            return None  # no silly little segments: tcp_snd_wnd_test
        if size > 0:
            return size
        return 0 if left == 0 and self.fin_wanted and self.next == self._end else None

    def _holds(self, size: int) -> bool:
        """Whether Nagle's algorithm keeps new bytes back; those before a FIN may go."""
        return self.nagle.holds(size, self._full_bytes, self.unacknowledged)

    def _piece(self, start: int, end: int, *, again: bool, probes: bool = False) -> Piece:
        fin, end = end > self._end, min(end, self._end)
        offset = start - (self._end - len(self.queue))
        push = end > start and (probes or self.memory.pushes(start, end))
        payload = bytes(self.queue[offset : offset + end - start])
        return Piece(start, payload, push, fin, again, self._marks.at(start) if payload else None)

    # ── what the peer says ──

    def acknowledge(self, number: int, blocks: Blocks, now: int, echo_ns: int | None) -> int:
        """The peer has everything before `number`, and what the blocks cover; answers how many bytes that frees.

        `echo_ns` is how long ago the timestamp was written that the peer sends back (`tcp_ack`).
        """
        if number > self.next or (number <= self.unacknowledged and not blocks):
            return 0
        advanced = number > self.unacknowledged
        freed = self._free(number) if advanced else 0
        delivered = self._board.hear(number, blocks, now, self.round_trip.least_ns)
        self._measure(delivered, echo_ns if advanced else None)
        if advanced:
            self.retries, self.due_ns = 0, None
        self._look_for_losses(delivered, now, advanced=advanced)
        if self.due_ns is None and self.in_flight:
            self._start_retransmission_timer(now, now)
        return freed

    def _free(self, number: int) -> int:
        freed = min(number, self._end) - (self._end - len(self.queue))
        del self.queue[:freed]
        self.memory.acknowledged(number)
        if self.memory.short_of_room:
            self._make_room()
        self.unacknowledged = number
        self._marks.forget(number)
        return freed

    def _measure(self, delivered: Delivered, echo_ns: int | None) -> None:
        """Without a clean sample the echoed timestamp gives one, after repeats too (RTTM, `tcp_ack_update_rtt`)."""
        sample = echo_ns if delivered.sample_ns is None else delivered.sample_ns
        if sample is not None:
            self.round_trip.measured(sample, self.unacknowledged, self.next)

    def _look_for_losses(self, delivered: Delivered, now: int, *, advanced: bool) -> None:
        """`tcp_fastretrans_alert`: the end of a repair, losses that an ACK has shown, and the window."""
        board, congestion = self._board, self.congestion
        if congestion.recover and self.unacknowledged >= congestion.recover:
            congestion.repaired()
        losses = self._find_losses(now) if board.sacked or congestion.recover else 0
        if congestion.recovering:
            congestion.reduce(delivered.segments, board.in_flight, advanced=advanced, losses=losses)
        elif advanced:
            congestion.acknowledged(max(delivered.segments, 1))

    def _find_losses(self, now: int, *, again: bool = False) -> int:
        board, congestion = self._board, self.congestion
        certain = congestion.recover or board.sacked >= DUPLICATES
        settle = 0 if certain else self.round_trip.settle_ns()
        losses, look_after = board.find_losses(settle, now, again=again)
        if look_after:
            self._timer, self.due_ns = "reordering", now + look_after + PROBE_MIN_NS
        if losses and not congestion.recover:
            congestion.begin_recovery(self.next)
        return losses

    def hear_window(self, sequence: int, number: int, window: int) -> None:
        """A segment's window; one that changes ends the probes of a window that was closed."""
        if self.peer_window.hear(sequence, number, window) and not self.in_flight:
            self.due_ns, self.retries = None, 0

    # ── timers ──

    def arm(self, now: int) -> None:
        """Something is on its way, or waits for a window: the timer runs."""
        sent_new, self._tail.sent_new = self._tail.sent_new, False
        if self._idle:
            return
        repeated, self._head_repeated = self._head_repeated, False
        first = self._board.first
        if first is not None and (sent_new or repeated or self.due_ns is None):
            if self._timer != "reordering" or self.due_ns is None:
                self._start_retransmission_timer(now, first.sent_ns)
        elif self.due_ns is None:
            self._timer = "window_probe"
            self.due_ns = now + self.round_trip.timeout_ns(self.retries)

    def _start_retransmission_timer(self, now: int, since: int) -> None:
        """The RTO counts from `since`; a loss probe comes before it (`tcp_schedule_loss_probe`)."""
        due = max(since + self.round_trip.timeout_ns(self.retries), now)
        self._timer = "retransmission"
        if self._may_probe_for_loss:
            probe = now + self.round_trip.loss_probe_ns(len(self._board))
            self._timer, due = "loss_probe", min(due, probe)
        self.waited_ns = due - now
        self.due_ns = due

    @property
    def _may_probe_for_loss(self) -> bool:
        """Nothing counts as lost, nothing came early, and this tail has had no probe yet (CA_Open, `tlp_high_seq`)."""
        quiet = not self.congestion.recover and not self._board.sacked
        return quiet and self.unacknowledged >= self._tail.probed_up_to

    def probe(self) -> bool:
        """The window probe is due: whether the window has room for part of a segment (`tcp_write_wakeup`)."""
        self._in_parts = self.peer_window.length_bytes > 0
        return self._in_parts

    def timed_out(self, now: int) -> str:
        """The timer is due; answers what it was for, which the caller must act upon."""
        kind = self._timer if self.in_flight else "window_probe"
        if kind == "loss_probe":
            self._tail.probe_wanted = True
            self._timer = "retransmission"
            self.due_ns = now + self.round_trip.timeout_ns()
            return kind
        if kind == "reordering":
            self._settled(now)
            return kind
        anew = not self.congestion.recover or (self.congestion.timed_out and not self.retries)
        self.retries += 1
        self.due_ns = now + self.round_trip.timeout_ns(self.retries)
        if kind == "window_probe":
            return kind
        self._board.time_out(now)
        self.congestion.time_out(self.next, anew=anew)
        self.congestion.window = self._board.in_flight + 1
        return kind

    def _settled(self, now: int) -> None:
        """`tcp_rack_reo_timeout`: what has not come by now will not."""
        self._timer, self.due_ns = "retransmission", None
        losses = self._find_losses(now, again=True)
        if losses:
            self.congestion.reduce(1, self._board.in_flight, advanced=False, losses=losses)
