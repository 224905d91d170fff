"""Clients of any kind against servers of any kind: nothing breaks, every request ends, and every run does."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulation.runs import events_of_plan, of_kind
from tests.simulation.test_laws import check_laws

Mapping = dict[str, Any]

OUTCOMES = {"not_sent", "ok", "reset", "eof", "truncated", "timeout", "gave_up"}
ROUTES: list[Mapping] = [
    {"pattern": "/hello", "handler": {"body": "hello\n"}},
    {"pattern": "/slow", "handler": {"wait": "30ms", "body": "slow\n"}},
    {"pattern": "/polite", "handler": {"wait": "30ms", "respects_context": True}},
    {"pattern": "/big", "handler": {"chunks": "3x30KiB", "flush": True}},
    {"pattern": "/panic", "handler": {"panic": "before_write", "read_body": "none"}},
    {"pattern": "/late", "handler": {"panic": "after_flush", "body": "partial"}},
    {"pattern": "/limited", "handler": {"read_body": "1000B"}},
    {"pattern": "/ignore", "handler": {"read_body": "none", "body": "no\n"}},
]
TARGETS = st.sampled_from([*(route["pattern"] for route in ROUTES), "/none"])
PIECES = st.sampled_from(
    [
        "GET /hello HTTP/1.1\r\n",
        "Host: a\r\n",
        "\r\n",
        "Transfer-Encoding: chunked\r\n",
        "5\r\nhello\r\n",
        "0\r\n",
        "POST /ignore HTTP/1.1\r\n",
        "Content-Length: 7\r\n",
        "Connection: close\r\n",
        "x",
        " ",
        "GET /slow",
        "Expect: 100-continue\r\n",
        "HEAD /big HTTP/1.1\r\n",
        "GET /late HTTP/1.0\r\n",
        "\n",
        "Host: b c\r\n",
    ]
)


def requests() -> st.SearchStrategy[Mapping]:
    plain = st.fixed_dictionaries(
        {"target": TARGETS, "method": st.sampled_from(["GET", "HEAD", "POST"])},
        optional={
            "after": st.sampled_from(["1ms", "30ms"]),
            "body_size": st.sampled_from(["0B", "5B", "999B", "5000B", "70KiB", "300KiB"]),
            "expect_continue": st.booleans(),
        },
    )
    plain = plain.map(
        lambda plan: {**plan, "expect_continue": False} if plan.get("body_size", "0B") == "0B" else plan
    )
    raw = st.lists(PIECES, min_size=1, max_size=9).map(lambda pieces: {"raw": "".join(pieces)})
    return st.one_of(plain, raw)


def allowed(client: Mapping) -> Mapping:
    """Pipelined requests have no pause between them."""
    if client.get("pipelined"):
        for request in client["requests"][1:]:
            request.pop("after", None)
    return client


def clients() -> st.SearchStrategy[Mapping]:
    return st.fixed_dictionaries(
        {"requests": st.lists(requests(), max_size=3), "timeout": st.sampled_from(["200ms", "2s"])},
        optional={
            "pipelined": st.booleans(),
            "segments": st.sampled_from([{"count": 3, "gap": "7ms"}, {"sizes": [1, 40], "gap": "1ms"}]),
            "gives_up": st.builds(
                lambda after, how: {"after": after, "how": how},
                st.sampled_from(["10us", "1ms", "25ms"]),
                st.sampled_from(["close", "reset"]),
            ),
            "keep_open": st.sampled_from(["1ms", "60ms"]),
        },
    ).map(allowed)


def timeouts() -> st.SearchStrategy[Mapping]:
    times = st.sampled_from(["1ms", "20ms", "90ms"])
    return st.fixed_dictionaries({}, optional=dict.fromkeys(["read_header", "read", "write", "idle"], times))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(clients(), min_size=1, max_size=3),
    timeouts(),
    st.sampled_from(["1.22", "1.26", "1.27"]),
    st.integers(1, 2),
    st.booleans(),
)
def test_every_request_of_every_client_ends_and_so_does_the_run(
    plans: list[Mapping], limits: Mapping, go: str, cores: int, loopback: bool
) -> None:
    scenario = {
        "journey": 1,
        "title": "generated",
        "machine": {"cpus": cores},
        "server": {"go": go, "gomaxprocs": cores, "timeouts": limits, "routes": ROUTES},
        "network": {"loopback": True} if loopback else {"path": [{"latency": "2ms"}]},
        "clients": plans,
    }
    events = events_of_plan(scenario)
    check_laws(events)
    sent = [event.request for event in of_kind(events, "RequestSent")]
    finished = of_kind(events, "RequestFinished")
    ended = [event.request for event in finished if event.outcome != "not_sent"]  # type: ignore[attr-defined]
    assert sorted(map(str, sent)) == sorted(map(str, ended))
    assert {event.outcome for event in finished} <= OUTCOMES  # type: ignore[attr-defined]
    assert len(finished) == sum(len(plan["requests"]) for plan in plans)
    opened = of_kind(events, "FdInstalled")
    closed = of_kind(events, "FdClosed")
    connections = [event.connection for event in opened if event.object_kind == "connection"]  # type: ignore[attr-defined]
    assert sorted(map(str, connections)) == sorted(
        str(event.connection)
        for event in closed
        if event.object_kind == "connection"  # type: ignore[attr-defined]
    )
