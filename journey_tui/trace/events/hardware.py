"""What the network card, its rings, its interrupt line and the interrupted CPU core do."""

from typing import ClassVar

from journey_tui.trace.events.base import Event


class FrameArrived(Event, frozen=True):
    """The NIC has a whole frame: checksum and MAC address fit, the RSS hash picks an RX queue."""

    at_stage: ClassVar[str] = "nic"
    queue: int
    length_bytes: int
    """Ethernet frame without preamble and FCS."""
    rss_hash: int
    """Toeplitz hash over the 4-tuple (Documentation/networking/scaling.rst)."""


class DmaWritten(Event, frozen=True):
    """The NIC's DMA engine writes the frame into the page that the next posted descriptor points at."""

    at_stage: ClassVar[str] = "dma"
    queue: int
    slot: int
    address: int
    """Bus address of the page; illustrative."""
    length_bytes: int


class DescriptorFilled(Event, frozen=True):
    """Descriptor write-back: the NIC sets length and the done bit, and its write pointer moves on."""

    at_stage: ClassVar[str] = "dma"
    queue: int
    slot: int
    write_pointer: int
    """The descriptor that the NIC fills next."""


class DescriptorCleaned(Event, frozen=True):
    """The driver's poll takes a done descriptor: its read pointer moves on."""

    at_stage: ClassVar[str] = "dma"
    queue: int
    slot: int
    read_pointer: int
    """The descriptor that the driver looks at next (`next_to_clean`)."""


class DescriptorsPosted(Event, frozen=True):
    """The driver gives empty pages back to the NIC and moves the tail register (`igb_alloc_rx_buffers`)."""

    at_stage: ClassVar[str] = "dma"
    queue: int
    count: int
    tail: int
    """One past the last descriptor that the NIC may fill."""


class InterruptDelayed(Event, frozen=True):
    """Moderation: the NIC waits for more frames or for rx-usecs before it interrupts."""

    at_stage: ClassVar[str] = "interrupt"
    queue: int
    frames_waiting: int
    until_ns: int


class InterruptRaised(Event, frozen=True):
    """The NIC sends its queue's MSI-X message to one CPU core."""

    at_stage: ClassVar[str] = "interrupt"
    queue: int
    vector: int


class CpuInterrupted(Event, frozen=True):
    """The core stops what it did and enters the hard interrupt handler; `thread` and `goroutine` say what stopped."""

    at_stage: ClassVar[str] = "interrupt"
    interrupted: str
    """idle | thread | softirq."""


class NapiScheduled(Event, frozen=True):
    """The handler does one thing: `napi_schedule()`. The queue's interrupt stays masked; NET_RX is raised."""

    at_stage: ClassVar[str] = "interrupt"
    queue: int


class InterruptEnabled(Event, frozen=True):
    """Polling found the queue empty: `napi_complete_done` unmasks its interrupt."""

    at_stage: ClassVar[str] = "interrupt"
    queue: int


class CpuResumed(Event, frozen=True):
    """Interrupt and softirq are done; the core goes back to the thread it had stopped, or to idle."""

    at_stage: ClassVar[str] = "interrupt"
    resumed: str
    """idle | thread."""


class TxDescriptorFilled(Event, frozen=True):
    """The driver maps the packet and writes a TX descriptor (`igb_xmit_frame`)."""

    at_stage: ClassVar[str] = "transmit"
    queue: int
    slot: int
    length_bytes: int


class DoorbellRung(Event, frozen=True):
    """The driver writes the TX tail register: the NIC learns that there is work."""

    at_stage: ClassVar[str] = "transmit"
    queue: int
    tail: int


class TxDmaRead(Event, frozen=True):
    """The NIC reads the packet from RAM by DMA."""

    at_stage: ClassVar[str] = "transmit"
    queue: int
    slot: int
    length_bytes: int


class FrameTransmitted(Event, frozen=True):
    """The last bit of the frame has left for the wire."""

    at_stage: ClassVar[str] = "transmit"
    queue: int
    slot: int


class TxCompleted(Event, frozen=True):
    """The driver frees what the NIC has sent (TX completion, in NAPI). TCP keeps its own copy until the ACK."""

    at_stage: ClassVar[str] = "transmit"
    queue: int
    count: int
    read_pointer: int
    """The first TX descriptor that is still in use."""
