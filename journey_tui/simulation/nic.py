"""The network card: it hashes a frame to find its queue; the queues and their rings do the rest."""

from journey_tui.simulation.dma import RxQueue
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.rss import queue_of, toeplitz_hash
from journey_tui.simulation.transmit import TxQueue
from journey_tui.trace.wire import split_address


class Nic:
    """The card, with its receive queues and one transmit queue."""

    def __init__(self, queues: list[RxQueue], transmit: TxQueue) -> None:
        self.queues = queues
        self.transmit_queue = transmit
        queues[0].transmitted = transmit

    def arrive(self, packet: Packet) -> None:
        """A frame from the wire: receive side scaling picks its queue."""
        source, source_port = split_address(packet.sent.source)
        destination, port = split_address(packet.sent.destination)
        rss_hash = toeplitz_hash(source, destination, source_port, port)
        self.queues[queue_of(rss_hash, len(self.queues))].arrive(packet, rss_hash)
