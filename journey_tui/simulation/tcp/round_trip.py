"""The retransmission timeout: from round trips that were measured, doubled with each timeout (RFC 6298).

Linux differs in one thing: it keeps the variation's part at 200 ms at least, not the whole timeout
(`tcp_rtt_estimator`, net/ipv4/tcp_input.c, Linux 6.12).
"""

from typing import Final

RTO_MIN_NS: Final = 200_000_000  # TCP_RTO_MIN, include/net/tcp.h, Linux 6.12
PROBE_MIN_NS: Final = 2_000_000  # TCP_TIMEOUT_MIN_US, the same
RTO_INITIAL_NS: Final = 1_000_000_000  # TCP_TIMEOUT_INIT
RTO_MAX_NS: Final = 120_000_000_000  # TCP_RTO_MAX


class RoundTrip:
    """What is known of one connection's round-trip time."""

    def __init__(self) -> None:
        self.smoothed_ns = 0
        self._variation_ns = 0
        self._timed: tuple[int, int] | None = None
        """The sequence number whose ACK is awaited, and when its segment was sent."""

    def sent(self, end: int, now: int) -> None:
        """A segment that ends before `end` goes out for the first time; one is timed at once."""
        if self._timed is None:
            self._timed = (end, now)

    def sent_again(self) -> None:
        """Something is repeated: an ACK would not say which one it is for (Karn's algorithm)."""
        self._timed = None

    def acknowledged(self, number: int, now: int) -> None:
        """The peer has everything before `number`."""
        if self._timed is not None and self._timed[0] <= number:
            self.measured(now - self._timed[1])
            self._timed = None

    def measured(self, sample_ns: int) -> None:
        """One round trip took so long."""
        if not self.smoothed_ns:
            self.smoothed_ns, self._variation_ns = max(sample_ns, 1), sample_ns // 2
            return
        difference = abs(self.smoothed_ns - sample_ns)
        self._variation_ns += (difference - self._variation_ns) // 4
        self.smoothed_ns = max(self.smoothed_ns + (sample_ns - self.smoothed_ns) // 8, 1)

    def timeout_ns(self, retries: int = 0) -> int:
        """How long to wait for an ACK after so many timeouts."""
        base = RTO_INITIAL_NS
        if self.smoothed_ns:
            base = self.smoothed_ns + max(4 * self._variation_ns, RTO_MIN_NS)
        return min(base << retries, RTO_MAX_NS)

    def loss_probe_ns(self, segments: int) -> int:
        """How long to wait for an ACK before the last of so many segments is probed (`tcp_schedule_loss_probe`)."""
        if not self.smoothed_ns:
            return RTO_INITIAL_NS
        return 2 * self.smoothed_ns + (RTO_MIN_NS if segments <= 1 else PROBE_MIN_NS)
