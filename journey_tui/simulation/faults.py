"""What goes wrong because the scenario says so: packets lost, softirqs stalled, the listener shut down, no descriptors.

A fault is no event of the machine's own making. It strikes at its time, before any client that starts at the same
moment, and from then on the machine's rules answer it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import simpy

from journey_tui.scenario.faults import Fault
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.trace.events.outside import FaultStruck, PacketDropped

REASON: Final = "the scenario drops it"


@dataclass(slots=True)
class _Drop:
    """So many packets of a kind are still to be lost."""

    kind: str
    client: str | None
    left: int

    def takes(self, packet: Packet) -> bool:
        """Whether this packet is one of them."""
        if not self.left or self.client not in (None, packet.record.client):
            return False
        return self.kind in ("any", kind_of(packet.segment))


def kind_of(segment: Segment) -> str:
    """SYN, SYN-ACK, DATA, FIN, RST or ACK: what a fault calls a segment; data with a FIN is data."""
    if segment.has("SYN"):
        return "SYN-ACK" if segment.has("ACK") else "SYN"
    if segment.payload:
        return "DATA"
    return next((flag for flag in ("FIN", "RST") if segment.has(flag)), "ACK")


class Losses:
    """The packets that faults take away on their way between the hosts."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._drops: list[_Drop] = []

    def add(self, fault: Fault) -> None:
        """From now on, lose what this fault says."""
        assert fault.drop is not None
        self._drops.append(_Drop(fault.drop, fault.client, fault.count))

    def take(self, packet: Packet, where: str = "network") -> bool:
        """Lose this packet, if a fault wants it."""
        if not self._drops:
            return False
        drop = next((drop for drop in self._drops if drop.takes(packet)), None)
        if drop is None:
            return False
        drop.left -= 1
        if not drop.left:
            self._drops.remove(drop)
        packet.end()
        self._recorder.emit(PacketDropped(where=where, reason=REASON, **packet.ids))
        return True


def detail_of(fault: Fault) -> tuple[str, str]:
    """The fault's name, and what exactly it does, in a few words."""
    if fault.drop is not None:
        whose = f" of {fault.client}" if fault.client is not None else ""
        many = f", {fault.count} times" if fault.count > 1 else ""
        return "drop", f"the next {fault.drop}{whose} is lost{many}"
    if fault.stall_softirq is not None:
        return "stall_softirq", f"no softirq runs for {fault.stall_softirq / 1_000_000:g} ms"
    if fault.limit_nofile is not None:
        return "limit_nofile", f"RLIMIT_NOFILE is {fault.limit_nofile}"
    return "close_listener", "the listening socket is shut down"


def schedule(
    faults: Sequence[Fault], zero: int, env: simpy.Environment, strike: Callable[[Fault], None]
) -> None:
    """Let each fault strike at its time after `zero`; no run is kept going by one that is still to come."""
    for fault in sorted(faults, key=lambda fault: fault.at):
        delay = zero + fault.at - int(env.now)
        if delay <= 0:
            strike(fault)
        else:
            env.timeout(delay).callbacks.append(partial(_strike_later, strike, fault))


def _strike_later(strike: Callable[[Fault], None], fault: Fault, _: object) -> None:
    strike(fault)


def tell(recorder: Recorder, fault: Fault) -> None:
    """Say that a fault strikes."""
    name, detail = detail_of(fault)
    recorder.emit(FaultStruck(fault=name, detail=detail))
