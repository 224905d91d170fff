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

    def has(self, flag: str) -> bool:
        """Whether a flag is set."""
        return flag in self.flags

    @property
    def length(self) -> int:
        """Sequence numbers that it takes: its bytes, one for SYN, one for FIN."""
        return len(self.payload) + self.has("SYN") + self.has("FIN")
