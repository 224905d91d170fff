"""How many segments may be on their way: slow start, then one more for each window (RFC 5681); less after a loss (RFC 6937).

Linux's default, CUBIC, grows faster than this once it has lost a packet; before that both are the same. How much of the
window is left after a loss is CUBIC's.
"""

from typing import Final

INITIAL_WINDOW: Final = 10  # TCP_INIT_CWND, include/net/tcp.h, Linux 6.12
DUPLICATES: Final = 3
"""With so many segments behind it that have arrived, one is lost (tcp_reordering, net/ipv4/tcp_ipv4.c)."""
_LEFT: Final = 717
_OF: Final = 1024
"""beta and BICTCP_BETA_SCALE, net/ipv4/tcp_cubic.c, Linux 6.12."""
_FEWEST: Final = 2  # segments: cubictcp_recalc_ssthresh, net/ipv4/tcp_cubic.c
_NO_LIMIT: Final = 1 << 30  # above every window, as TCP_INFINITE_SSTHRESH is


class Congestion:
    """One direction's congestion window, in segments."""

    def __init__(self) -> None:
        self.window = INITIAL_WINDOW
        self.threshold = _NO_LIMIT
        self.recover = 0
        """While it repairs a loss: the sequence number whose ACK ends the repair (`high_seq`); else 0."""
        self.timed_out = False
        """It repairs after a timeout, with a window that grows from one segment (CA_Loss)."""
        self._peak = 0
        self._counted = 0
        self._before = 0
        """The window when the repair began (`prior_cwnd`)."""
        self._delivered = 0
        """Segments that have arrived since (`prr_delivered`)."""
        self._sent = 0
        """Segments sent since (`prr_out`)."""

    @property
    def recovering(self) -> bool:
        """Whether it repairs a loss that SACKs have told of (CA_Recovery)."""
        return bool(self.recover) and not self.timed_out

    def sent(self, outstanding: int) -> None:
        """One more segment goes out; so many are not acknowledged now."""
        self._peak = max(self._peak, outstanding)
        self._sent += 1

    def acknowledged(self, segments: int) -> None:
        """So many segments have arrived: the window grows if it was what held the sender back."""
        if self.window < self.threshold:
            if self.window < 2 * self._peak:  # tcp_is_cwnd_limited
                self.window += segments
        elif self.window <= self._peak:
            self._counted += segments
            if self._counted >= self.window:
                self._counted -= self.window
                self.window += 1
        self._peak = 0

    # ── repair ──

    def begin_recovery(self, next_sequence: int) -> None:
        """A loss was noticed: the window shrinks bit by bit to its new size (`tcp_enter_recovery`)."""
        self._shrink()
        self.recover, self.timed_out = next_sequence, False
        self._delivered = self._sent = 0

    def _shrink(self) -> None:
        self._before = self.window
        self.threshold = max(self.window * _LEFT // _OF, _FEWEST)

    def reduce(self, delivered: int, in_flight: int, *, advanced: bool, losses: int) -> None:
        """Proportional rate reduction: so many may be sent for what has arrived (`tcp_cwnd_reduction`)."""
        if not delivered:
            return
        self._delivered += delivered
        room = self.threshold - in_flight
        if room < 0:
            count = -(-self.threshold * self._delivered // self._before) - self._sent
        else:
            count = max(self._delivered - self._sent, delivered) + (advanced and not losses)
            count = min(room, count)
        self.window = in_flight + max(count, 0 if self._sent else 1)

    def time_out(self, next_sequence: int, *, anew: bool) -> None:
        """The RTO: the threshold falls, unless it has for this repair already (`tcp_enter_loss`)."""
        if anew:
            self._shrink()
        self.recover, self.timed_out = next_sequence, True
        self._peak = self._counted = 0

    def repaired(self) -> None:
        """Everything that was sent before the repair has arrived."""
        if not self.timed_out:
            self.window = self.threshold  # tcp_end_cwnd_reduction
        self.recover, self.timed_out = 0, False
