"""Runs a scenario: the clock, the machine, the Go process, the clients; events come out as they happen.

The simulation is pulled: it goes on only as far as somebody asks for events, in small slices, so that an endless run
costs bounded memory and a viewer never waits for the end.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

import simpy

from journey_tui.scenario.model import Scenario
from journey_tui.simulation.client.process import ClientProcess
from journey_tui.simulation.client.seat import LocalSeat, RemoteSeat, Seat
from journey_tui.simulation.cpu import Process
from journey_tui.simulation.go.process import GoProcess
from journey_tui.simulation.header import client_address, client_names, header_of, server_address
from journey_tui.simulation.kernel import Kernel
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.registry import Registry
from journey_tui.simulation.tcp.stack import Surroundings
from journey_tui.trace.events import Event
from journey_tui.trace.trace import Trace

_SLICE_STEPS: Final = 64
"""Steps of the clock between two looks at what has happened."""


def simulate(scenario: Scenario) -> Trace:
    """The trace of a scenario, to be pulled as far as it is wanted."""
    return Trace(header_of(scenario), events(scenario))


def events(scenario: Scenario) -> Iterator[Event]:
    """Everything that happens, in order."""
    return Simulation(scenario).events()


class Simulation:
    """One run."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._env = simpy.Environment()
        self._recorder = Recorder(self._env)
        rng = Random(scenario.seed)
        self._around = Surroundings(self._env, self._recorder, Registry(), dict(scenario.machine.costs), rng)
        self._kernel = Kernel(scenario, self._around)
        self._go = GoProcess(self._kernel, self._recorder, self._around.registry, scenario.server, rng)
        self._clients: list[ClientProcess] = []
        self._to_come = 0

    def events(self) -> Iterator[Event]:
        """Run, slice by slice."""
        self._go.start()
        while not self._recorder.started:
            self._env.step()
        yield from self._recorder.drain()
        self._schedule_clients()
        while self._more():
            for _ in range(_SLICE_STEPS):
                if not self._more():
                    break
                self._env.step()
            yield from self._recorder.drain()
        for client in self._clients:
            client.stop()
        yield from self._recorder.drain()

    def _more(self) -> bool:
        if self._env.peek() == float("inf"):
            return False
        until = self._scenario.until
        if until is not None:
            return bool(self._env.peek() - self._zero <= until)
        return bool(
            self._to_come
            or any(not client.done for client in self._clients)
            or self._kernel.busy
            or self._go.busy
        )

    @property
    def _zero(self) -> int:
        return int(self._env.now) - self._recorder.now

    # ── clients ──

    def _schedule_clients(self) -> None:
        started: dict[int, int] = {}
        for number, (name, place) in enumerate(client_names(self._scenario)):
            plan = self._scenario.clients[place]
            turn = started.get(place, 0)
            started[place] = turn + 1
            self._to_come += 1
            self._env.process(self._start_client(number, name, place, plan.at + turn * plan.every))

    def _start_client(self, number: int, name: str, place: int, delay_ns: int) -> Process:
        yield self._env.timeout(delay_ns)
        loopback = self._scenario.network.loopback
        addresses = (client_address(number, loopback), server_address(self._scenario))
        plan = self._scenario.clients[place]
        client = ClientProcess(name, plan, addresses, self._kernel.client_stack, self._seat(name))
        self._clients.append(client)
        self._to_come -= 1
        yield from client.live()
        self._clients.remove(client)

    def _seat(self, name: str) -> Seat:
        if self._scenario.network.loopback:
            return LocalSeat(self._kernel.client_thread(name))
        return RemoteSeat(self._env, self._around.costs["client_wakeup"])
