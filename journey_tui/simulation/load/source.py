"""One stream at work: at each moment a new client with a connection of its own, or a request for the pool."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import simpy

from journey_tui.scenario.clients import Client, Request
from journey_tui.scenario.load import Load
from journey_tui.simulation.activity import Activity
from journey_tui.simulation.client.process import ClientProcess
from journey_tui.simulation.client.seat import Seat
from journey_tui.simulation.cpu import Process
from journey_tui.simulation.load.arrivals import arrivals
from journey_tui.simulation.load.pool import Pool, PooledConnection
from journey_tui.simulation.tcp.stack import Stack


@dataclass(frozen=True, slots=True)
class Clients:
    """How clients come to be in a run."""

    env: simpy.Environment
    activity: Activity
    stack: Stack
    seat: Callable[[str], Seat]
    """A place to run for the client with this name."""
    next_addresses: Callable[[], tuple[str, str]]
    """A fresh client address, and the server's."""
    run: Callable[[ClientProcess], None]
    """Let it live, from now on."""


def load_name(place: int, loads: int) -> str:
    """What the clients of a stream are called: load, or load1, load2 … where there are several."""
    return "load" if loads == 1 else f"load{place + 1}"


class LoadSource:
    """One entry under `load`."""

    def __init__(self, plan: Load, name: str, random: Random, clients: Clients) -> None:
        self._plan = plan
        self._name = name
        self._random = random
        self._clients = clients
        self._request = Request(method=plan.method, target=plan.target, host=plan.host)
        self._client = Client(name=name, requests=(self._request,))
        self.pool: Pool | None = None
        """The connections that it keeps, if it keeps any."""

    def run(self, begins: int) -> Process:
        """Make every request at its time; `begins` is the stream's beginning on the simulation's clock."""
        env = self._clients.env
        if begins > env.now:
            yield env.timeout(begins - int(env.now))
        if self._plan.connections != "new":
            self.pool = Pool(self._name, self._request, self._client.timeout, self._clients.stack.around)
            self._open(self.pool, int(self._plan.connections))
        for number, due in enumerate(arrivals(self._plan, self._random), 1):
            if begins + due > env.now:
                yield env.timeout(begins + due - int(env.now))
            if self.pool is not None:
                self.pool.ask()
            else:
                self._begin(number)
        if self.pool is not None:
            self.pool.finish()
        self._clients.activity.end()

    def stop(self) -> None:
        """The run is over: what still waits at the client stays unfinished."""
        if self.pool is not None:
            self.pool.stop()

    def _begin(self, number: int) -> None:
        """A client that connects, asks once and closes."""
        clients, name = self._clients, f"{self._name}-{number}"
        clients.run(
            ClientProcess(name, self._client, clients.next_addresses(), clients.stack, clients.seat(name))
        )

    def _open(self, pool: Pool, size: int) -> None:
        clients = self._clients
        for number in range(1, size + 1):
            name = f"{self._name}-{number}"
            clients.run(
                PooledConnection(
                    name, pool, number, clients.next_addresses, clients.stack, clients.seat(name)
                )
            )
