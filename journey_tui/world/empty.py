"""The world before the first event: the machine that the trace's header describes, switched on and idle."""

from typing import Final

from journey_tui.trace import TraceHeader
from journey_tui.trace.header import MachineSetup
from journey_tui.world.counters import COUNTERS
from journey_tui.world.runtime import MOST_PROCESSORS
from journey_tui.world.state import (
    Client,
    Cpu,
    Crowd,
    Hop,
    InterruptLine,
    Processor,
    RxRing,
    Softirq,
    TxRing,
    World,
)

MOST_CPUS: Final = 1024
MOST_QUEUES: Final = 256
"""A header that claims more is not believed; Intel's 800 series has 256 queues a port (ice)."""


def empty_world(header: TraceHeader) -> World:
    """The world at position 0: every RX descriptor posted, no process, no listener, no connection.

    A loopback machine has no NIC: `rx_rings` and `interrupts` are empty.
    """
    machine = header.machine
    queues = 0 if machine.loopback else _between(machine.queues, MOST_QUEUES)
    cpus = _between(machine.cpus, MOST_CPUS)
    clients = {client.name: Client(name=client.name) for client in header.clients}
    return World(
        clients=clients,
        crowd=Crowd(clients={"waiting": len(clients)} if clients else {}),
        hops=[Hop(name=hop.name) for hop in header.hops],
        rx_rings=[_posted_ring(queue, machine.rx_ring) for queue in range(queues)],
        tx_ring=TxRing(queue=0, size=max(machine.tx_ring, 1)),
        interrupts=[_armed_line(machine, queue, cpus) for queue in range(queues)],
        cpus=[Cpu(id=number) for number in range(cpus)],
        softirqs=[Softirq(cpu=number) for number in range(cpus)],
        processors=[
            Processor(id=number) for number in range(_between(header.server.gomaxprocs, MOST_PROCESSORS))
        ],
        counters=dict.fromkeys(COUNTERS, 0),
    )


def _posted_ring(queue: int, size: int) -> RxRing:
    """One descriptor stays unused, so that a full ring differs from an empty one (`igb_desc_unused`, Linux 6.12)."""
    size = max(size, 1)
    return RxRing(queue=queue, size=size, tail=size - 1)


def _armed_line(machine: MachineSetup, queue: int, cpus: int) -> InterruptLine:
    if queue >= len(machine.interrupts):
        return InterruptLine(queue=queue)
    setup = machine.interrupts[queue]
    return InterruptLine(
        queue=queue, vector=max(setup.vector, 0), cpu=setup.cpu if 0 <= setup.cpu < cpus else None
    )


def _between(value: int, most: int) -> int:
    return min(max(value, 0), most)
