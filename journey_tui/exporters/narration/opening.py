"""What a run is about and what machine it happens on: told before the first event, as the map and the drawings show it."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from journey_tui.content.introductions import introduced
from journey_tui.content.ui import _
from journey_tui.trace.header import ClientSetup, TraceHeader
from journey_tui.units import format_rate, format_time
from journey_tui.world.state import RxRing, World

_MOST_NAMED: Final = 8
"""Clients that are named; of more, their number is told."""


def opening_lines(header: TraceHeader, world: World, language: str) -> Iterator[str]:
    """Title, summary and goals, then versions, machine, server, way and clients; some of them may be empty."""
    title, summary, *goals = (
        introduced(text, language) for text in (header.title, header.summary, *header.goals)
    )
    yield from (title, summary, *(_("Goal: {goal}").format(goal=goal) for goal in goals))
    yield _("Go {go}, Linux {kernel}, seed {seed}").format(
        go=header.server.go, kernel=header.kernel, seed=header.seed
    )
    yield _machine(header, world)
    yield _server(header)
    yield _way(header)
    yield _clients(header.clients)


def _machine(header: TraceHeader, world: World) -> str:
    machine = header.machine
    parts = [_("Machine: CPUs {cpus}").format(cpus=machine.cpus)]
    if machine.loopback:
        parts.append(_("clients and server on one host, so no network card takes part"))
    else:
        parts.append(_("network card {nic}, MTU {mtu}").format(nic=machine.nic, mtu=machine.mtu))
        parts.extend(_ring(ring) for ring in islice(world.rx_rings, _MOST_NAMED))
        parts.append(_("TX ring of {size} descriptors").format(size=world.tx_ring.size))
        if machine.rx_usecs_ns:
            parts.append(
                _("an interrupt is held back for up to {time}, or until {frames} frames wait").format(
                    time=format_time(machine.rx_usecs_ns), frames=machine.rx_frames
                )
            )
    return _ended(parts)


def _ring(ring: RxRing) -> str:
    posted = (ring.tail - ring.write_pointer) % ring.size if ring.size else 0
    return _(
        "RX ring {queue} of {size} descriptors, {posted} of them with the address of an empty page"
    ).format(queue=ring.queue, size=ring.size, posted=posted)


def _server(header: TraceHeader) -> str:
    server = header.server
    routes = ", ".join(f"{route.pattern} → {route.handler}" for route in server.routes)
    parts = [
        _("Server: {address}, GOMAXPROCS {gomaxprocs}, backlog {backlog}").format(
            address=server.listen, gomaxprocs=server.gomaxprocs, backlog=server.backlog
        )
    ]
    if routes:
        parts.append(_("routes in the order of their lines: {routes}").format(routes=routes))
    return _ended(parts)


def _way(header: TraceHeader) -> str:
    """Empty where the client is on the same host."""
    if not header.hops:
        return ""
    hops = (
        f"{hop.name} {format_time(hop.latency_ns)} {format_rate(hop.bandwidth_bps)}" for hop in header.hops
    )
    return _ended([_("From the clients to the server: {hops}").format(hops=", ".join(hops))])


def _clients(clients: Sequence[ClientSetup]) -> str:
    if not clients:
        return ""
    named = [
        _("{client} ({address}), requests {requests}").format(
            client=client.name, address=client.address, requests=client.requests
        )
        for client in clients[:_MOST_NAMED]
    ]
    more = [f"+{len(clients) - _MOST_NAMED}"] if len(clients) > _MOST_NAMED else []
    return _ended([_("Clients: {clients}").format(clients="; ".join((*named, *more)))])


def _ended(parts: Sequence[str]) -> str:
    return _("{sentence}.").format(sentence="; ".join(parts))
