"""The receiving side of a connection: the queue, the window, and when to acknowledge."""

from typing import Final

from journey_tui.simulation.tcp.marks import Marks
from journey_tui.simulation.tcp.notes import Note
from journey_tui.simulation.tcp.sizes import Sizes

DELAYED_ACK_NS: Final = 40_000_000  # TCP_ATO_MIN and TCP_DELACK_MIN, HZ/25, include/net/tcp.h, Linux 6.12
QUICK_ACKS: Final = 16  # TCP_MAX_QUICKACKS: so many ACKs at the start of a connection are not held back
SKB_OVERHEAD_BYTES: Final = 832
"""Memory that a packet costs beside its payload: truesize as perf printed it on lo."""


class Receiver:
    """Bytes that came, in order and out of it, until the program reads them."""

    def __init__(self, start: int, sizes: Sizes) -> None:
        self.next = start
        """The sequence number that is expected."""
        self.capacity_bytes = sizes.receive_memory[1]
        """Receive buffer, in the kernel's bytes; grows as the program reads."""
        self.queue = bytearray()
        self.finished = False
        """The peer's FIN is in order."""
        self.ack_now = False
        self.ack_due_ns: int | None = None
        self.interactive = False
        """The program answers at once: ACKs wait for its answers (`inet_csk_in_pingpong_mode`)."""
        self._marks = Marks()
        self._early: dict[int, tuple[bytes, bool, int | None]] = {}
        """Segments that came before the bytes they follow."""
        self._advertised_mss = sizes.mss
        self._largest = sizes.receive_memory[2]
        self._unit = 1 << sizes.scale
        self.first_window = self._threshold = min(sizes.window, self._limit)
        """What the SYN says; then the most that the window may be (`rcv_ssthresh`)."""
        self._edge = start + self.first_window
        """What the peer was last told that it may send up to."""
        self._told = start
        """What the peer was last told that has come (`rcv_wup`)."""
        self.notes: list[Note] = []
        """What is to be told."""
        self._closed = False
        """The peer was told a window of 0."""
        self._quick = QUICK_ACKS
        self._last_data_ns: int | None = None
        self._segment_bytes = 536
        self._read_bytes = 0

    # ── the window ──

    @property
    def _limit(self) -> int:
        """Payload that the buffer may hold: five sixths of it, as the recordings show; the rest is overhead."""
        return self.capacity_bytes * 5 // 6

    @property
    def window(self) -> int:
        """Bytes that may still come: never less than was promised, and 0 rather than a silly little."""
        promised = max(self._edge - self.next, 0)
        free = min(self._threshold, self._limit - len(self.queue))
        if free < self._limit // 16 or (free < self._segment_bytes and free < self._limit // 2):
            free = 0
        return -(-max(free, promised) // self._unit) * self._unit

    def begin(self, sequence: int) -> None:
        """The peer's SYN has told its first sequence number."""
        self.next = self._told = sequence
        self._edge = sequence + self.first_window

    def _grow_window(self, length: int) -> None:
        """Segments that fill their memory well let the window grow (`tcp_grow_window`)."""
        room = min(self._limit, self._limit - len(self.queue)) - self._threshold
        if length >= SKB_OVERHEAD_BYTES and room > 0:
            self._threshold += min(room, 2 * max(length, self._advertised_mss))

    # ── what comes ──

    def take(self, sequence: int, payload: bytes, fin: bool, request: int | None) -> tuple[int, bool]:
        """Bytes from the network; answers how many joined the queue, and whether they came too early."""
        end = sequence + len(payload)
        if end + fin <= self.next or sequence > self._edge:
            self.ack_now = True
            return 0, False
        if sequence > self.next:
            self._early[sequence] = (payload, fin, request)
            self.ack_now = True
            return 0, True
        before = len(self.queue)
        had_gap = bool(self._early)
        self._append(sequence, payload, fin, request)
        while self._early and (first := min(self._early)) <= self.next:
            self._append(first, *self._early.pop(first))
        self.ack_now = self.ack_now or had_gap
        return len(self.queue) - before, False

    def _append(self, sequence: int, payload: bytes, fin: bool, request: int | None) -> None:
        data = payload[self.next - sequence :]
        if data:
            self.queue += data
            self.next += len(data)
            self._marks.add(self.next, request)
            self._segment_bytes = max(self._segment_bytes, len(data))
            self._grow_window(len(data))
        if fin and not self.finished and sequence + len(payload) == self.next:
            self.next += 1
            self.finished = True

    def came(self, now: int) -> None:
        """In-order bytes came: acknowledge them now or a little later (`__tcp_ack_snd_check`)."""
        self._last_data_ns = now
        quick = self._quick > 0 and not self.interactive
        if quick or self._early or self.next - self._told > self._segment_bytes:
            self.ack_now = True
        else:
            self.delay_ack(now)

    def delay_ack(self, now: int) -> None:
        """Hold the ACK back: it may ride on data."""
        if self.ack_due_ns is None:
            self.ack_due_ns = now + DELAYED_ACK_NS

    # ── what the program does ──

    def read(self, size: int) -> tuple[bytes, int | None]:
        """Copy out what a program reads, and the request that its first byte belongs to."""
        start = self.next - self.finished - len(self.queue)
        request = self._marks.at(start)
        data = bytes(self.queue[:size])
        del self.queue[:size]
        self._marks.forget(start + len(data))
        self._grow_buffer(len(data))
        promised = max(self._edge - self.next, 0)
        if not self.finished and 2 * promised <= self._limit and self.window >= max(2 * promised, 1):
            self.ack_now = True  # the window has opened: tcp_cleanup_rbuf
        return data, request

    def _grow_buffer(self, length: int) -> None:
        """A program that reads a whole window gets twice the buffer (roughly `tcp_rcv_space_adjust`)."""
        self._read_bytes += length
        if self._read_bytes >= self._threshold:
            self._read_bytes = 0
            self.capacity_bytes = max(min(2 * self.capacity_bytes, self._largest), self.capacity_bytes)

    def answered(self, now: int) -> None:
        """The program sends data: soon after it got some, that is a conversation (`tcp_event_data_sent`)."""
        if self._last_data_ns is not None and now - self._last_data_ns < DELAYED_ACK_NS:
            self.interactive = True

    def told(self) -> None:
        """A segment with the current ACK and window goes out."""
        if self.ack_now or self.ack_due_ns is not None:
            self._quick = max(self._quick - 1, 0)
        self.ack_now = False
        self.ack_due_ns = None
        self._told = self.next
        window = self.window
        self._edge = max(self._edge, self.next + window)
        if (window == 0) != self._closed:  # tcp_select_window
            self._closed = window == 0
            kind, value = ("window_closed", len(self.queue)) if self._closed else ("window_opened", window)
            self.notes.append(Note(kind, value=value))
