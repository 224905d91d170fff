"""State of the server's hardware and of the kernel's softirq: rings, interrupt lines, cores."""

import msgspec


class RxRing(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One RX queue's descriptor ring. Posted slots are the ones in [write_pointer, tail)."""

    queue: int
    size: int
    filled: dict[int, int] = {}
    """Slot to packet: the NIC has filled it, the driver has not taken it."""
    writing: dict[int, int] = {}
    """Slot to packet: DMA is under way or not yet written back."""
    write_pointer: int = 0
    """The descriptor that the NIC fills next."""
    read_pointer: int = 0
    """The descriptor that the driver looks at next."""
    tail: int = 0
    """One past the last posted descriptor."""
    received: int = 0
    dropped: int = 0
    rss_hash: int | None = None
    """Of the last frame."""
    lengths: dict[int, int] = {}
    """Slot to bytes, from DMA until the driver cleans the descriptor."""
    cleaned: int = 0
    """Frames, and their bytes, as the driver counts them for the queue: when it cleans a descriptor."""
    cleaned_bytes: int = 0


class TxRing(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """The TX descriptor ring."""

    queue: int
    size: int
    slots: dict[int, int] = {}
    """Slot to packet: filled by the driver and not yet cleaned."""
    sent: list[int] = []
    """Slots that the NIC has sent and the driver has not yet cleaned."""
    read: list[int] = []
    """Slots that the NIC has read by DMA and is sending."""
    tail: int = 0
    """The driver's write pointer, told to the NIC by the doorbell."""
    doorbell: int = 0
    """The tail that the NIC knows."""
    clean_pointer: int = 0
    transmitted: int = 0
    lengths: list[int] = []
    """Bytes of the frames that are not cleaned, oldest first."""
    cleaned: int = 0
    cleaned_bytes: int = 0


class InterruptLine(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One queue's MSI-X vector."""

    queue: int
    vector: int = 0
    cpu: int | None = None
    masked: bool = False
    raised: int = 0
    """How many interrupts there have been."""
    raised_on: dict[int, int] = {}
    """How many of them on each core."""
    delayed_until_ns: int | None = None
    frames_waiting: int = 0


class Cpu(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One core: what runs on it, and what it was interrupted in."""

    id: int
    context: str = "idle"
    """idle | hardirq | softirq | thread."""
    thread: int | None = None
    """The thread that runs, or that was stopped by interrupt or softirq."""
    interrupted: str = ""
    """What the interrupt stopped: idle | thread | softirq; empty when nothing is stopped."""
    hardirqs: int = 0
    softirqs: int = 0


class Softirq(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """NET_RX on one core, and its counters as /proc/net/softnet_stat has them."""

    cpu: int
    running: bool = False
    context: str = ""
    queue: int | None = None
    """Queue whose NAPI is polled; -1 is the loopback backlog."""
    budget: int = 0
    weight: int = 0
    work: int = 0
    """Packets handled in this poll."""
    packet: int | None = None
    """The packet that is being carried up."""
    poll_list: list[int] = []
    """Queues that were scheduled and not yet completed."""
    backlog: list[int] = []
    """Packets on the per-CPU backlog (loopback)."""
    processed: int = 0
    dropped: int = 0
    time_squeeze: int = 0
