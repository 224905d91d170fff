"""What a sender's segments are cut by: the pieces themselves, Nagle's rule, and the probe of a tail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """What goes into one segment."""

    sequence: int
    payload: bytes
    push: bool
    fin: bool
    again: bool
    request: int | None


@dataclass(slots=True)
class Nagle:
    """Nagle's algorithm with Minshall's change: one small segment on its way is enough (`tcp_nagle_check`)."""

    small_end: int
    """Where the last segment ended that was not full (`snd_sml`)."""
    enabled: bool = False
    """Unless the program has set TCP_NODELAY."""

    def sent(self, size: int, full: int, end: int) -> None:
        """A segment goes out."""
        if 0 < size < full:
            self.small_end = max(self.small_end, end)

    def holds(self, size: int, full: int, unacknowledged: int) -> bool:
        """Whether a segment has to wait for an ACK, or for more bytes (`tcp_minshall_check`)."""
        return self.enabled and size < full and self.small_end > unacknowledged


@dataclass(slots=True)
class Tail:
    """What the loss probe of the last segments depends on (`tcp_schedule_loss_probe`)."""

    probed_up_to: int
    """One probe for each tail: what was sent before this number has had its own (`tlp_high_seq`)."""
    sent_new: bool = False
    """Something went out for the first time since the timer was looked at."""
    probe_wanted: bool = False
    """The last segment, or a new one, is to be sent at once."""
