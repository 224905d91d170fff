"""NET_RX: NAPI polls the card's queues, or the per-CPU backlog that loopback uses, and carries packets up to TCP."""

from collections import deque
from collections.abc import Callable
from typing import Final

from journey_tui.simulation.cpu import THREAD, Context, Core, Process, SoftirqContext
from journey_tui.simulation.nic import Nic, RxQueue
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.recorder import Recorder
from journey_tui.trace.events import hardware, kernel

REFILL_BATCH: Final = 16  # IGB_RX_BUFFER_WRITE, drivers/net/ethernet/intel/igb/igb.h, Linux 6.12
BACKLOG: Final = -1
"""The loopback backlog in place of a queue's number."""

Deliver = Callable[[Packet, Context], Process]


class NetRx:
    """`net_rx_action` on every core."""

    def __init__(
        self,
        recorder: Recorder,
        costs: dict[str, int],
        cores: list[Core],
        budget: int,
        weight: int,
        deliver: Deliver,
    ) -> None:
        self._recorder = recorder
        self._costs = costs
        self._budget = budget
        self._weight = weight
        self._deliver = deliver
        self._poll_lists: list[deque[RxQueue]] = [deque() for _ in cores]
        self._cores = cores
        self.nic: Nic | None = None

    def interrupt(self, cpu: int, queue: RxQueue) -> None:
        """A queue's interrupt reaches its core: the hard handler only schedules NAPI."""
        core = self._cores[cpu]
        core.env.process(
            core.interrupt(self._costs["hardirq"], lambda: self._schedule(core, queue), self.run)
        )

    def _schedule(self, core: Core, queue: RxQueue) -> None:
        self._poll_lists[core.number].append(queue)
        self._recorder.emit(hardware.NapiScheduled(queue=queue.number, cpu=core.number))

    @property
    def busy(self) -> bool:
        """Whether a queue is still to be polled."""
        return any(self._poll_lists)

    def run(self, core: Core, context: SoftirqContext) -> Process:
        """The softirq: poll until the lists are empty, or the budget is used up."""
        yield from context.run(self._costs["softirq_entry"])
        place = "irq_exit"
        while True:
            left = yield from self._once(core, context, place)
            if not left:
                return
            place = "ksoftirqd"
            yield from context.give_way(THREAD)

    def _once(self, core: Core, context: SoftirqContext, place: str) -> Process:
        polls, budget, work = self._poll_lists[core.number], self._budget, 0
        self._recorder.emit(kernel.SoftirqStarted(context=place, budget=budget, cpu=core.number))
        while polls and work < budget:
            queue = polls.popleft()
            done = yield from self._poll(queue, context, min(self._weight, budget - work))
            work += done
            if done >= self._weight or queue.ring.ready:
                polls.append(queue)
        if polls:
            self._recorder.emit(kernel.TimeSqueezed(work=work, cpu=core.number))
        self._recorder.emit(kernel.SoftirqFinished(work=work, cpu=core.number))
        return bool(polls)

    def _poll(self, queue: RxQueue, context: SoftirqContext, most: int) -> Process:
        assert self.nic is not None
        cpu, work = context.cpu, 0
        self._recorder.emit(
            kernel.NapiPolled(queue=queue.number, weight=self._weight, waiting=queue.ring.ready, cpu=cpu)
        )
        if queue.number == 0:
            yield from self.nic.clean_transmitted(context)
        while work < most and queue.ring.ready:
            taken = queue.ring.take()
            if taken is None:
                break
            work += 1
            yield from self._lift(queue, *taken, context)
            if queue.ring.taken >= REFILL_BATCH:
                self._refill(queue, cpu)
        self._refill(queue, cpu)
        self._recorder.emit(kernel.NapiCompleted(queue=queue.number, work=work, cpu=cpu))
        if work < self._weight and not queue.ring.ready:
            queue.masked = False
            self._recorder.emit(hardware.InterruptEnabled(queue=queue.number, cpu=cpu))
            if queue.number == 0 and self.nic.tx.to_clean:
                queue.wants_interrupt()
        return work

    def _lift(self, queue: RxQueue, slot: int, packet: Packet, context: SoftirqContext) -> Process:
        """One packet from its descriptor to TCP."""
        assert self.nic is not None
        yield from context.run(self._costs["napi_poll_packet"])
        self._recorder.emit(
            hardware.DescriptorCleaned(
                queue=queue.number,
                slot=slot,
                read_pointer=queue.ring.read_pointer,
                cpu=context.cpu,
                **packet.ids,
            )
        )
        yield from context.run(self._costs["skb_build"])
        self._recorder.emit(kernel.SkbBuilt(length_bytes=packet.length_bytes, cpu=context.cpu, **packet.ids))
        self.nic.under_way -= 1
        yield from self._deliver(packet, context)

    def _refill(self, queue: RxQueue, cpu: int) -> None:
        count = queue.ring.post()
        if count:
            self._recorder.emit(
                hardware.DescriptorsPosted(queue=queue.number, count=count, tail=queue.ring.tail, cpu=cpu)
            )


class Loopback:
    """`lo`: no card and no interrupt. The softirq runs inside the sender's system call, on its core.

    Answers that the receiving side sends meanwhile join the same backlog and are handled in the same run, as
    recorded with perf on Linux 6.18.
    """

    def __init__(
        self, recorder: Recorder, costs: dict[str, int], budget: int, weight: int, deliver: Deliver
    ) -> None:
        self._recorder = recorder
        self._costs = costs
        self._budget = budget
        self._weight = weight
        self._deliver = deliver
        self._backlogs: dict[int, deque[Packet]] = {}
        self._running: set[int] = set()

    @property
    def busy(self) -> bool:
        """Whether packets wait."""
        return any(self._backlogs.values())

    def transmit(self, packet: Packet, context: Context) -> Process:
        """`loopback_xmit` and `netif_rx`: to the backlog; then the softirq, unless it runs already."""
        yield from context.run(self._costs["loopback_transmit"])
        cpu = context.cpu or 0
        backlog = self._backlogs.setdefault(cpu, deque())
        backlog.append(packet)
        self._recorder.emit(
            kernel.BacklogQueued(
                length_bytes=packet.length_bytes, queue_length=len(backlog), cpu=cpu, **packet.ids
            )
        )
        if cpu not in self._running:
            self._running.add(cpu)
            yield from self._run(cpu, backlog, context)
            self._running.discard(cpu)

    def _run(self, cpu: int, backlog: deque[Packet], context: Context) -> Process:
        work = 0
        self._recorder.emit(kernel.SoftirqStarted(context="syscall", budget=self._budget, cpu=cpu))
        self._recorder.emit(
            kernel.NapiPolled(queue=BACKLOG, weight=self._weight, waiting=len(backlog), cpu=cpu)
        )
        while backlog:
            work += 1
            yield from context.run(self._costs["napi_poll_packet"])
            yield from self._deliver(backlog.popleft(), context)
        self._recorder.emit(kernel.NapiCompleted(queue=BACKLOG, work=work, cpu=cpu))
        self._recorder.emit(kernel.SoftirqFinished(work=work, cpu=cpu))
