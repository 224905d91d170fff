"""What holds of every run, held over scenarios that nobody wrote: machines, paths and clients of any kind."""

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulation.accounts import check_accounts
from tests.simulation.runs import events_of_plan, of_kind
from tests.simulation.test_laws import check_laws

Mapping = dict[str, Any]

EXAMPLES = int(os.environ.get("JOURNEY_EXAMPLES", "500"))
"""Of all laws here together. JOURNEY_EXAMPLES=10000 HYPOTHESIS_PROFILE=explore: many more, and others each time."""
KIND = 30
"""Of them, those in which nothing is meant to go wrong."""
ENDED = EXAMPLES // 10
"""Of them, those that run to their own end."""

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


@pytest.mark.no_cover  # many runs of what other tests reach
@settings(max_examples=KIND, deadline=None)
@given(scenarios())
def test_every_client_is_answered_and_every_packet_arrives_or_is_dropped_with_a_reason(
    scenario: Mapping,
) -> None:
    events = events_of_plan(scenario)
    check_laws(events)
    asked = sum(client.get("count", 1) * len(client["requests"]) for client in scenario["clients"])
    outcomes = [event.outcome for event in of_kind(events, "RequestFinished")]  # type: ignore[attr-defined]
    assert outcomes == ["ok"] * asked
    assert all(event.reason for event in of_kind(events, "PacketDropped"))  # type: ignore[attr-defined]


# ── whatever happens ──

HARD_ROUTES: list[Mapping] = [
    {"pattern": "GET /hog", "handler": {"cpu": "24ms", "body": "at last"}},
    {"pattern": "GET /drawn", "handler": {"cpu": {"exponential": "200us"}, "body": "drawn"}},
    {"pattern": "GET /late", "handler": {"wait": "30ms", "respects_context": True, "body": "late"}},
    {"pattern": "GET /panics", "handler": {"panic": "before_write"}},
    {"pattern": "GET /breaks", "handler": {"panic": "after_flush", "body_size": "3KiB"}},
    {"pattern": "POST /in", "handler": {"read_body": "2KiB", "body": "read"}},
    {"pattern": "POST /ignored", "handler": {"read_body": "none", "body": "ignored"}},
    {"pattern": "GET /large", "handler": {"body_size": "60KiB", "content_length": "declared"}},
]
TARGETS = ["/0", "/3", "/hog", "/drawn", "/late", "/panics", "/breaks", "/large", "/none"]


def hard_requests() -> st.SearchStrategy[list[Mapping]]:
    get = st.fixed_dictionaries({"target": st.sampled_from(TARGETS)})
    post = st.fixed_dictionaries(
        {
            "method": st.just("POST"),
            "target": st.sampled_from(["/in", "/ignored", "/0"]),
            "body_size": st.sampled_from(["1B", "2049B", "20KiB"]),
        }
    )
    raw = st.fixed_dictionaries(
        {"raw": st.sampled_from(["GET /0 HTTP/1.1\r\n\r\n", "nonsense\r\n\r\n", "GET /0 HT"])}
    )
    return st.lists(st.one_of(get, get, post, raw), max_size=3)


def hard_clients() -> st.SearchStrategy[list[Mapping]]:
    one = st.fixed_dictionaries(
        {"requests": hard_requests(), "timeout": times("8ms", "150ms", "5s")},
        optional={
            "at": times("10us", "3ms"),
            "count": st.integers(1, 4),
            "pipelined": st.booleans(),
            "segments": st.fixed_dictionaries({"count": st.integers(1, 3), "gap": times("0us", "2ms")}),
            "gives_up": st.fixed_dictionaries(
                {"after": times("50us", "12ms"), "how": st.sampled_from(["close", "reset"])}
            ),
            "handshake": st.sampled_from(["full", "full", "syn_only"]),
            "reads": st.fixed_dictionaries({"start_after": times("1ms", "40ms")}),
            "keep_open": times("2ms", "60ms"),
        },
    )
    return st.lists(one, min_size=1, max_size=2)


def loads() -> st.SearchStrategy[list[Mapping]]:
    one = st.fixed_dictionaries(
        {
            "rate": st.sampled_from(["300/s", "2000/s"]),
            "duration": times("2ms", "6ms"),
            "target": st.sampled_from(TARGETS),
            "connections": st.sampled_from(["new", 1, 3]),
        },
        optional={"arrivals": st.just("constant"), "at": times("1ms")},
    )
    return st.lists(one, max_size=2)


def faults() -> st.SearchStrategy[list[Mapping]]:
    kinds = st.sampled_from(["SYN", "SYN-ACK", "ACK", "DATA", "FIN", "any"])
    one = st.one_of(
        st.fixed_dictionaries({"drop": kinds}, optional={"count": st.integers(1, 3)}),
        st.fixed_dictionaries({"stall_softirq": times("1ms", "9ms")}),
        st.just({"close_listener": True}),
        st.fixed_dictionaries({"limit_nofile": st.sampled_from([8, 9, 12])}),
    )
    dated = st.builds(lambda at, fault: {"at": at, **fault}, times("0us", "60us", "2ms", "11ms"), one)
    return st.lists(dated, max_size=2)


@st.composite
def hard_scenarios(draw: st.DrawFn) -> Mapping:
    scenario = draw(scenarios())
    server = scenario["server"]
    server["routes"] = [*ROUTES, *HARD_ROUTES]
    server["go"] = draw(st.sampled_from(["1.22", "1.25", "1.27"]))
    if draw(st.integers(0, 4)) == 0:
        server["accepts"] = draw(st.sampled_from([False, "4ms"]))
    timeouts = ["0s", "3ms", "40ms"]
    server["timeouts"] = {name: draw(st.sampled_from(timeouts)) for name in ("read_header", "write", "idle")}
    kernel = scenario["machine"]["kernel"]
    kernel |= {"tcp_abort_on_overflow": draw(st.booleans()), "tcp_syncookies": draw(st.booleans())}
    scenario |= {"clients": draw(hard_clients()), "load": draw(loads()), "faults": draw(faults())}
    scenario["until"] = draw(times("20s", "20s", "70ms", "300us"))
    return scenario


@pytest.mark.no_cover  # many runs of what other tests reach
@settings(max_examples=EXAMPLES - ENDED - KIND)
@given(hard_scenarios())
def test_the_accounts_balance_whatever_happens(scenario: Mapping) -> None:
    check_accounts(events_of_plan(scenario), gomaxprocs=scenario["server"]["gomaxprocs"], ended=False)


@pytest.mark.no_cover  # many runs of what other tests reach
@settings(max_examples=ENDED)
@given(hard_scenarios())
def test_every_run_comes_to_an_end_by_itself_and_leaves_nothing_over(scenario: Mapping) -> None:
    del scenario["until"]
    check_accounts(events_of_plan(scenario), gomaxprocs=scenario["server"]["gomaxprocs"], ended=True)
