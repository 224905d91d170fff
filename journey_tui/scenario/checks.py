"""What no single field can tell: rules that hold between several of them.

Each finding has the path of the value to change, so that the loader can say its line and column.
"""

import ipaddress
from collections.abc import Iterator

from journey_tui.scenario.clients import MOST_AT_ONCE, MOST_ON_LOOPBACK, Client, Request
from journey_tui.scenario.errors import Finding, Steps, Unknown, shown
from journey_tui.scenario.faults import Fault
from journey_tui.scenario.lesson.checks import lesson_contradictions
from journey_tui.scenario.model import Scenario
from journey_tui.scenario.quantity import LONGEST_TIME_NS
from journey_tui.scenario.server import Handler
from journey_tui.scenario.wire import fault_of_target

_LOOPBACK_NETWORK = ipaddress.IPv4Network("127.0.0.0/8")
_FAULTS = ("drop", "stall_softirq", "close_listener", "limit_nofile")
_BODIES = ("body", "body_size", "chunks")
_SENT_BY_ITSELF = {
    "host": "host",
    "content-length": "body_size",
    "connection": "close",
    "expect": "expect_continue",
}


def contradictions(scenario: Scenario) -> Iterator[Finding]:
    """Yield everything in a scenario that contradicts something else in it."""
    yield from _address(scenario)
    nic = scenario.machine.nic
    if not nic.rx_frames and not nic.rx_usecs:
        yield Finding(
            ("machine", "nic", "rx_frames"),
            "with 0 frames and 0us no interrupt is ever raised; one of the two must be above zero",
        )
    for index, route in enumerate(scenario.server.routes):
        yield from _handler(("server", "routes", index, "handler"), route.handler)
    seen: dict[str, int] = {}
    for index, client in enumerate(scenario.clients):
        if client.name in seen:
            first = ("clients", seen[client.name], "name")
            said = f"{shown(client.name)} is another client's name already; names must differ"
            yield Finding(("clients", index, "name"), said, other=first)
        seen.setdefault(client.name, index)
        yield from _client(("clients", index), client)
    yield from _crowd(scenario)
    names = tuple(seen)
    for index, fault in enumerate(scenario.faults):
        yield from _fault(("faults", index), fault)
        if fault.client is not None and fault.client not in seen:
            said = f"there is no client {shown(fault.client)}"
            yield Finding(("faults", index, "client"), said, unknown=Unknown(fault.client, names))
    if scenario.lesson is not None:
        yield from lesson_contradictions(scenario.lesson)


def _address(scenario: Scenario) -> Iterator[Finding]:
    server, network = scenario.server, scenario.network
    if network.loopback and "path" in network.model_fields_set and network.path:
        yield Finding(("network", "path"), "there is no path with loopback: true; leave one of the two out")
    if not network.loopback and ipaddress.IPv4Address(server.address) in _LOOPBACK_NETWORK:
        yield Finding(
            ("server", "listen"),
            f"nobody can reach {server.address} over the network; listen on 0.0.0.0, or say network: {{loopback: true}}",
        )


def _handler(path: Steps, handler: Handler) -> Iterator[Finding]:
    said = [
        name for name in _BODIES if name in handler.model_fields_set and getattr(handler, name) is not None
    ]
    for name in said[1:]:
        yield Finding((*path, name), f"contradicts {said[0]}; a handler has one of {', '.join(_BODIES)}")


def _crowd(scenario: Scenario) -> Iterator[Finding]:
    """No more clients than a run can hold may begin at one moment; told where that number is passed."""
    most = MOST_ON_LOOPBACK if scenario.network.loopback else MOST_AT_ONCE
    beginning: dict[int, int] = {}
    for index, client in enumerate(scenario.clients):
        if client.every:
            continue
        before = beginning.get(client.at, 0)
        beginning[client.at] = before + client.count
        if before <= most < before + client.count:
            said = f"{before + client.count} clients would begin at one moment; a run {_holds(scenario)}"
            yield Finding(("clients", index, "count"), f"{said}; spread them with every, or lower count")


def _holds(scenario: Scenario) -> str:
    if scenario.network.loopback:
        return f"over loopback holds at most {MOST_ON_LOOPBACK}, for one address has no more ports"
    return f"holds at most {MOST_AT_ONCE} at once"


def _client(path: Steps, client: Client) -> Iterator[Finding]:
    for index, request in enumerate(client.requests):
        yield from _request((*path, "requests", index), request)
        if request.close and index + 1 < len(client.requests):
            yield Finding(
                (*path, "requests", index, "close"), "only the last request may close the connection"
            )
        if client.pipelined and request.after and index:
            yield Finding(
                (*path, "requests", index, "after"),
                "pipelined requests go out in one write; no pause between them",
            )
    if client.segments is not None and (client.segments.sizes is None) == (client.segments.count is None):
        yield Finding((*path, "segments"), "must have sizes or count, and not both")
    if client.segments is not None and client.segments.sizes is not None and 0 in client.segments.sizes:
        yield Finding((*path, "segments", "sizes"), "a piece has at least one byte")
    if client.at + client.every * (client.count - 1) > LONGEST_TIME_NS:
        yield Finding((*path, "every"), "the last of them would start after 1000000s")


def _request(path: Steps, request: Request) -> Iterator[Finding]:
    if request.raw is not None:
        others = request.model_fields_set - {"raw", "after"}
        for name in sorted(others):
            yield Finding(
                (*path, name), "contradicts raw, which is sent as it stands; only after may stand beside it"
            )
        return
    wrong = fault_of_target(request.target, request.method)
    if wrong is not None:
        yield Finding((*path, "target"), wrong)
    if request.expect_continue and not request.body_size:
        yield Finding((*path, "expect_continue"), "needs a body_size: there is no body to hold back")
    yield from _headers(path, request)


def _headers(path: Steps, request: Request) -> Iterator[Finding]:
    seen: set[str] = set()
    for name, _ in request.headers:
        folded = name.lower()
        if folded in seen:
            yield Finding((*path, "headers", name), "stands here twice: letter case does not count")
        seen.add(folded)
        key = _SENT_BY_ITSELF.get(folded)
        if folded == "host" or (key is not None and getattr(request, key) not in (None, False)):
            yield Finding((*path, "headers", name), f"is what {key} says; leave one of the two out")


def _fault(path: Steps, fault: Fault) -> Iterator[Finding]:
    said = [name for name in _FAULTS if (value := getattr(fault, name)) is not None and value is not False]
    if len(said) != 1:
        yield Finding(path, f"must have exactly one of {', '.join(_FAULTS)}")
    elif fault.drop is None:
        for name in sorted(fault.model_fields_set & {"client", "count"}):
            yield Finding((*path, name), f"says which packets to drop; it does not belong to {said[0]}")
