"""A descriptor ring: fixed size, a pointer where one side fills and one where the other takes.

One descriptor stays unused, so that full and empty look different (`igb_desc_unused`, drivers/net/ethernet/intel/igb).
"""

from journey_tui.simulation.packet import Packet


class RxRing:
    """The receive ring: the NIC fills posted descriptors, the driver takes them and posts empty pages again."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.write_pointer = 0
        """The descriptor that the NIC fills next."""
        self.read_pointer = 0
        """The descriptor that the driver looks at next."""
        self.tail = max(size - 1, 1) % size if size > 1 else 0
        """One past the last posted descriptor."""
        self._free = max(size - 1, 1)
        self._done: dict[int, Packet] = {}
        self._taken = 0

    def claim(self) -> int | None:
        """The NIC takes the next posted descriptor; None when there is none."""
        if self._free == 0:
            return None
        slot = self.write_pointer
        self._free -= 1
        self.write_pointer = (slot + 1) % self.size
        return slot

    def fill(self, slot: int, packet: Packet) -> None:
        """Write-back: the descriptor is done."""
        self._done[slot] = packet

    @property
    def ready(self) -> int:
        """Done descriptors that the driver has not taken."""
        return len(self._done)

    def take(self) -> tuple[int, Packet] | None:
        """The driver takes the next descriptor, when it is done."""
        packet = self._done.pop(self.read_pointer, None)
        if packet is None:
            return None
        slot = self.read_pointer
        self.read_pointer = (slot + 1) % self.size
        self._taken += 1
        return slot, packet

    @property
    def taken(self) -> int:
        """Descriptors that were taken and not posted again."""
        return self._taken

    def post(self) -> int:
        """The driver posts an empty page for every descriptor that it took; answers how many."""
        count, self._taken = self._taken, 0
        self._free += count
        self.tail = (self.tail + count) % self.size
        return count


class TxRing:
    """The transmit ring: the driver fills, the NIC reads and sends, the driver cleans."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.tail = 0
        """The driver's write pointer."""
        self.clean_pointer = 0
        self._used = 0
        self._sent = 0

    @property
    def full(self) -> bool:
        """Whether no descriptor is free; one always stays unused."""
        return self._used >= max(self.size - 1, 1)

    def fill(self) -> int:
        """The driver writes a descriptor."""
        slot = self.tail
        self.tail = (slot + 1) % self.size
        self._used += 1
        return slot

    def sent(self) -> None:
        """The NIC has sent one more."""
        self._sent += 1

    @property
    def to_clean(self) -> int:
        """Descriptors that were sent and not cleaned."""
        return self._sent

    def clean(self) -> int:
        """The driver frees what was sent; answers how many."""
        count, self._sent = self._sent, 0
        self._used -= count
        self.clean_pointer = (self.clean_pointer + count) % self.size
        return count
