"""The sending side of a connection: the queue, the two windows, and sending again."""

from collections.abc import Iterator
from typing import Final

INITIAL_CWND: Final = 10  # TCP_INIT_CWND, include/net/tcp.h, Linux 6.12
RTO_MIN_NS: Final = 200_000_000  # TCP_RTO_MIN
RTO_INITIAL_NS: Final = 1_000_000_000  # TCP_TIMEOUT_INIT
RTO_MAX_NS: Final = 120_000_000_000  # TCP_RTO_MAX
_SKB_OVERHEAD: Final = 844
"""What a full segment costs beyond its bytes in `tcp_sndbuf_expand`: headers, sk_buff and shared info, roughly."""


class Sender:
    """Bytes that were written and are not yet acknowledged."""

    def __init__(self, start: int, mss: int, memory: tuple[int, int, int]) -> None:
        self.unacknowledged = start
        """Sequence number of the first byte that the peer has not acknowledged."""
        self.next = start
        """Sequence number of the next byte to be sent for the first time."""
        self.mss = mss
        self.cwnd = INITIAL_CWND
        self.slow_start_limit = 1 << 30
        self.peer_window = mss
        self.queue = bytearray()
        """From `unacknowledged` on."""
        self.fin_wanted = False
        self.fin_sent = False
        self.rto_ns = RTO_INITIAL_NS
        self.due_ns: int | None = None
        self.retries = 0
        self._memory = memory
        self._acknowledged_in_window = 0

    @property
    def capacity_bytes(self) -> int:
        """Room for written bytes; grows with the congestion window (`tcp_sndbuf_expand`) up to tcp_wmem's end."""
        wanted = 2 * self.cwnd * (self.mss + _SKB_OVERHEAD)
        return min(max(self._memory[1], wanted), max(self._memory[2], self._memory[1]))

    @property
    def writable(self) -> bool:
        """At most two thirds in use (`sk_stream_is_writeable`, include/net/sock.h)."""
        return len(self.queue) * 3 <= self.capacity_bytes * 2

    @property
    def in_flight(self) -> int:
        """Sequence numbers that are sent and not acknowledged."""
        return self.next - self.unacknowledged

    @property
    def unsent(self) -> int:
        """Bytes that wait for a window."""
        return len(self.queue) - self.in_flight + self._fin_in_flight

    @property
    def _fin_in_flight(self) -> bool:
        """The FIN is sent and not acknowledged; it is always the last."""
        return self.fin_sent and self.in_flight > 0

    def write(self, data: bytes) -> int:
        """What fits goes into the queue; answers how much that was."""
        room = max(self.capacity_bytes - len(self.queue), 0)
        self.queue += data[:room]
        return min(room, len(data))

    def pieces(self) -> Iterator[tuple[int, bytes, bool, bool]]:
        """What may be sent now: (sequence, bytes, push, fin); the caller must send each."""
        while True:
            room = min(self.cwnd * self.mss, self.peer_window) - self.in_flight
            size = min(self.mss, self.unsent, room)
            if size > 0:
                offset = self.next - self.unacknowledged
                piece = bytes(self.queue[offset : offset + size])
                sequence = self.next
                self.next += size
                fin = self.fin_wanted and not self.unsent and not self.fin_sent
                self.fin_sent |= fin
                self.next += fin
                yield sequence, piece, not self.unsent, fin
            elif self.fin_wanted and not self.fin_sent and not self.unsent:
                self.fin_sent = True
                self.next += 1
                yield self.next - 1, b"", False, True
            else:
                return

    def acknowledge(self, number: int, now: int) -> int:
        """The peer has everything before `number`; answers how many bytes that frees."""
        if not self.unacknowledged < number <= self.next:
            return 0
        freed = min(number - self.unacknowledged, len(self.queue))
        del self.queue[:freed]
        self.unacknowledged = number
        self._grow(freed)
        self.retries = 0
        self.rto_ns = RTO_MIN_NS
        self.due_ns = now + self.rto_ns if self.in_flight else None
        return freed

    def _grow(self, freed: int) -> None:
        """Slow start: one segment more for each one acknowledged (`tcp_slow_start`); then one for each window."""
        segments = -(-freed // self.mss)
        if self.cwnd < self.slow_start_limit:
            self.cwnd += segments
            return
        self._acknowledged_in_window += segments
        if self._acknowledged_in_window >= self.cwnd:
            self._acknowledged_in_window -= self.cwnd
            self.cwnd += 1

    def arm(self, now: int) -> None:
        """Something is on its way: the retransmission timer runs; with a closed window the probe's."""
        if self.due_ns is None and (self.in_flight or self.unsent or (self.fin_wanted and not self.fin_sent)):
            self.due_ns = now + self.rto_ns

    def timed_out(self, now: int) -> tuple[int, bytes, bool] | None:
        """No ACK in time: the oldest piece again (sequence, bytes, fin), or None for a window probe."""
        self.retries += 1
        self.rto_ns = min(self.rto_ns * 2, RTO_MAX_NS)
        self.due_ns = now + self.rto_ns
        if not self.in_flight:
            return None
        self.slow_start_limit = max(self.cwnd // 2, 2)
        self.cwnd = 1
        size = min(self.mss, self.in_flight - self._fin_in_flight)
        fin = self._fin_in_flight and size == self.in_flight - 1
        return self.unacknowledged, bytes(self.queue[:size]), fin
