"""`lo`: no card and no interrupt. A packet goes to the sender's own core and is received inside its system call.

Answers that the receiving side sends meanwhile join the same backlog and are handled in the same run, as recorded with
perf on Linux 6.18 (`loopback_xmit`, `netif_rx`, `process_backlog`).
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from journey_tui.simulation.cpu import Context, Core, Process
from journey_tui.simulation.packet import Deliver, Packet
from journey_tui.simulation.softirq import Softirqs
from journey_tui.simulation.thread import Thread
from journey_tui.trace.events.kernel import BacklogQueued
from journey_tui.trace.events.outside import PacketDropped

MAX_BACKLOG: Final = 1000  # netdev_max_backlog, net/core/hotdata.c, Linux 6.12


class Backlog:
    """One core's backlog: a NAPI without a device (`softnet_data.backlog`)."""

    number = -1

    def __init__(self, costs: dict[str, int], deliver: Deliver) -> None:
        self.packets: deque[Packet] = deque()
        self.scheduled = False
        self._costs = costs
        self._deliver = deliver

    @property
    def waiting(self) -> int:
        """Packets in it."""
        return len(self.packets)

    def poll(self, context: Context, weight: int) -> Process:
        """`process_backlog`; answers how many packets were carried up."""
        work = 0
        while self.packets and work < weight:
            work += 1
            yield from context.run(self._costs["napi_poll_packet"])
            yield from self._deliver(self.packets.popleft(), context)
        return work

    def complete(self, _context: Context) -> bool:
        """Whether it is empty."""
        return not self.packets


class Loopback:
    """The device `lo`."""

    def __init__(
        self, cores: list[Core], costs: dict[str, int], softirqs: Softirqs, deliver: Deliver
    ) -> None:
        self._cores = cores
        self._costs = costs
        self._softirqs = softirqs
        self._recorder = cores[0].recorder
        self.lose: Callable[[Packet], bool] = lambda packet: False
        """Whether a fault of the scenario takes the packet away."""
        self._backlogs = [Backlog(costs, deliver) for _ in cores]

    def transmit(self, packet: Packet, context: Context) -> Process:
        """Put a packet on this core's backlog; then the softirq, unless it runs already."""
        yield from context.run(self._costs["loopback_transmit"])
        cpu = context.cpu
        assert cpu is not None
        backlog = self._backlogs[cpu]
        if self.lose(packet):
            return
        if len(backlog.packets) >= MAX_BACKLOG:
            packet.end()
            reason = f"the backlog of cpu{cpu} is full"
            self._recorder.emit(PacketDropped(where="kernel", reason=reason, cpu=cpu, **packet.ids))
            return
        backlog.packets.append(packet)
        self._recorder.emit(
            BacklogQueued(
                length_bytes=packet.length_bytes, queue_length=len(backlog.packets), cpu=cpu, **packet.ids
            )
        )
        self._softirqs.schedule(cpu, backlog)
        if isinstance(context, Thread) and not self._cores[cpu].in_softirq:
            yield from self._softirqs.run_here(context)
