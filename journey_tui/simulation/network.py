"""The path between client and server: hops, each with a link and its queue in either direction.

A hop takes a whole packet, queues it, sends it at the link's rate (serialisation), and the link adds its latency. Loss
and jitter are drawn from the run's one random source; jitter never lets a packet overtake another one.
"""

from collections import deque
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

import simpy

from journey_tui.scenario.network import Hop
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.recorder import Recorder
from journey_tui.trace.events.outside import PacketDropped, PacketForwarded, PacketQueuedAtHop

WIRE_OVERHEAD_BYTES: Final = 24
"""Preamble, frame check sequence and gap of an Ethernet frame (IEEE 802.3)."""
MAX_QUEUE: Final = 1000
"""Packets that a hop's queue holds: DEFAULT_TX_QUEUE_LEN, include/linux/netdevice.h, Linux 6.12."""
SECOND_NS: Final = 1_000_000_000


class _Link:
    """One direction of a hop's link."""

    __slots__ = ("last_arrival", "leaving")

    def __init__(self) -> None:
        self.leaving: deque[int] = deque()
        """When each packet of the queue will have left it, oldest first."""
        self.last_arrival = 0

    def queue(self, now: int, duration_ns: int) -> int:
        """One more packet that takes so long to send; answers when its last bit has left."""
        begins = max(now, self.leaving[-1]) if self.leaving else now
        self.leaving.append(begins + duration_ns)
        return begins + duration_ns

    def waiting(self, now: int) -> int:
        """Packets that have not left the queue yet."""
        while self.leaving and self.leaving[0] <= now:
            self.leaving.popleft()
        return len(self.leaving)


class Network:
    """All hops, from client to server; the answer takes the same way back."""

    def __init__(self, env: simpy.Environment, recorder: Recorder, rng: Random, path: Sequence[Hop]) -> None:
        self._env = env
        self._recorder = recorder
        self._rng = rng
        self._path = path
        self._links = {(index, way): _Link() for index in range(len(path)) for way in (True, False)}
        self.to_server: Callable[[Packet], None] = lambda packet: None
        self.to_client: Callable[[Packet], None] = lambda packet: None
        self.lose: Callable[[Packet], bool] = lambda packet: False
        """Whether a fault of the scenario takes the packet away."""

    def send(self, packet: Packet) -> None:
        """A packet leaves its host."""
        if self.lose(packet):
            return
        self._hop(packet, 0 if packet.to_server else len(self._path) - 1)

    def _hop(self, packet: Packet, index: int) -> None:
        if not 0 <= index < len(self._path):
            (self.to_server if packet.to_server else self.to_client)(packet)
            return
        hop, link, now = self._path[index], self._links[index, packet.to_server], int(self._env.now)
        if link.waiting(now) >= MAX_QUEUE:
            self._drop(packet, f"the queue at {hop.name} is full")
            return
        bits = (packet.length_bytes + WIRE_OVERHEAD_BYTES) * 8
        left = link.queue(now, bits * SECOND_NS // hop.bandwidth)
        self._recorder.emit(
            PacketQueuedAtHop(
                hop=hop.name,
                hop_index=index,
                direction=packet.sent.direction,
                queue_length=len(link.leaving),
                **packet.ids,
            )
        )
        jitter = self._rng.randrange(hop.jitter + 1) if hop.jitter else 0
        link.last_arrival = max(left + hop.latency + jitter, link.last_arrival)
        crossing = self._env.timeout(link.last_arrival - now)
        crossing.callbacks.append(lambda _: self._crossed(packet, index))

    def _crossed(self, packet: Packet, index: int) -> None:
        hop = self._path[index]
        if hop.loss and self._rng.random() < hop.loss:
            self._drop(packet, f"lost at {hop.name}")
            return
        packet.ttl -= 1
        self._recorder.emit(
            PacketForwarded(
                hop=hop.name,
                hop_index=index,
                direction=packet.sent.direction,
                ttl=packet.ttl,
                **packet.ids,
            )
        )
        self._hop(packet, index + (1 if packet.to_server else -1))

    def _drop(self, packet: Packet, reason: str) -> None:
        packet.end()
        self._recorder.emit(PacketDropped(where="network", reason=reason, **packet.ids))
