"""The retransmission timeout: from round trips that were measured, doubled with each timeout (RFC 6298).

As `tcp_rtt_estimator` and `tcp_set_rto` reckon (net/ipv4/tcp_input.c, Linux 6.12): every ACK of new data gives a sample, the
variation falls more slowly than it rises, at most once in a round trip, and never below 200 ms.
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
        self.least_ns = 0
        """The shortest one (`tcp_min_rtt`)."""
        self._variation_ns = 0
        """The variation that the timeout counts (`rttvar_us`)."""
        self._deviation_ns = 0
        """Four times the mean deviation (`mdev_us`)."""
        self._largest_ns = 0
        """The largest of those in this round trip (`mdev_max_us`)."""
        self._until = -1
        """The sequence number with which this round trip ends (`rtt_seq`)."""

    def measured(self, sample_ns: int, acknowledged: int = 0, following: int = 0) -> None:
        """One round trip took so long; up to where the peer has everything by now, and what is sent next."""
        sample_ns = max(sample_ns, 1)
        self.least_ns = min(self.least_ns or sample_ns, sample_ns)
        if not self.smoothed_ns:
            self.smoothed_ns, self._deviation_ns = sample_ns, 2 * sample_ns
            self._variation_ns = self._largest_ns = max(self._deviation_ns, RTO_MIN_NS)
            self._until = following
            return
        error = sample_ns - self.smoothed_ns
        self.smoothed_ns = max(self.smoothed_ns + error // 8, 1)
        change = abs(error) - self._deviation_ns // 4
        self._deviation_ns += change // 8 if error < 0 < change else change
        self._largest_ns = max(self._largest_ns, self._deviation_ns)
        self._variation_ns = max(self._variation_ns, self._largest_ns)
        if acknowledged > self._until:
            self._variation_ns -= max(self._variation_ns - self._largest_ns, 0) // 4
            self._until, self._largest_ns = following, RTO_MIN_NS

    def timeout_ns(self, retries: int = 0) -> int:
        """How long to wait for an ACK after so many timeouts."""
        base = self.smoothed_ns + self._variation_ns if self.smoothed_ns else RTO_INITIAL_NS
        return min(base << retries, RTO_MAX_NS)

    def loss_probe_ns(self, segments: int) -> int:
        """How long to wait for an ACK before the last of so many segments is probed (`tcp_schedule_loss_probe`)."""
        if not self.smoothed_ns:
            return RTO_INITIAL_NS
        return 2 * self.smoothed_ns + (RTO_MIN_NS if segments <= 1 else PROBE_MIN_NS)

    def settle_ns(self) -> int:
        """How late a segment may come behind later ones before it counts as lost (`tcp_rack_reo_wnd`)."""
        return min(self.least_ns // 4, self.smoothed_ns // 8)
