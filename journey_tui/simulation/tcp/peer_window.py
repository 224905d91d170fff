"""The window that the peer has told, and what it means for the length of segments."""

from typing import Final

_DEFAULT_MSS: Final = 536  # TCP_MSS_DEFAULT, include/net/tcp.h, Linux 6.12


class PeerWindow:
    """How many bytes may be on their way."""

    def __init__(self, mss: int) -> None:
        self.length_bytes = mss
        self._mss = mss
        self._largest = 0
        """The most that the peer has ever offered (`tp->max_window`)."""
        self._told_by = (-1, -1)
        """Sequence and ACK number of the segment that last told a window (SND.WL1, SND.WL2)."""

    @property
    def full_segment(self) -> int:
        """At most half of the largest window there was (`tcp_bound_to_half_wnd`)."""
        largest = self._largest
        return min(self._mss, largest // 2 if largest > _DEFAULT_MSS else max(largest, 1))

    @property
    def half_bytes(self) -> int:
        """Half of the largest window there was: so much is written without PSH (`forced_push`)."""
        return self._largest // 2

    def offer(self, window: int) -> None:
        """So many bytes may be on their way."""
        self.length_bytes, self._largest = window, max(self._largest, window)

    def hear(self, sequence: int, number: int, window: int) -> bool:
        """A segment's window, unless a later one has told already; answers whether it changed."""
        told_sequence, told_number = self._told_by
        later = number > told_number or sequence > told_sequence
        if not later and (sequence != told_sequence or window <= self.length_bytes):
            return False
        self._told_by = (sequence, number)
        changed = window != self.length_bytes
        self.offer(window)
        return changed
