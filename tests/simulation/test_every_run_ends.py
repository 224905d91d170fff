"""However little room and luck a scenario leaves: its run ends, not long after its clients' patience."""

import itertools
import json
from collections.abc import Mapping
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.scenario.loader import load_text
from journey_tui.simulation.engine import events
from tests.simulation.accounts import Requests, take_all

PATIENCE_S: Final = 3
LONGEST_S: Final = 2_000
"""A kernel repeats data that nobody acknowledges for up to 924 s (tcp_retries2), and then a FIN once more."""
MOST_EVENTS: Final = 100_000
TINY: Final = st.sampled_from(["1B", "100B", "2KiB", "16KiB"])
TARGETS: Final = st.sampled_from(
    [
        {"target": "/answer"},
        {"target": "/slow", "after": "100ms"},
        {"method": "POST", "target": "/read", "body_size": "40KiB"},
        {"method": "POST", "target": "/ignore", "body_size": "300KiB", "expect_continue": True},
        {"raw": "GET /answer HT"},
    ]
)
ROUTES: Final = [
    {"pattern": "/answer", "handler": {"body_size": "60KiB"}},
    {"pattern": "/slow", "handler": {"wait": "2s", "body": "x"}},
    {"pattern": "/read", "handler": {"read_body": "all", "body": "x"}},
    {"pattern": "/ignore", "handler": {"read_body": "none", "body": "x"}},
]
FAULTS: Final = st.sampled_from(
    [
        {"limit_nofile": 0},
        {"limit_nofile": 8},
        {"close_listener": True},
        {"stall_softirq": "10s"},
        {"drop": "any", "count": 1000},
        {"drop": "FIN", "count": 1000},
        {"drop": "ACK", "count": 20},
    ]
)


def buffers() -> st.SearchStrategy[list[str]]:
    return TINY.map(lambda size: [size, size, size])


def machines() -> st.SearchStrategy[Mapping[str, object]]:
    rings = {"rx_ring": st.sampled_from([1, 2, 256]), "tx_ring": st.sampled_from([1, 256])}
    sizes = {"tcp_rmem": buffers(), "tcp_wmem": buffers(), "somaxconn": st.sampled_from([0, 4096])}
    return st.fixed_dictionaries(
        {},
        optional={"nic": st.fixed_dictionaries(rings), "kernel": st.fixed_dictionaries({}, optional=sizes)},
    )


@settings(max_examples=15, deadline=None)
@given(
    machines(),
    st.sampled_from(["0%", "20%", "90%", "100%"]),
    st.lists(TARGETS, min_size=1, max_size=2),
    st.tuples(FAULTS, st.sampled_from(["0ms", "2ms", "50ms"])),
    st.sampled_from([{}, {"idle": "1s"}, {"read": "500ms", "write": "500ms"}]),
    st.integers(1, 4),
)
def test_every_run_ends_when_nobody_waits_any_more(
    machine: Mapping[str, object],
    loss: str,
    requests: list[Mapping[str, object]],
    fault: tuple[Mapping[str, object], str],
    timeouts: Mapping[str, str],
    count: int,
) -> None:
    scenario = {
        "journey": 1,
        "title": "hostile",
        "machine": machine,
        "server": {"routes": ROUTES, "timeouts": timeouts},
        "network": {"path": [{"latency": "1ms", "loss": loss}]},
        "clients": [{"count": count, "timeout": f"{PATIENCE_S}s", "requests": requests}],
        "faults": [{"at": fault[1], **fault[0]}],
    }
    text = json.dumps(scenario)
    told = list(itertools.islice(events(load_text(text, "hostile.yaml")), MOST_EVENTS))
    assert len(told) < MOST_EVENTS
    assert told[-1].time_ns < LONGEST_S * 1_000_000_000
    take_all((Requests(),), told, ended=True)
