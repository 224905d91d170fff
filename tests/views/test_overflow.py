"""The views while an accept queue overflows: the picture that a real host gave (backlog 3, nobody accepts)."""

from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import simulate
from journey_tui.trace.events.kernel import AcceptQueueOverflowed
from journey_tui.views import Moment
from journey_tui.views.curl import curl
from tests.views.runs import moment_after, recorded, shown

REFUSED = 3
FULL = """
journey: 1
title: The only P is busy, so nobody accepts
server:
  listen: "127.0.0.1:3000"
  gomaxprocs: 1
  backlog: 3
  routes: [{pattern: GET /, handler: {name: hog, cpu: 5s, body: "done"}}]
network: {loopback: true}
clients:
  - {name: hog, at: 1ms, requests: [{target: /}]}
  - {name: crowd, at: 3ms, count: 7, requests: [{target: /}]}
"""


def overflowing() -> Moment:
    """The moment when the last of the crowd has been turned away."""
    trace = simulate(load_text(FULL, "full.yaml"))
    trace.pull(4000)
    return moment_after(trace, lambda event: isinstance(event, AcceptQueueOverflowed), REFUSED)


def sockets(lines: list[str]) -> list[tuple[str, bool, str]]:
    """State, whether something waits to be read, and Send-Q of each socket."""
    rows = [line.split() for line in lines if line[:1].isupper() and not line.startswith("State")]
    return sorted((state, received != "0", sent) for state, received, sent, *_ in rows)


def test_the_sockets_are_those_of_a_real_host() -> None:
    moment = overflowing()
    tables = recorded("ss_tables.txt").split("\n\n")
    (told,) = [
        table.split("\n") for table in tables if table.count("SYN-SENT") == REFUSED and "LISTEN   4" in table
    ]
    hog = [("ESTAB", False, "0")] * 2
    lines = shown("ss", moment)
    assert sockets(lines) == sorted([*sockets(told), *hog])
    assert lines[1].startswith("LISTEN   4      3          127.0.0.1:3000")
    assert (
        sum("fd=" in line for line in lines) == 2
    )  # the listener and the hog: the others have no descriptor


def test_every_syn_that_is_turned_away_counts_twice() -> None:
    told = overflowing().world.counters
    assert told["TcpExtListenOverflows"] == told["TcpExtListenDrops"] == REFUSED
    assert told["TcpPassiveOpens"] == 5
    assert told["TcpActiveOpens"] == 8


def test_curl_hangs_without_a_word() -> None:
    assert list(curl(overflowing(), request=8)) == ["*   Trying 127.0.0.1:3000..."]
