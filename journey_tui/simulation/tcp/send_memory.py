"""What written bytes cost in the kernel's memory, and when a write() has to stop.

Bytes are kept in sk_buffs of up to 64 KiB, and the send buffer counts those with their overhead. A write goes on filling
the last one; only for a new one must there be room (`tcp_sendmsg_locked`, net/ipv4/tcp.c, Linux 6.12). So the last
may stand over: that is how 4,025,960 bytes were taken before EAGAIN in the recording of a slow reader.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

SKB_OVERHEAD: Final = 832
"""truesize of an empty sk_buff from tcp_stream_alloc_skb: (skmem w − Send-Q) / sk_buffs, as ss printed them."""
LARGEST_SKB: Final = 65_215
"""sk_gso_max_size − 1 − MAX_TCP_HEADER (`tcp_xmit_size_goal`)."""
BUFFER_SEGMENTS: Final = 3
"""Room for so many congestion windows: bbr_sndbuf_expand, as the recorded hosts run BBR; CUBIC has 2."""
_SEGMENT_OVERHEAD: Final = 576
"""MAX_TCP_HEADER and skb_shared_info around a full segment, before rounding up to a power of two."""
_SKB_BYTES: Final = 256
"""sizeof(struct sk_buff), aligned. With both, 30 segments of 65483 make 3939840, as recorded."""


BACKLOG_BUFFERS: Final = 16
"""After so many new sk_buffs a write looks at the ACKs that came meanwhile (`sk_flush_backlog` in `tcp_sendmsg_locked`)."""


@dataclass(slots=True)
class Buffer:
    """One sk_buff."""

    begin: int
    """Its first sequence number."""
    end: int
    """The one after its last byte."""
    push: bool = False
    """Its last segment carries PSH (`tcp_mark_push`)."""

    @property
    def length(self) -> int:
        """Its bytes."""
        return self.end - self.begin


class SendMemory:
    """Memory of one connection's send queue."""

    def __init__(self, start: int, mss: int, memory: tuple[int, int, int]) -> None:
        self.capacity_bytes = memory[1]
        """sk_sndbuf."""
        self.short_of_room = False
        """The last write did not find room for all (SOCK_NOSPACE)."""
        self._most = memory[2]
        self._segment = (1 << (mss + _SEGMENT_OVERHEAD - 1).bit_length()) + _SKB_BYTES
        self._buffers: deque[Buffer] = deque()
        self._acknowledged = start
        self._pushed = start
        """Where the last PSH was put (`tp->pushed_seq`)."""

    def expand(self, segments: int) -> None:
        """The buffer grows with the congestion window (`tcp_sndbuf_expand`)."""
        wanted = BUFFER_SEGMENTS * segments * self._segment
        self.capacity_bytes = max(self.capacity_bytes, min(wanted, self._most))

    @property
    def used_bytes(self) -> int:
        """sk_wmem_queued."""
        if not self._buffers:
            return 0
        return self._buffers[-1].end - self._acknowledged + SKB_OVERHEAD * len(self._buffers)

    @property
    def writable(self) -> bool:
        """Free is at least half of what is used: at most two thirds in use (`sk_stream_is_writeable`)."""
        used = self.used_bytes
        return self.capacity_bytes - used >= used // 2

    def take(self, length: int, end: int, sent: int, full_segment: int, half_window: int) -> int:
        """How much of a write is taken; `end` is where it begins, `sent` what has gone out.

        It stops where there is no room, or, with `short_of_room` false, to look at what has come meanwhile.
        """
        largest = max(LARGEST_SKB // full_segment, 1) * full_segment
        taken = added = 0
        self.short_of_room = False
        while taken < length:
            tail = self._buffers[-1] if self._buffers else None
            open_still = tail is not None and (tail.end > sent or not tail.length)
            if tail is None or not open_still or tail.length >= largest:
                if added == BACKLOG_BUFFERS:
                    return taken
                self.short_of_room = self.used_bytes >= self.capacity_bytes
                if self.short_of_room:
                    break
                self._buffers.append(Buffer(end, end))
                added += 1
                continue
            part = min(largest - tail.length, length - taken)
            taken, end = taken + part, end + part
            tail.end = end
            if end > self._pushed + half_window and tail.length == largest:
                self._push(tail)  # forced_push
        if taken:
            self._push(self._buffers[-1])  # tcp_push
        return taken

    def _push(self, buffer: Buffer) -> None:
        buffer.push, self._pushed = True, buffer.end

    def pushes(self, start: int, end: int) -> bool:
        """Whether a segment of these bytes carries PSH: an sk_buff that has it ends there."""
        for buffer in self._buffers:
            if buffer.begin >= end:
                break
            if buffer.push and start < buffer.end <= end:
                return True
        return False

    def acknowledged(self, number: int) -> None:
        """The peer has everything before this sequence number."""
        self._acknowledged = number
        while self._buffers and self._buffers[0].end <= number:
            self._buffers.popleft()
