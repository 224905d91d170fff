"""What received bytes cost in the kernel's memory, and the window that the rest of it allows.

The receive buffer counts whole sk_buffs with their overhead (truesize), not bytes: what is read out of the middle of one
frees nothing until its end is read. How many bytes of payload a byte of memory holds is measured from the segments
that come (scaling_ratio, `tcp_measure_rcv_mss`, net/ipv4/tcp_input.c, Linux 6.12). With these rules the windows that
were recorded on lo come out exactly.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from journey_tui.simulation.tcp.sizes import Sizes

DEFAULT_RATIO: Final = 128  # TCP_DEFAULT_SCALING_RATIO, include/net/tcp.h: half
_WHOLE: Final = 256  # TCP_RMEM_TO_WIN_SCALE is 8
LOOPBACK_OVERHEAD: Final = 832
"""sk_buff and its head, beside the sender's own pages: truesize as perf printed it on lo."""
SKB_OVERHEAD: Final = 256  # sizeof(struct sk_buff), aligned
PAGE_PART: Final = 2048  # IGB_RXBUFFER_2048: what a card's driver posts for each frame
TIMESTAMP_NS: Final = 1_000_000  # TCP_TS_HZ is 1000
MOST_FRAGMENTS: Final = 17  # MAX_SKB_FRAGS, include/linux/skbuff.h


@dataclass(slots=True)
class _Buffer:
    """One sk_buff of the receive queue."""

    end: int
    """Sequence number after its last byte."""
    memory_bytes: int
    fragments: int


class Tuning:
    """How the receive buffer grows with what a program reads in a round trip (`tcp_rcv_space_adjust`).

    Bytes that wait in the queue are taken off, as since Linux 6.16: a program that cannot keep up gets no larger buffer.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._round_trip_ns = 0
        self._space = 0
        """What was read in the best round trip so far (`rcvq_space.space`)."""
        self._sequence = 0
        self._since_ns = 0

    def begin(self, sequence: int, space: int) -> None:
        """The connection stands (`tcp_init_buffer_space`)."""
        self._sequence, self._space = sequence, space

    def measured(self, round_trip_ns: int) -> None:
        """A full segment answers what was sent so long ago; timestamps count milliseconds (`tcp_rcv_rtt_measure_ts`)."""
        sample = max(round_trip_ns, TIMESTAMP_NS)
        self._round_trip_ns += (sample - self._round_trip_ns) // 8 if self._round_trip_ns else sample

    def copied(self, memory: "ReceiveMemory", sequence: int, queued: int, now: int) -> None:
        """The program has read everything before this sequence number."""
        if not self._round_trip_ns or now - self._since_ns < self._round_trip_ns:
            return
        copied = sequence - self._sequence - queued
        if copied > self._space:
            window, grown = 2 * copied, copied - self._space
            window += 2 * (window * grown // self._space)
            self._space = copied
            wanted = min(window * _WHOLE // memory.ratio, self._most)
            memory.capacity_bytes = max(memory.capacity_bytes, wanted)
        self._sequence, self._since_ns = sequence, now


class ReceiveMemory:
    """Memory of one connection's receive queue."""

    def __init__(self, sizes: Sizes) -> None:
        self.capacity_bytes = sizes.receive_memory[1]
        """sk_rcvbuf."""
        self.used_bytes = 0
        """sk_rmem_alloc."""
        self.ratio = DEFAULT_RATIO
        self.tuning = Tuning(sizes.receive_memory[2])
        self._loopback = sizes.loopback
        self._buffers: deque[_Buffer] = deque()

    def window_from(self, memory_bytes: int) -> int:
        """Payload that so much memory holds (`tcp_win_from_space`)."""
        return max(memory_bytes, 0) * self.ratio // _WHOLE

    @property
    def free_window(self) -> int:
        """Payload that there is room for (`tcp_space`)."""
        return self.window_from(self.capacity_bytes - self.used_bytes)

    @property
    def full_window(self) -> int:
        """Payload that an empty buffer holds (`tcp_full_space`)."""
        return self.window_from(self.capacity_bytes)

    def cost(self, length: int) -> int:
        """A segment's truesize, alone in its sk_buff."""
        if self._loopback:
            return length + LOOPBACK_OVERHEAD
        return -(-length // PAGE_PART) * PAGE_PART + SKB_OVERHEAD

    def measure(self, length: int) -> None:
        """A segment longer than those before it says how well memory is filled."""
        self.ratio = max(length * _WHOLE // self.cost(length), 1)

    def add(self, end: int, length: int) -> None:
        """A segment joins the queue, in the last sk_buff if that has room (`tcp_try_coalesce`)."""
        cost, last = self.cost(length), self._buffers[-1] if self._buffers else None
        if last is not None and last.fragments < MOST_FRAGMENTS:
            cost -= LOOPBACK_OVERHEAD if self._loopback else SKB_OVERHEAD
            last.end, last.memory_bytes = end, last.memory_bytes + cost
            last.fragments += not self._loopback
        else:
            self._buffers.append(_Buffer(end, cost, 1))
        self.used_bytes += cost

    def release(self, sequence: int) -> None:
        """Everything before this sequence number was read: whole sk_buffs are freed (`tcp_eat_recv_skb`)."""
        while self._buffers and self._buffers[0].end <= sequence:
            self.used_bytes -= self._buffers.popleft().memory_bytes
