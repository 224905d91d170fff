"""How many segments may be on their way: slow start, then one more for each window (RFC 5681).

Linux's default, CUBIC, grows faster than this once it has lost a packet; before that both are the same.
"""

from typing import Final

INITIAL_WINDOW: Final = 10  # TCP_INIT_CWND, include/net/tcp.h, Linux 6.12
DUPLICATES: Final = 3
"""So many ACKs for the same byte mean that the segment is lost (RFC 5681, section 3.2)."""
_NO_LIMIT: Final = 1 << 30


class Congestion:
    """One direction's congestion window, in segments."""

    def __init__(self) -> None:
        self.window = INITIAL_WINDOW
        self.threshold = _NO_LIMIT
        self.recover = 0
        """While it repairs a loss: the sequence number whose ACK ends the repair; else 0."""
        self._peak = 0
        self._counted = 0
        self._duplicates = 0

    def sent(self, in_flight: int) -> None:
        """So many segments are on their way now."""
        self._peak = max(self._peak, in_flight)

    def acknowledged(self, segments: int) -> None:
        """So many segments have arrived: the window grows if it was what held the sender back."""
        self._duplicates = 0
        if self.recover:
            return
        if self.window < self.threshold:
            if self.window < 2 * self._peak:  # tcp_is_cwnd_limited
                self.window += segments
        elif self.window <= self._peak:
            self._counted += segments
            if self._counted >= self.window:
                self._counted -= self.window
                self.window += 1
        self._peak = 0

    def duplicate(self, in_flight: int, next_sequence: int) -> bool:
        """Another ACK for the same byte; answers whether the segment counts as lost now."""
        self._duplicates += 1
        if self._duplicates != DUPLICATES or self.recover:
            return False
        self.window = self.threshold = max(in_flight // 2, 2)
        self.recover = next_sequence
        return True

    def timed_out(self, in_flight: int) -> None:
        """Everything on its way counts as lost: begin again with one segment (`tcp_enter_loss`)."""
        self.threshold = max(in_flight // 2, 2)
        self.window = 1
        self.recover = self._peak = self._counted = self._duplicates = 0
