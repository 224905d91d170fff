"""The trace's first line, from the scenario: what viewers must know of it."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from journey_tui.scenario.clients import MOST_ON_LOOPBACK, Client
from journey_tui.scenario.lesson.written import lesson_of
from journey_tui.scenario.model import Scenario
from journey_tui.simulation.interrupt import FIRST_VECTOR, core_of
from journey_tui.trace.header import (
    ClientSetup,
    HopSetup,
    InterruptSetup,
    MachineSetup,
    RouteSetup,
    ServerSetup,
    TraceHeader,
)

SERVER_ADDRESS: Final = "192.0.2.10"  # TEST-NET-1, RFC 5737
ANY_ADDRESS: Final = "0.0.0.0"  # noqa: S104 - what the scenario's server listens on; nothing is bound
LOOPBACK_ADDRESS: Final = "127.0.0.1"
_CLIENT_NETWORK: Final = (198 << 24) + (18 << 16)  # 198.18.0.0/15, RFC 2544
FIRST_PORT: Final = 40_000  # chosen: within net.ipv4.ip_local_port_range, 32768 to 60999
_PORTS: Final = MOST_ON_LOOPBACK
_MOST_NAMED: Final = 1_000
"""Clients that the header names one by one; more of the same kind are only counted by their events."""


def server_address(scenario: Scenario) -> str:
    """What clients connect to."""
    host = scenario.server.address
    if host == ANY_ADDRESS:
        host = LOOPBACK_ADDRESS if scenario.network.loopback else SERVER_ADDRESS
    return f"{host}:{scenario.server.port}"


def client_address(number: int, loopback: bool) -> str:
    """Address and port of the client with this number, counted from 0."""
    if loopback:
        port = (2 * number + number // (_PORTS // 2)) % _PORTS  # even ones first, as connect() takes them
        return f"{LOOPBACK_ADDRESS}:{FIRST_PORT + port}"
    host = _CLIENT_NETWORK + 1 + number % 100_000
    octets = ".".join(str(host >> shift & 255) for shift in (24, 16, 8, 0))
    return f"{octets}:{FIRST_PORT + number // 100_000}"


def client_name(plan: Client, turn: int) -> str:
    """What the client of a plan with this turn, counted from 0, is called."""
    return plan.name if plan.count == 1 else f"{plan.name}-{turn + 1}"


def _client_names(scenario: Scenario) -> Iterator[tuple[str, int]]:
    """Every client process: its name and the place of its plan."""
    for place, plan in enumerate(scenario.clients):
        for turn in range(plan.count):
            yield client_name(plan, turn), place


def _interrupts(queues: int, cpus: int) -> tuple[InterruptSetup, ...]:
    return tuple(
        InterruptSetup(vector=FIRST_VECTOR + queue, cpu=core_of(queue, cpus)) for queue in range(queues)
    )


def header_of(scenario: Scenario) -> TraceHeader:
    """Everything that a viewer needs."""
    server, machine, loopback = scenario.server, scenario.machine, scenario.network.loopback
    return TraceHeader(
        title=scenario.title,
        summary=scenario.summary,
        goals=tuple(scenario.goals),
        level=scenario.level,
        seed=scenario.seed,
        lesson=None if scenario.lesson is None else lesson_of(scenario.lesson),
        marks_end=True,
        machine=MachineSetup(
            cpus=machine.cpus,
            nic=machine.nic.name,
            rx_ring=machine.nic.rx_ring,
            tx_ring=machine.nic.tx_ring,
            queues=machine.nic.queues,
            mtu=machine.nic.mtu,
            rx_usecs_ns=machine.nic.rx_usecs,
            rx_frames=machine.nic.rx_frames,
            somaxconn=machine.kernel.somaxconn,
            netdev_budget=machine.kernel.netdev_budget,
            napi_weight=machine.kernel.napi_weight,
            loopback=loopback,
            interrupts=() if loopback else _interrupts(machine.nic.queues, machine.cpus),
        ),
        server=ServerSetup(
            go=server.go,
            gomaxprocs=server.gomaxprocs,
            listen=server.listen,
            address=server_address(scenario),
            backlog=min(server.backlog, machine.kernel.somaxconn),
            routes=tuple(
                RouteSetup(pattern=route.pattern, handler=route.handler.name) for route in server.routes
            ),
        ),
        hops=()
        if loopback
        else tuple(
            HopSetup(name=hop.name, latency_ns=hop.latency, bandwidth_bps=hop.bandwidth)
            for hop in scenario.network.path
        ),
        clients=tuple(
            ClientSetup(
                name=name,
                address=client_address(number, loopback),
                requests=len(scenario.clients[place].requests),
            )
            for number, (name, place) in enumerate(islice(_client_names(scenario), _MOST_NAMED))
        ),
    )
