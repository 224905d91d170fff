"""A segment as one end hands it to the other. Sequence numbers do not wrap here; on the wire they do."""

from dataclasses import dataclass

Flags = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """What TCP decides; the stack adds addresses, options and the window's scale."""

    flags: Flags
    sequence: int
    acknowledgement: int
    window: int
    """Bytes that the sender is ready to take."""
    payload: bytes = b""
    retransmission: bool = False
    request: int | None = None
    """The request whose bytes, or whose answer's bytes, it carries."""
    sack: tuple[tuple[int, int], ...] = ()
    """SACK blocks, a D-SACK block first: first sequence number, and the one after the last."""
    bare: bool = False
    """No socket's own segment: RST without any option (`tcp_v4_send_reset`, net/ipv4/tcp_ipv4.c, Linux 6.12)."""

    merged: tuple["Segment", ...] = ()
    """The segments that GRO made it of, in order."""

    @property
    def parts(self) -> tuple["Segment", ...]:
        """The segments that came, itself where it was not merged."""
        return self.merged or (self,)

    def has(self, flag: str) -> bool:
        """Whether a flag is set."""
        return flag in self.flags

    @property
    def end(self) -> int:
        """The sequence number after it."""
        return self.sequence + self.length

    @property
    def length(self) -> int:
        """Sequence numbers that it takes: its bytes, one for SYN, one for FIN."""
        return len(self.payload) + self.has("SYN") + self.has("FIN")


def reset_for(segment: Segment) -> Segment:
    """RST for a segment that has no business here (`tcp_v4_send_reset`, net/ipv4/tcp_ipv4.c, Linux 6.12)."""
    if segment.has("ACK"):
        return Segment(("RST",), segment.acknowledgement, 0, 0, bare=True)
    return Segment(("ACK", "RST"), 0, segment.end, 0, bare=True)
