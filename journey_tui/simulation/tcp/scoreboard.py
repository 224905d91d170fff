"""What a sender knows of each segment on its way: acknowledged out of order, lost, sent again (RFC 6675, RFC 8985).

SACK blocks say what has arrived; time says what has not: a segment counts as lost when one that was sent later has
arrived, and long enough ago (RACK). So several holes are filled in one round trip, each once, and a repeated segment that
is lost again is noticed as well. Counted as the kernel does: `packets_out`, `sacked_out`, `lost_out`, `retrans_out`.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

Blocks = tuple[tuple[int, int], ...]
"""SACK blocks: first sequence number, and the one after the last."""


@dataclass(slots=True)
class Sent:
    """One segment that was sent and is not acknowledged (an sk_buff of `tcp_rtx_queue`)."""

    start: int
    end: int
    """Sequence number after it, the FIN's included."""
    sent_ns: int
    """When it went out for the last time."""
    again: bool = False
    """It was ever repeated (TCPCB_EVER_RETRANS): Karn's rule, no round trip is taken from it."""
    sacked: bool = False
    """The peer has it, but not what comes before it (TCPCB_SACKED_ACKED)."""
    lost: bool = False
    """It counts as lost (TCPCB_LOST)."""
    repeated: bool = False
    """… and has been sent again since (TCPCB_SACKED_RETRANS)."""


@dataclass(slots=True)
class Delivered:
    """What one ACK has told of."""

    segments: int = 0
    """That have arrived, as was not known before."""
    sample_ns: int | None = None
    """Round trip of the oldest of them, unless one was sent more than once: which one arrived is not known (Karn)."""


class Scoreboard:
    """Segments on their way, oldest first."""

    def __init__(self) -> None:
        self._sent: deque[Sent] = deque()
        self.sacked = 0
        self.lost = 0
        self._repeated = 0
        self._newest = (-1, -1)
        """When the latest of those that have arrived was sent, and where it ends (`rack.mstamp`, `rack.end_seq`)."""
        self._round_trip_ns = 0
        """How long that one took (`rack.rtt_us`)."""
        self._advanced = False

    def __len__(self) -> int:
        """Segments sent and not acknowledged, whatever has become of them (`packets_out`)."""
        return len(self._sent)

    @property
    def in_flight(self) -> int:
        """Segments that are on their way as far as is known (`tcp_packets_in_flight`)."""
        return len(self._sent) - self.sacked - self.lost + self._repeated

    @property
    def first(self) -> Sent | None:
        """The oldest."""
        return self._sent[0] if self._sent else None

    @property
    def last(self) -> Sent | None:
        """The newest."""
        return self._sent[-1] if self._sent else None

    def add(self, start: int, end: int, now: int) -> None:
        """A segment goes out for the first time."""
        self._sent.append(Sent(start, end, now))

    # ── sending again ──

    def next_lost(self) -> Sent | None:
        """The oldest lost segment that has not been sent again."""
        if self.lost == self._repeated:
            return None
        return next((sent for sent in self._sent if sent.lost and not sent.repeated), None)

    def repeat(self, sent: Sent, largest: int, data_end: int, now: int) -> None:
        """It goes out again: cut where it has become too long, else with what follows, where that fits.

        At `data_end` stands the FIN, which takes a number but no room.
        `__tcp_retransmit_skb`, `tcp_fragment` and `tcp_retrans_try_collapse` (net/ipv4/tcp_output.c, Linux 6.12).
        """
        most = sent.start + largest
        if min(sent.end, data_end) > most:
            self._cut(sent, most)
        else:
            self._join(sent, most, data_end)
        sent.sent_ns, sent.again = now, True
        if sent.lost and not sent.repeated:
            sent.repeated = True
            self._repeated += 1

    def _cut(self, sent: Sent, at: int) -> None:
        rest = Sent(at, sent.end, sent.sent_ns, sent.again, lost=sent.lost)
        self._sent.insert(self._sent.index(sent) + 1, rest)
        self.lost += rest.lost
        sent.end = at

    def _join(self, sent: Sent, most: int, data_end: int) -> None:
        place = self._sent.index(sent) + 1
        while place < len(self._sent):
            following = self._sent[place]
            if following.sacked or min(following.end, data_end) > most:
                return
            sent.end = following.end
            del self._sent[place]
            self.lost -= following.lost
            self._repeated -= following.repeated

    # ── what the peer has ──

    def hear(self, number: int, blocks: Blocks, now: int, least_ns: int) -> Delivered:
        """An ACK: everything before `number` has arrived, and what the blocks cover.

        `least_ns` is the shortest round trip so far: what seems to have taken less was not the repeated one.
        """
        delivered, repeated = Delivered(), False
        while self._sent and self._sent[0].start < number:
            sent = self._sent[0]
            if sent.end > number:
                sent.start = number  # tcp_trim_head
                break
            self._sent.popleft()
            self.sacked -= sent.sacked
            self._forget_loss(sent)
            repeated = repeated or sent.again
            if not sent.sacked:
                self._arrived(sent, delivered, now, least_ns)
        if repeated:
            delivered.sample_ns = None
        for sent in self._covered(blocks) if blocks else ():
            sent.sacked = True
            self.sacked += 1
            self._forget_loss(sent)
            self._arrived(sent, delivered, now, least_ns)
        return delivered

    def _covered(self, blocks: Blocks) -> Iterator[Sent]:
        for sent in self._sent:
            if not sent.sacked and any(start <= sent.start and sent.end <= end for start, end in blocks):
                yield sent

    def _arrived(self, sent: Sent, delivered: Delivered, now: int, least_ns: int) -> None:
        """One more is known to have arrived (`tcp_rack_advance`)."""
        delivered.segments += 1
        took = now - sent.sent_ns
        if (sent.sent_ns, sent.end) > self._newest and not (sent.again and took < least_ns):
            self._newest, self._round_trip_ns, self._advanced = (sent.sent_ns, sent.end), took, True
        if delivered.sample_ns is None and not sent.again:
            delivered.sample_ns = took

    def _forget_loss(self, sent: Sent) -> None:
        self.lost -= sent.lost
        self._repeated -= sent.repeated
        sent.lost = sent.repeated = False

    # ── what is lost ──

    def find_losses(self, settle_ns: int, now: int, *, again: bool = False) -> tuple[int, int]:
        """`tcp_rack_detect_loss`: what was sent before the newest arrival, and should have arrived.

        Answers how many count as lost now, and after how long to look once more (0: not at all).
        """
        if not (self._advanced or again):
            return 0, 0
        self._advanced, losses, look_after_ns = False, 0, 0
        for sent in self._sent:
            if sent.sacked or (sent.lost and not sent.repeated) or (sent.sent_ns, sent.end) >= self._newest:
                continue
            remaining = self._round_trip_ns + settle_ns - (now - sent.sent_ns)
            if remaining <= 0:
                self._lose(sent)
                losses += 1
            else:
                look_after_ns = max(look_after_ns, remaining)
        return losses, look_after_ns

    def time_out(self, now: int) -> None:
        """The RTO: all but what was sent too lately to have arrived is lost (`tcp_timeout_mark_lost`)."""
        for sent in self._sent:
            recent = self._round_trip_ns > now - sent.sent_ns
            if not sent.sacked and (sent is self._sent[0] or not recent):
                self._lose(sent)

    def _lose(self, sent: Sent) -> None:
        self.lost += not sent.lost
        self._repeated -= sent.repeated
        sent.lost, sent.repeated = True, False
