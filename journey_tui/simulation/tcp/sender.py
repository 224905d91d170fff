"""The sending side of a connection: the queue, the two windows, and sending again."""

from collections import deque
from collections.abc import Iterator
from typing import Final

from journey_tui.simulation.tcp.congestion import INITIAL_WINDOW, Congestion
from journey_tui.simulation.tcp.marks import Marks
from journey_tui.simulation.tcp.notes import Note
from journey_tui.simulation.tcp.pieces import Nagle, Piece, Tail
from journey_tui.simulation.tcp.round_trip import RoundTrip
from journey_tui.simulation.tcp.send_memory import SendMemory

_DEFAULT_MSS: Final = 536  # TCP_MSS_DEFAULT, include/net/tcp.h, Linux 6.12
RETRIES: Final = 15  # tcp_retries2, net/ipv4/tcp_ipv4.c, Linux 6.12
ORPHAN_RETRIES: Final = 8  # tcp_orphan_retries when its sysctl is 0 (net/ipv4/tcp_timer.c)


class Sender:
    """Bytes that were written and are not yet acknowledged; SYN is none of them, FIN is the last."""

    def __init__(self, start: int, mss: int, memory: tuple[int, int, int]) -> None:
        self.unacknowledged = start
        """Sequence number of the first byte that the peer has not acknowledged."""
        self.next = start
        """Sequence number of the next byte to be sent for the first time."""
        self.mss = mss
        self.notes: list[Note] = []
        """What is to be told."""
        self.congestion = Congestion()
        self.round_trip = RoundTrip()
        self.peer_window = mss
        self._largest_window = 0
        """The most that the peer has ever offered (`tp->max_window`)."""
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
        self._flight: deque[tuple[int, int]] = deque()
        """Where each segment ends that is on its way, and when it was sent: the congestion window counts segments."""
        self._point = start
        """The next byte to send; behind `next` while lost segments are repeated."""
        self._repair = False
        """The oldest segment is to be sent again at once."""
        self._timer = ""
        """What the timer is for: retransmission, loss_probe or window_probe."""
        self._tail = Tail(start, start)
        self._window_told_by = (-1, -1)
        """Sequence and ACK number of the segment that last told a window (SND.WL1, SND.WL2)."""

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
        if len(self._flight) < self.congestion.window:
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
        """A full segment: at most half of the largest window there was (`tcp_bound_to_half_wnd`)."""
        window = self._largest_window
        return min(self.mss, window // 2 if window > _DEFAULT_MSS else max(window, 1))

    @property
    def _idle(self) -> bool:
        """Nothing was sent that is not acknowledged, and nothing waits."""
        return self.unacknowledged == self._end + self.fin_wanted

    def write(self, data: bytes, request: int | None = None) -> int:
        """What fits goes into the queue; answers how much that was."""
        taken = self.memory.take(len(data), self._end, self.next, self._full_bytes)
        self.memory.short_of_room = taken < len(data)
        if taken:
            self.queue += data[:taken]
            self._end += taken
            self._marks.add(self._end, request)
        return taken

    # ── sending ──

    def pieces(self, now: int) -> Iterator[Piece]:
        """What may be sent now; the caller must send each."""
        if self._repair:
            self._repair = False
            yield self._piece(
                self.unacknowledged, min(self._full_bytes, self._end - self.unacknowledged), now
            )
        if self._tail.probe_wanted:
            self._tail.probe_wanted = False
            yield self._probe_piece(now)
        while (size := self._may_send()) is not None:
            yield self._advance(size, now)

    def _advance(self, size: int, now: int) -> Piece:
        piece = self._piece(self._point, size, now)
        self._point += size + piece.fin
        self.nagle.sent(size, self._full_bytes, self._point)
        self._flight.append((self._point, now))
        self.congestion.sent(len(self._flight))
        self._tail.sent_new |= self._point > self.next
        self.next = max(self.next, self._point)
        return piece

    def _probe_piece(self, now: int) -> Piece:
        """A new segment, whatever the congestion window says; without one, the last again (`tcp_send_loss_probe`)."""
        self._tail.probed_up_to = self.next
        size = min(self._full_bytes, self._end - self._point)
        if 0 < size <= self.unacknowledged + self.peer_window - self._point:
            self._tail.probed_up_to += size
            return self._advance(size, now)
        start = self._flight[-2][0] if len(self._flight) > 1 else self.unacknowledged
        return self._piece(start, min(self.next, self._end) - start, now)

    def _may_send(self) -> int | None:
        """Bytes of the next segment; None when there is nothing, or a window is in the way."""
        left = self._end - self._point
        if left < 0 or len(self._flight) >= self.congestion.window:
            return None
        room = self.unacknowledged + self.peer_window - self._point
        size = min(self._full_bytes, left)
        if self._point < self.next:
            size = min(size, self.next - self._point)
            room = max(room, size)  # it was allowed once
        if self._in_parts:
            self._in_parts, size = False, min(size, room)
        elif self._holds(size, left):
            return None
        if size > room:
            return None  # no silly little segments: tcp_snd_wnd_test
        if size > 0:
            return size
        return 0 if left == 0 and self.fin_wanted and self._point == self._end else None

    def _holds(self, size: int, left: int) -> bool:
        """Whether Nagle's algorithm keeps new bytes back; those before a FIN may go."""
        if self._point < self.next or (self.fin_wanted and size == left):
            return False
        return self.nagle.holds(size, self._full_bytes, self.unacknowledged)

    def _piece(self, sequence: int, size: int, now: int) -> Piece:
        offset = sequence - (self._end - len(self.queue))
        end = sequence + size
        again, fin = sequence < self.next, self.fin_wanted and end == self._end
        if again:
            self.round_trip.sent_again()
        else:
            self.round_trip.sent(end + fin, now)
        push = size > 0 and self._marks.ends_within(sequence, end)
        payload = bytes(self.queue[offset : offset + size])
        return Piece(sequence, payload, push, fin, again, self._marks.at(sequence) if size else None)

    # ── what the peer says ──

    def acknowledge(self, number: int, now: int) -> int:
        """The peer has everything before `number`; answers how many bytes that frees."""
        if not self.unacknowledged < number <= self.next:
            return 0
        freed = min(number, self._end) - (self._end - len(self.queue))
        del self.queue[:freed]
        self.memory.acknowledged(number)
        if self.memory.short_of_room:
            self._make_room()
        self.unacknowledged, self._point = number, max(self._point, number)
        self._marks.forget(number)
        self.round_trip.acknowledged(number, now)
        segments = 0
        while self._flight and self._flight[0][0] <= number:
            self._flight.popleft()
            segments += 1
        self.congestion.acknowledged(max(segments, 1))
        if self.congestion.recover:
            self._repair = number < self.congestion.recover
            self.congestion.recover *= self._repair
        self.retries = 0
        self.due_ns = None
        if self.in_flight:
            self._start_retransmission_timer(now, now)
        return freed

    def duplicate(self) -> None:
        """An ACK for a byte that was acknowledged before, and nothing else."""
        if self.in_flight and self.congestion.duplicate(len(self._flight), self.next):
            self._repair = True
            self.notes.append(Note("fast_retransmit", value=self.congestion.window))

    def offer(self, window: int) -> None:
        """So many bytes may be on their way."""
        self.peer_window, self._largest_window = window, max(self._largest_window, window)

    def hear_window(self, sequence: int, number: int, window: int) -> bool:
        """A segment's window, unless a later one has told already; answers whether it changed."""
        told_sequence, told_number = self._window_told_by
        later = number > told_number or sequence > told_sequence
        if not later and (sequence != told_sequence or window <= self.peer_window):
            return False
        self._window_told_by = (sequence, number)
        changed = window != self.peer_window
        self.offer(window)
        if changed and not self.in_flight:
            self.due_ns, self.retries = None, 0
        return changed

    # ── timers ──

    def arm(self, now: int) -> None:
        """Something is on its way, or waits for a window: the timer runs."""
        sent_new, self._tail.sent_new = self._tail.sent_new, False
        if self._idle:
            return
        if self.in_flight and (sent_new or self.due_ns is None):
            head_sent = self._flight[0][1] if self._flight else now
            self._start_retransmission_timer(now, head_sent)
        elif self.due_ns is None:
            self._timer = "window_probe"
            self.due_ns = now + self.round_trip.timeout_ns(self.retries)

    def _start_retransmission_timer(self, now: int, since: int) -> None:
        """The RTO counts from `since`; a loss probe comes before it (`tcp_schedule_loss_probe`)."""
        due = max(since + self.round_trip.timeout_ns(self.retries), now)
        self._timer = "retransmission"
        if self._may_probe_for_loss:
            probe = now + self.round_trip.loss_probe_ns(len(self._flight))
            self._timer, due = "loss_probe", min(due, probe)
        self.waited_ns = due - now
        self.due_ns = due

    @property
    def _may_probe_for_loss(self) -> bool:
        """Nothing counts as lost, and this tail has had no probe yet (CA_Open, `tlp_high_seq`)."""
        una = self.unacknowledged
        return not self.congestion.recover and una >= self._tail.loss_up_to and una >= self._tail.probed_up_to

    def probe(self) -> bool:
        """The window probe is due: whether the window has room for part of a segment (`tcp_write_wakeup`)."""
        self._in_parts = self.peer_window > 0
        return self._in_parts

    def timed_out(self, now: int) -> str:
        """The timer is due; answers what it was for, which the caller must act upon."""
        kind = self._timer if self.in_flight else "window_probe"
        if kind == "loss_probe":
            self._tail.probe_wanted = True
            self._timer = "retransmission"
            self.due_ns = now + self.round_trip.timeout_ns()
            return kind
        self.retries += 1
        self.due_ns = now + self.round_trip.timeout_ns(self.retries)
        if kind == "window_probe":
            return kind
        self.congestion.timed_out(len(self._flight))
        self._flight.clear()
        self._point, self._repair, self._tail.loss_up_to = self.unacknowledged, False, self.next
        return kind
