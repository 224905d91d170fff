"""The receiving side of a connection: the queue, the window, and when to acknowledge."""

from typing import Final

from journey_tui.simulation.tcp.congestion import INITIAL_WINDOW
from journey_tui.simulation.tcp.marks import Marks
from journey_tui.simulation.tcp.notes import Note
from journey_tui.simulation.tcp.receive_memory import ReceiveMemory
from journey_tui.simulation.tcp.selective import Selective
from journey_tui.simulation.tcp.sizes import Sizes

DELAYED_ACK_NS: Final = 40_000_000  # TCP_ATO_MIN and TCP_DELACK_MIN, HZ/25, include/net/tcp.h, Linux 6.12
QUICK_ACKS: Final = 16  # TCP_MAX_QUICKACKS: at most so many ACKs in a row are not held back
FEWEST_QUICK_ACKS: Final = 2  # tcp_incr_quickack
INVALID_RATE_NS: Final = 500_000_000  # tcp_invalid_ratelimit, HZ/2, include/net/tcp.h
_DEFAULT_MSS: Final = 536  # TCP_MSS_DEFAULT: rcv_mss before anything has come
_LONG_ENOUGH: Final = 128
"""Shorter segments do not let the window grow (`tcp_event_data_recv`)."""


class Receiver:
    """Bytes that came, in order and out of it, until the program reads them."""

    def __init__(self, start: int, sizes: Sizes) -> None:
        self.next = start
        """The sequence number that is expected."""
        self.memory = ReceiveMemory(sizes)
        self.queue = bytearray()
        self.finished = False
        """The peer's FIN is in order."""
        self.ack_now = False
        self.ack_due_ns: int | None = None
        self.interactive = False
        """The program answers at once: ACKs wait for its answers (`inet_csk_in_pingpong_mode`)."""
        self.notes: list[Note] = []
        """What is to be told."""
        self._marks = Marks()
        self._early: dict[int, tuple[bytes, bool, int | None]] = {}
        """Segments that came before the bytes they follow."""
        self._advertised_mss = sizes.mss
        self._unit = 1 << sizes.scale
        self.first_window = self._threshold = min(sizes.window, self.memory.capacity_bytes * 5 // 6)
        """What the SYN says; then the most that the window may be (`rcv_ssthresh`)."""
        self._told_window = self.first_window
        """The window that the peer was last told (`rcv_wnd`) …"""
        self._told = start
        """… together with this ACK number (`rcv_wup`)."""
        self._quick = 0
        self._last_data_ns: int | None = None
        self._last_refusal_ns: int | None = None
        self._segment_bytes = _DEFAULT_MSS
        """What the peer's full segments seem to be (`rcv_mss`)."""
        self._small = False
        """Since the last ACK came a segment that was not full (ICSK_ACK_PUSHED)."""
        self._full = False
        """The last segment was as long as any: its round trip can be told from its timestamp."""
        self._told_ns = 0
        """When the peer was last told anything."""
        self.repeated = False
        """What came had come before."""
        self.selective = Selective()
        """What is told of segments that came early, or twice."""

    @property
    def capacity_bytes(self) -> int:
        """Receive buffer, in the kernel's bytes; grows as the program reads."""
        return self.memory.capacity_bytes

    # ── the window ──

    @property
    def _promised(self) -> int:
        """Bytes that the peer was allowed to send and has not sent (`tcp_receive_window`)."""
        return max(self._told + self._told_window - self.next, 0)

    @property
    def _wanted(self) -> int:
        """The window that the memory allows: 0 rather than a silly little (`__tcp_select_window`)."""
        free, full = self.memory.free_window, self.memory.full_window
        segment = min(self._segment_bytes, full)
        if free < full // 2:
            free -= free % self._unit
            if free < full // 16 or free < segment:
                return 0
        return self._rounded(min(free, self._threshold))

    def _rounded(self, window: int) -> int:
        return -(-window // self._unit) * self._unit

    @property
    def window(self) -> int:
        """Bytes that may still come: never less than was promised (`tcp_select_window`)."""
        return max(self._wanted, self._rounded(self._promised))

    def begin(self, sequence: int) -> None:
        """The peer's SYN has told its first sequence number."""
        self.next = self._told = sequence
        self.memory.tuning.begin(sequence, min(self._threshold, INITIAL_WINDOW * self._advertised_mss))

    def _grow_window(self, length: int) -> None:
        """Segments that fill their memory well let the window grow (`tcp_grow_window`)."""
        memory = self.memory
        room = min(memory.full_window, memory.free_window) - self._threshold
        if length >= _LONG_ENOUGH and room > 0 and memory.window_from(memory.cost(length)) <= length:
            self._threshold += min(room, 2 * self._advertised_mss)

    def expects(self, sequence: int) -> bool:
        """Whether a segment begins where the last ACK stood, or before: its timestamp is echoed (`tcp_replace_ts_recent`).

        So an ACK for several segments echoes the first, and one for an early segment the last that came in order.
        """
        return sequence <= self._told

    # ── what comes ──

    def take(self, sequence: int, payload: bytes, fin: bool, request: int | None) -> tuple[int, bool]:
        """Bytes from the network; answers how many joined the queue, and whether they came too early."""
        end = sequence + len(payload)
        if end + fin <= self.next:
            self.repeated = bool(payload)
            self.ack_now = self.ack_now or not payload
            self.selective.came_twice(sequence, end + fin)
            return 0, False
        if sequence > self.next + self._promised or (payload and not self._promised):
            self.ack_now = True
            return 0, False
        if sequence > self.next:
            self._keep(sequence, payload, fin, request)
            return 0, True
        if sequence < self.next:
            self.selective.came_twice(sequence, self.next)
        before = len(self.queue)
        had_gap = bool(self._early)
        self._append(sequence, payload, fin, request)
        while self._early and (first := min(self._early)) <= self.next:
            self._append(first, *self._early.pop(first))
        self.selective.advanced(self.next)
        self.ack_now = self.ack_now or had_gap
        return len(self.queue) - before, False

    def _keep(self, sequence: int, payload: bytes, fin: bool, request: int | None) -> None:
        """It waits for the bytes before it (`tcp_data_queue_ofo`)."""
        self.ack_now = True
        end = sequence + len(payload) + fin
        known, known_fin, _ = self._early.get(sequence, (b"", False, None))
        if sequence in self._early and sequence + len(known) + known_fin >= end:
            self.selective.came_twice(sequence, end)
        else:
            self._early[sequence] = (payload, fin, request)
        self.selective.came_early(sequence, end)

    def _append(self, sequence: int, payload: bytes, fin: bool, request: int | None) -> None:
        data = payload[self.next - sequence :]
        if data:
            self.queue += data
            self.next += len(data)
            self._marks.add(self.next, request)
            self.memory.add(self.next, len(data))
            self._measure(len(data))
            self._grow_window(len(data))
        if fin and not self.finished and sequence + len(payload) == self.next:
            self.next += 1
            self.finished = True

    def _measure(self, length: int) -> None:
        """How long the peer's segments are (`tcp_measure_rcv_mss`)."""
        self._full = length >= self._segment_bytes
        if length > self._segment_bytes:
            self.memory.measure(length)
            self._segment_bytes = min(length, self._advertised_mss)
        elif length < self._segment_bytes:
            self._small = True

    # ── when to acknowledge ──

    def came(self, now: int, timeout_ns: int) -> None:
        """In-order bytes came, or old ones again: acknowledge now or a little later (`__tcp_ack_snd_check`)."""
        repeated, self.repeated = self.repeated, False
        if repeated:
            self._be_quick()
            self.interactive = False
        else:
            first = self._last_data_ns is None
            if first or now - (self._last_data_ns or 0) > timeout_ns:
                self._be_quick()  # the first, or the first after a long gap: tcp_event_data_recv
            self._last_data_ns = now
            if self._full:
                self.memory.tuning.measured(now - self._told_ns)
        many = self.next - self._told > self._segment_bytes
        if many and self.memory.free_window < self.memory.full_window // 2:
            self._quick = 0  # a side effect of __tcp_select_window, which the next line's test calls
        if (
            (many and self._wanted >= self._told_window)
            or (self._quick and not self.interactive)
            or self._early
        ):
            self.ack_now = True
        else:
            self.delay_ack(now)

    def _be_quick(self) -> None:
        """The next ACKs are not held back: half as many as segments fit the window (`tcp_incr_quickack`)."""
        count = self._told_window // (2 * self._segment_bytes) or FEWEST_QUICK_ACKS
        self._quick = max(self._quick, min(count, QUICK_ACKS))

    def delay_ack(self, now: int) -> None:
        """Hold the ACK back: it may ride on data."""
        if self.ack_due_ns is None:
            self.ack_due_ns = now + DELAYED_ACK_NS

    def delayed_in_vain(self) -> None:
        """The program had no answer in time: it does not count as interactive (`tcp_delack_timer_handler`)."""
        self.notes.append(Note("delayed_ack"))
        self.interactive = False

    def refuse(self, now: int) -> None:
        """A segment outside of the window, such as a probe: ACK, at most twice a second (`tcp_oow_rate_limited`)."""
        if self._last_refusal_ns is None or now - self._last_refusal_ns >= INVALID_RATE_NS:
            self._last_refusal_ns = now
            self.ack_now = True

    # ── what the program does ──

    def read(self, size: int, now: int) -> tuple[bytes, int | None]:
        """Copy out what a program reads, and the request that its first byte belongs to."""
        start = self.next - self.finished - len(self.queue)
        request = self._marks.at(start)
        data = bytes(self.queue[:size])
        del self.queue[:size]
        self._marks.forget(start + len(data))
        self.memory.release(start + len(data))
        self.memory.tuning.copied(self.memory, start + len(data), len(self.queue), now)
        if self._owes_ack or self._window_has_opened:
            self.ack_now = True
        return data, request

    def discard(self) -> None:
        """Nobody will read what is queued: its memory is free, so that even an RST tells an open window (`__tcp_close`)."""
        self.queue.clear()
        self.memory.release(self.next)

    @property
    def _owes_ack(self) -> bool:
        """An ACK is held back that a read should not hold back longer (`tcp_cleanup_rbuf`)."""
        if self.ack_due_ns is None or self.finished:
            return False
        drained = self._small and not self.interactive and not self.queue
        return self.next - self._told > self._segment_bytes or drained

    @property
    def _window_has_opened(self) -> bool:
        """The read made room for at least twice what the peer knows of (`tcp_cleanup_rbuf`)."""
        promised = self._promised
        if self.finished or 2 * promised > self.memory.full_window:
            return False
        wanted = self._wanted
        return wanted > 0 and wanted >= 2 * promised

    def answered(self, now: int) -> None:
        """The program sends data: soon after it got some, that is a conversation (`tcp_event_data_sent`)."""
        if self._last_data_ns is not None and now - self._last_data_ns < DELAYED_ACK_NS:
            self.interactive = True

    def told(self, now: int) -> None:
        """A segment with the current ACK and window goes out (`tcp_select_window`)."""
        self.selective.told()
        if self.ack_now or self.ack_due_ns is not None:
            self._quick = max(self._quick - 1, 0)
        self.ack_now = self._small = False
        self.ack_due_ns = None
        window, was = self.window, self._told_window
        if not self._wanted and self._promised:
            self.notes.append(Note("window_kept", value=window))
        elif (window == 0) != (was == 0):
            kind, value = ("window_opened", window) if window else ("window_closed", len(self.queue))
            self.notes.append(Note(kind, value=value))
        if self.memory.free_window < self.memory.full_window // 2:
            self._quick = 0
        self._told, self._told_window, self._told_ns = self.next, window, now
