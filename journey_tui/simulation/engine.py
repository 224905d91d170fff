"""Runs a scenario: the clock, the machine, the Go process, the clients; events come out as they happen.

The simulation is pulled: it goes on only as far as somebody asks for events, in small slices, so that an endless run
costs bounded memory and a viewer never waits for the end.
"""

import heapq
from collections.abc import Iterator
from random import Random
from typing import Final

import simpy

from journey_tui.scenario.clients import MOST_AT_ONCE, MOST_ON_LOOPBACK, Client
from journey_tui.scenario.errors import RunTooLarge
from journey_tui.scenario.model import Scenario
from journey_tui.simulation.activity import Activity
from journey_tui.simulation.client.process import ClientProcess
from journey_tui.simulation.client.seat import LocalSeat, RemoteSeat, Seat
from journey_tui.simulation.costs import basis_of
from journey_tui.simulation.cpu import Process
from journey_tui.simulation.faults import schedule
from journey_tui.simulation.go.process import GoProcess
from journey_tui.simulation.header import client_address, client_name, header_of, server_address
from journey_tui.simulation.kernel import Kernel
from journey_tui.simulation.load.arrivals import stream_of
from journey_tui.simulation.load.source import Clients, LoadSource, load_name
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.registry import Registry
from journey_tui.simulation.tcp.stack import Surroundings
from journey_tui.trace.events import Event
from journey_tui.trace.trace import Trace
from journey_tui.units import format_clock

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
        costs, rng = dict(scenario.machine.costs), Random(scenario.seed)
        self._recorder = Recorder(self._env, basis_of(scenario))
        self._activity = Activity()
        registry = Registry()
        around = Surroundings(self._env, self._recorder, registry, costs, rng, self._activity)
        self._costs = costs
        self._kernel = Kernel(scenario, around)
        self._go = GoProcess(self._kernel, self._recorder, registry, scenario.server, rng)
        self._clients: dict[int, ClientProcess] = {}
        """Those that have begun and not ended, in the order in which they began."""
        self._started = 0
        """Clients that have begun."""
        self._addresses = sum(plan.count for plan in scenario.clients)
        """Client addresses that are taken; those written out have the first ones."""
        self._loads: list[LoadSource] = []

    def events(self) -> Iterator[Event]:
        """Run, slice by slice."""
        self._go.start()
        while not self._recorder.started:
            self._env.step()
        yield from self._recorder.drain()
        schedule(self._scenario.faults, self._zero, self._env, self._kernel.strike)
        self._activity.begin()
        self._env.process(self._start_clients())
        self._start_loads()
        step, more = self._env.step, self._more
        while more():
            for _ in range(_SLICE_STEPS):
                step()
                if not more():
                    break
            yield from self._recorder.drain()
        for client in self._clients.values():
            client.stop()
        for load in self._loads:
            load.stop()
        yield from self._recorder.drain()

    def _more(self) -> bool:
        """Whether anything that counts is still to come."""
        until = self._scenario.until
        if until is not None:
            return self._env.peek() <= self._zero + until
        return self._activity.count > 0 or self._go.busy

    @property
    def _zero(self) -> int:
        return int(self._env.now) - self._recorder.now

    # ── clients ──

    def _start_clients(self) -> Process:
        """Every client at its time, one after the other."""
        zero = self._zero
        for at, number, place, turn in heapq.merge(*self._starts()):
            delay = zero + at - int(self._env.now)
            if delay:
                yield self._env.timeout(delay)
            plan, stack = self._scenario.clients[place], self._kernel.client_stack
            name = client_name(plan, turn)
            self._run(ClientProcess(name, plan, self._addresses_of(number), stack, self._seat(name)))
        self._activity.end()

    def _starts(self) -> Iterator[Iterator[tuple[int, int, int, int]]]:
        """For each plan, in order: when each of its clients begins, its number, the plan's place, its turn."""
        first = 0
        for place, plan in enumerate(self._scenario.clients):
            yield _starts_of(plan, place, first)
            first += plan.count

    def _start_loads(self) -> None:
        """The streams of requests, each from its beginning on."""
        plans, seed = self._scenario.load, self._scenario.seed
        stack = self._kernel.client_stack
        clients = Clients(
            self._env, self._activity, stack, self._seat, next_addresses=self._next_addresses, run=self._run
        )
        for place, plan in enumerate(plans):
            load = LoadSource(plan, load_name(place, len(plans)), stream_of(seed, place), clients)
            self._loads.append(load)
            self._activity.begin()
            self._env.process(load.run(self._zero + plan.at))

    def _run(self, client: ClientProcess) -> None:
        """Let a client live, from now on; raises `RunTooLarge` when too many do already."""
        most = MOST_ON_LOOPBACK if self._scenario.network.loopback else MOST_AT_ONCE
        if len(self._clients) >= most:
            raise RunTooLarge(
                f"after {format_clock(self._recorder.now)} {most:,} clients are alive at once, and a run holds no more; "
                "lower count or rate, or let them begin further apart"
            )
        self._activity.begin()
        self._started += 1
        self._clients[self._started] = client
        self._env.process(self._live(self._started, client))

    def _live(self, number: int, client: ClientProcess) -> Process:
        yield from client.live()
        del self._clients[number]
        self._activity.end()

    def _addresses_of(self, number: int) -> tuple[str, str]:
        return client_address(number, self._scenario.network.loopback), server_address(self._scenario)

    def _next_addresses(self) -> tuple[str, str]:
        self._addresses += 1
        return self._addresses_of(self._addresses - 1)

    def _seat(self, name: str) -> Seat:
        if self._scenario.network.loopback:
            return LocalSeat(self._kernel.client_thread(name), self._costs)
        return RemoteSeat(self._env, self._costs["client_wakeup"])


def _starts_of(plan: Client, place: int, first: int) -> Iterator[tuple[int, int, int, int]]:
    for turn in range(plan.count):
        yield plan.at + turn * plan.every, first + turn, place, turn
