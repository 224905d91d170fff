"""The path between client and server: hops, each with a link and its queue in either direction.

A hop takes a whole packet, sends it at the link's rate (serialisation), and the link adds its latency. Loss and jitter
are drawn from the run's one random source.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

import simpy

from journey_tui.simulation.packet import Packet
from journey_tui.simulation.recorder import Recorder
from journey_tui.trace.events.outside import PacketDropped, PacketForwarded, PacketQueuedAtHop

_WIRE_OVERHEAD_BYTES = 24
"""Preamble, frame check sequence and gap of an Ethernet frame (IEEE 802.3)."""
_SECOND_NS = 1_000_000_000


class HopPlan(Protocol):
    """What a scenario says of a hop."""

    name: str
    latency: int
    bandwidth: int
    loss: float
    jitter: int


@dataclass(slots=True)
class _Link:
    """One direction of a hop's link."""

    free_at: int = 0
    waiting: int = 0


class Network:
    """All hops, from client to server; the answer takes the same way back."""

    def __init__(self, env: simpy.Environment, recorder: Recorder, rng: Random, path: Sequence[Any]) -> None:
        self._env = env
        self._recorder = recorder
        self._rng = rng
        self._path = path
        self._links = {(index, way): _Link() for index in range(len(path)) for way in (True, False)}
        self.under_way = 0
        """Packets between the two hosts."""
        self.to_server: Callable[[Packet], None] = lambda packet: None
        self.to_client: Callable[[Packet], None] = lambda packet: None

    def send(self, packet: Packet) -> None:
        """A packet leaves its host."""
        self.under_way += 1
        order = list(range(len(self._path)))
        self._hop(packet, order if packet.to_server else order[::-1])

    def _hop(self, packet: Packet, left: list[int]) -> None:
        if not left:
            self._arrive(packet)
            return
        index, plan = left[0], self._path[left[0]]
        link = self._links[index, packet.to_server]
        link.waiting += 1
        self._recorder.emit(
            PacketQueuedAtHop(
                hop=plan.name,
                hop_index=index,
                direction=packet.sent.direction,
                queue_length=link.waiting,
                **packet.ids,
            )
        )
        size = packet.length_bytes + _WIRE_OVERHEAD_BYTES
        link.free_at = max(int(self._env.now), link.free_at) + size * 8 * _SECOND_NS // plan.bandwidth
        jitter = self._rng.randrange(plan.jitter + 1) if plan.jitter else 0
        delay = link.free_at + plan.latency + jitter - int(self._env.now)
        self._env.timeout(delay).callbacks.append(lambda _: self._crossed(packet, left, link))

    def _crossed(self, packet: Packet, left: list[int], link: _Link) -> None:
        index, plan = left[0], self._path[left[0]]
        link.waiting -= 1
        if plan.loss and self._rng.random() < plan.loss:
            self.under_way -= 1
            self._recorder.emit(PacketDropped(where="network", reason=f"lost at {plan.name}", **packet.ids))
            return
        packet.ttl -= 1
        self._recorder.emit(
            PacketForwarded(
                hop=plan.name, hop_index=index, direction=packet.sent.direction, ttl=packet.ttl, **packet.ids
            )
        )
        self._hop(packet, left[1:])

    def _arrive(self, packet: Packet) -> None:
        self.under_way -= 1
        (self.to_server if packet.to_server else self.to_client)(packet)
