"""What holds of every run, held over scenarios that nobody wrote: machines, paths and clients of any kind."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import simulate
from tests.simulation.runs import of_kind
from tests.simulation.test_laws import check_laws

Mapping = dict[str, Any]

BODIES: list[Mapping] = [
    {"body": "hello\n"},
    {"body": ""},
    {"body_size": "2049B"},
    {"body_size": "30KiB", "content_length": "declared"},
    {"chunks": "7x700B"},
    {"body": "late\n", "wait": "3ms"},
    {"body": "busy\n", "cpu": "2ms"},
    {"status": 204},
]
ROUTES: list[Mapping] = [
    {"pattern": f"GET /{number}", "handler": {"name": f"handler{number}", "cpu": "10us", **body}}
    for number, body in enumerate(BODIES)
]


def times(*choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choices)


def requests() -> st.SearchStrategy[list[Mapping]]:
    targets = st.sampled_from([*(f"/{number}" for number in range(len(BODIES))), "/none"])
    one = st.fixed_dictionaries(
        {"target": targets}, optional={"after": times("1us", "4ms"), "method": st.just("HEAD")}
    )

    def ended(items: list[Mapping], close: bool) -> list[Mapping]:
        return [*items[:-1], {**items[-1], "close": True}] if close and items else items

    return st.builds(ended, st.lists(one, max_size=4), st.booleans())


def clients() -> st.SearchStrategy[list[Mapping]]:
    one = st.fixed_dictionaries(
        {"requests": requests(), "timeout": st.just("1000s")},
        optional={
            "at": times("0ms", "10us", "3ms"),
            "every": times("0us", "7us", "1ms"),
            "count": st.integers(1, 6),
            "keep_open": times("2ms", "90ms"),
        },
    )
    return st.lists(one, min_size=1, max_size=3)


def cards() -> st.SearchStrategy[Mapping]:
    ring = st.sampled_from([1, 2, 5, 256])
    return st.fixed_dictionaries(
        {"rx_ring": ring, "tx_ring": ring, "queues": st.integers(1, 3)},
        optional={"rx_usecs": times("5us", "200us"), "mtu": st.sampled_from([576, 9000])},
    )


def kernels() -> st.SearchStrategy[Mapping]:
    few = st.sampled_from([1, 2, 64])
    small = st.sampled_from([["4KiB", "4KiB", "4KiB"], ["4KiB", "16KiB", "64KiB"]])
    return st.fixed_dictionaries(
        {},
        optional={
            "somaxconn": st.sampled_from([0, 1, 3]),
            "napi_weight": few,
            "netdev_budget": few,
            "tcp_rmem": small,
            "tcp_wmem": small,
        },
    )


def networks() -> st.SearchStrategy[Mapping]:
    hop = st.fixed_dictionaries(
        {"latency": times("0ms", "20us", "30ms"), "bandwidth": times("2Mbps", "1Gbps", "100Gbps")},
        optional={"loss": st.just("2%"), "jitter": times("10us", "2ms")},
    )
    paths = st.fixed_dictionaries({"path": st.lists(hop, min_size=1, max_size=3)})
    return st.one_of(st.just({"loopback": True}), paths)


@st.composite
def scenarios(draw: st.DrawFn) -> Mapping:
    machine: Mapping = {"cpus": draw(st.integers(1, 4)), "nic": draw(cards()), "kernel": draw(kernels())}
    if draw(st.booleans()):
        machine["costs"] = "none"
    return {
        "journey": 1,
        "title": "generated",
        "seed": draw(st.integers(0, 9)),
        "machine": machine,
        "server": {"gomaxprocs": draw(st.integers(1, 4)), "routes": ROUTES},
        "network": draw(networks()),
        "clients": draw(clients()),
    }


@settings(max_examples=30, deadline=None)
@given(scenarios())
def test_every_client_is_answered_and_every_packet_arrives_or_is_dropped_with_a_reason(
    scenario: Mapping,
) -> None:
    events = tuple(simulate(load_text(json.dumps(scenario), "generated.yaml")))
    check_laws(events)
    asked = sum(client.get("count", 1) * len(client["requests"]) for client in scenario["clients"])
    outcomes = [event.outcome for event in of_kind(events, "RequestFinished")]  # type: ignore[attr-defined]
    assert outcomes == ["ok"] * asked
    assert all(event.reason for event in of_kind(events, "PacketDropped"))  # type: ignore[attr-defined]
