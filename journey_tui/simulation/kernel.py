"""The server machine's kernel: its cores, its network receive path, its TCP, its system calls, its threads."""

from collections.abc import Callable
from typing import Final

import simpy

from journey_tui.scenario.model import Scenario
from journey_tui.simulation.cpu import Context, Core, Process, Thread
from journey_tui.simulation.files import FileTable
from journey_tui.simulation.network import Network
from journey_tui.simulation.nic import Nic
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.softirq import Loopback, NetRx
from journey_tui.simulation.syscalls import Syscalls
from journey_tui.simulation.tcp.server import ServerStack
from journey_tui.simulation.tcp.stack import Stack, Surroundings
from journey_tui.simulation.tcp.wire import SegmentWriter, announced_mss

FIRST_PID: Final = 1000


class Kernel:
    """Everything below the system calls."""

    def __init__(self, scenario: Scenario, around: Surroundings) -> None:
        self.env: simpy.Environment = around.env
        self.costs = around.costs
        self._around = around
        self._scenario = scenario
        machine = scenario.machine
        self.cores = [Core(number, around.env, around.recorder) for number in range(machine.cpus)]
        self.threads: list[Thread] = []
        self._next_id = FIRST_PID
        buffers = (machine.kernel.tcp_rmem[1], machine.kernel.tcp_wmem)
        self.loopback: Loopback | None = None
        self.nic: Nic | None = None
        mss = announced_mss(machine.nic.mtu, scenario.network.loopback)
        loopback = scenario.network.loopback
        self.stack = ServerStack(
            around, SegmentWriter("to_client", mss, loopback, around.rng), buffers, self._transmit
        )
        self.client_stack = Stack(
            around, SegmentWriter("to_server", mss, loopback, around.rng), buffers, self._client_transmit
        )
        limits = (machine.kernel.netdev_budget, machine.kernel.napi_weight)
        if loopback:
            self.loopback = Loopback(around.recorder, around.costs, *limits, self._deliver)
        self.net_rx = NetRx(around.recorder, around.costs, self.cores, *limits, self._deliver)
        self.network = Network(around.env, around.recorder, around.rng, scenario.network.path)
        if not loopback:
            self._connect_card()
        files = FileTable(around.recorder, around.registry, machine.nofile)
        self.syscalls = Syscalls(around.recorder, around.costs, files, self.stack)
        self.syscalls.somaxconn = machine.kernel.somaxconn
        self.syscalls.synack_retries = machine.kernel.tcp_synack_retries

    def _connect_card(self) -> None:
        machine, path = self._scenario.machine, self._scenario.network.path
        self.nic = Nic(self.env, self._around.recorder, self.costs, machine.nic, machine.cpus)
        self.nic.raise_interrupt = self.net_rx.interrupt
        self.nic.wire = self.network.send
        self.nic.rate_bps = path[-1].bandwidth if path else self.nic.rate_bps
        self.net_rx.nic = self.nic
        self.network.to_server = self.nic.arrive
        self.network.to_client = self._arrive_at_client

    # ── threads ──

    def spawn(self, name: str, body: Callable[[Thread], Process]) -> Thread:
        """clone(): a new thread that runs `body`."""
        thread = Thread(self._next_id, name, self.cores, self.costs)
        self._next_id += 1
        self.threads.append(thread)
        self.env.process(self._live(thread, body))
        return thread

    def _live(self, thread: Thread, body: Callable[[Thread], Process]) -> Process:
        yield from body(thread)
        thread.end()

    def client_thread(self, name: str) -> Thread:
        """A thread of a client process on the same machine; its life is not told."""
        return Thread(0, name, self.cores, self.costs, recorded=False)

    # ── packets ──

    def _deliver(self, packet: Packet, context: Context) -> Process:
        """A packet has come up from the ring or the backlog."""
        stack: Stack = self.stack if packet.to_server else self.client_stack
        yield from stack.receive(packet, context)

    def _transmit(self, packet: Packet, context: Context) -> Process:
        if self.loopback is not None:
            yield from self.loopback.transmit(packet, context)
        elif self.nic is not None:
            yield from self.nic.transmit(packet, context)

    def _client_transmit(self, packet: Packet, context: Context) -> Process:
        if self.loopback is not None:
            yield from self.loopback.transmit(packet, context)
        else:
            self.network.send(packet)

    def _arrive_at_client(self, packet: Packet) -> None:
        self.env.process(self.client_stack.receive(packet, RemoteKernel(self.env)))

    @property
    def busy(self) -> bool:
        """Whether anything is still under way."""
        card = self.nic.under_way if self.nic else 0
        backlog = self.loopback.busy if self.loopback else False
        return bool(
            self.network.under_way
            or card
            or backlog
            or self.net_rx.busy
            or any(core.resource.users for core in self.cores)
            or any(core.resource.queue for core in self.cores)
            or self.stack.busy
            or self.client_stack.busy
        )


class RemoteKernel:
    """The kernel of a client's own machine: its work takes no time here; only the way does."""

    cpu: int | None = None

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env

    def run(self, cost_ns: int) -> Process:
        """Nothing waits for it."""
        return
        yield self._env.event()
