"""The server machine's kernel: its cores, its network receive path, its TCP, its system calls, its threads."""

from collections.abc import Callable
from typing import Final

import simpy

from journey_tui.scenario.faults import Fault
from journey_tui.scenario.model import Scenario
from journey_tui.simulation.client.seat import RemoteKernel
from journey_tui.simulation.cpu import Context, Core, Process
from journey_tui.simulation.dma import RxQueue
from journey_tui.simulation.faults import Losses, tell
from journey_tui.simulation.files import FileTable
from journey_tui.simulation.gro import Gro
from journey_tui.simulation.interrupt import Card
from journey_tui.simulation.loopback import Loopback
from journey_tui.simulation.network import SECOND_NS, Network
from journey_tui.simulation.nic import Nic
from journey_tui.simulation.packet import Packet
from journey_tui.simulation.softirq import Limits, Softirqs
from journey_tui.simulation.syscalls import Syscalls
from journey_tui.simulation.tcp.listener import ListenSettings
from journey_tui.simulation.tcp.server import ServerStack
from journey_tui.simulation.tcp.sizes import Sizes
from journey_tui.simulation.tcp.stack import Action, Below, Stack, Surroundings
from journey_tui.simulation.tcp.timer_wheel import TimerWheel
from journey_tui.simulation.tcp.wire import (
    TIMESTAMP_BYTES,
    SegmentWriter,
    announced_mss,
    syn_ack_window,
    syn_window,
    window_scale,
)
from journey_tui.simulation.thread import Thread
from journey_tui.simulation.transmit import TxQueue

FIRST_PID: Final = 1000  # chosen
_DEFAULT_RATE_BPS: Final = SECOND_NS  # chosen: 1 Gbps, where no link of the path says its own
_CLIENT_HZ: Final = 250
"""CONFIG_HZ of the clients' machines; each ticks at its own phase, so that they do not retry all at once."""


class Kernel:
    """Everything below the system calls."""

    def __init__(self, scenario: Scenario, around: Surroundings) -> None:
        self.env: simpy.Environment = around.env
        self.costs = around.costs
        self._around = around
        self._scenario = scenario
        machine = scenario.machine
        self._losses = Losses(around.recorder)
        self._wheel = TimerWheel(machine.kernel.hz)
        limits = Limits(machine.kernel.netdev_budget, machine.kernel.napi_weight, machine.kernel.hz)
        self.cores = [
            Core(number, around.env, around.recorder, around.activity) for number in range(machine.cpus)
        ]
        self._next_id = FIRST_PID
        self.softirqs = Softirqs(self.cores, self.costs, limits)
        self.softirqs.new_thread = self._new_kernel_thread
        below, client_below = self._connect_loopback() if scenario.network.loopback else self._connect_card()
        self.stack = ServerStack(around, self._writer("server"), self._sizes("server"), below)
        self.client_stack = Stack(around, self._writer("client"), self._sizes("client"), client_below)
        self._files = FileTable(around.recorder, around.registry, machine.nofile)
        self.syscalls = Syscalls(around.recorder, around.costs, self._files, self.stack)
        self._configure_syscalls()

    # ── what it consists of ──

    def _connect_loopback(self) -> tuple[Below, Below]:
        """Both hosts are this one."""
        loopback = Loopback(self.cores, self.costs, self.softirqs, self._deliver)
        loopback.lose = lambda packet: self._losses.take(packet, "kernel")
        below = Below(loopback.transmit, self.softirqs.timer, self._wheel)
        return below, below

    def _connect_card(self) -> tuple[Below, Below]:
        """A network card, and the way to clients on machines of their own."""
        around, machine, path = self._around, self._scenario.machine, self._scenario.network.path
        card = Card(self.env, around.recorder, self.costs, machine.nic, machine.cpus)
        queues = [
            RxQueue(
                card, number, self._deliver, self.softirqs.interrupt, Gro(around.recorder, machine.kernel.hz)
            )
            for number in range(machine.nic.queues)
        ]
        network = Network(self.env, around.recorder, around.rng, path)
        rate = path[-1].bandwidth if path else _DEFAULT_RATE_BPS
        transmit = TxQueue(card, queues[0].line, rate, network.send, around.activity)
        network.to_server = Nic(queues, transmit).arrive
        network.to_client = self._arrive_at_client
        network.lose = self._losses.take

        def send_from_client(packet: Packet, _context: Context) -> Process:
            network.send(packet)
            yield from ()

        return Below(transmit.transmit, self.softirqs.timer, self._wheel), Below(
            send_from_client, self._on_client, TimerWheel(_CLIENT_HZ), many_machines=True
        )

    def _writer(self, host: str) -> SegmentWriter:
        machine, loopback = self._scenario.machine, self._scenario.network.loopback
        mss, scale = announced_mss(machine.nic.mtu, loopback), window_scale(machine.kernel.tcp_rmem[2])
        return SegmentWriter("to_client" if host == "server" else "to_server", mss, scale, self._around.rng)

    def _sizes(self, host: str) -> Sizes:
        settings, loopback = self._scenario.machine.kernel, self._scenario.network.loopback
        mss = announced_mss(self._scenario.machine.nic.mtu, loopback)
        first_window = syn_ack_window if host == "server" else syn_window
        return Sizes(
            mss=mss - TIMESTAMP_BYTES,
            window=first_window(mss, loopback),
            scale=window_scale(settings.tcp_rmem[2]),
            receive_memory=settings.tcp_rmem,
            send_memory=settings.tcp_wmem,
            loopback=loopback,
            delays_small=host == "client",
            syn_retries=settings.tcp_syn_retries,
        )

    def _configure_syscalls(self) -> None:
        settings = self._scenario.machine.kernel
        self.syscalls.somaxconn = settings.somaxconn
        self.syscalls.listen_settings = ListenSettings(
            settings.tcp_synack_retries,
            settings.tcp_syncookies,
            settings.tcp_abort_on_overflow,
            settings.tcp_max_syn_backlog,
        )

    # ── threads ──

    def spawn(self, name: str, body: Callable[[Thread], Process]) -> Thread:
        """clone(): a new thread of the server process, which runs `body`."""
        thread = Thread(self._next_id, name, self.cores, self.costs, activity=self._around.activity)
        self._next_id += 1
        self.env.process(self._live(thread, body))
        return thread

    def client_thread(self, name: str) -> Thread:
        """A thread of a client process on the same machine; its life is not told."""
        return Thread(0, name, self.cores, self.costs, activity=self._around.activity, recorded=False)

    def _new_kernel_thread(self, core: Core, body: Callable[[Thread], Process]) -> Thread:
        """A thread of the kernel itself, bound to one core."""
        name = f"ksoftirqd/{core.number}"
        activity = self._around.activity
        thread = Thread(0, name, self.cores, self.costs, activity=activity, recorded=False, pinned=core)
        self.env.process(self._live(thread, body))
        return thread

    def _live(self, thread: Thread, body: Callable[[Thread], Process]) -> Process:
        yield from body(thread)
        thread.end()

    # ── faults ──

    def strike(self, fault: Fault) -> None:
        """Something goes wrong now."""
        tell(self._around.recorder, fault)
        if fault.drop is not None:
            self._losses.add(fault)
        elif fault.stall_softirq is not None:
            self.softirqs.stall(fault.stall_softirq)
        elif fault.limit_nofile is not None:
            self._files.limit(fault.limit_nofile)
        else:
            self._shut_listener_down()

    def _shut_listener_down(self) -> None:
        """Some thread's shutdown() of the listening socket: who waits in accept() hears of it (`inet_shutdown`)."""
        listener = self.stack.detach_listener()
        if listener is not None:
            self.softirqs.timer(0, lambda context: self.stack.end_listener(listener, context))
            listener.file.became_ready("EPOLLIN", "EPOLLHUP")

    # ── packets ──

    def _deliver(self, packet: Packet, context: Context) -> Process:
        """A packet has come up from the ring or the backlog."""
        stack: Stack = self.stack if packet.to_server else self.client_stack
        yield from stack.receive(packet, context)

    def _arrive_at_client(self, packet: Packet) -> None:
        self.env.process(self.client_stack.receive(packet, RemoteKernel(self.env)))

    def _on_client(self, _cpu: int, action: Action) -> None:
        self.env.process(action(RemoteKernel(self.env)))
