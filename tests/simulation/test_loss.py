"""A path that loses packets, and one whose latency varies."""

import pytest

from journey_tui.trace import Event
from journey_tui.trace.events.outside import PacketDropped, PacketForwarded, PacketQueuedAtHop
from tests.simulation.runs import events_of, of_kind
from tests.simulation.test_laws import check_laws

CLIENTS = "clients: [{name: crowd, count: 3, timeout: 1000s, requests: [{target: /big}, {target: /hello}]}]"


def run(hop: str, seed: int = 0) -> tuple[Event, ...]:
    return events_of(f"network: {{path: [{hop}]}}\n{CLIENTS}", f"seed: {seed}", "200KiB")


@pytest.mark.parametrize("seed", range(4))
def test_what_the_path_loses_is_sent_again_until_all_is_answered(seed: int) -> None:
    events = run("{name: radio, latency: 5ms, loss: 8%}", seed)
    check_laws(events)
    lost = [event for event in events if isinstance(event, PacketDropped)]
    assert {event.reason for event in lost} == {"lost at radio"}
    assert [event.outcome for event in of_kind(events, "RequestFinished")] == ["ok"] * 6  # type: ignore[attr-defined]


def test_about_the_share_that_was_asked_for_is_lost() -> None:
    events = run("{name: radio, latency: 5ms, loss: 8%}")
    crossed = len(of_kind(events, "PacketForwarded", "PacketDropped"))
    assert 0.04 < len(of_kind(events, "PacketDropped")) / crossed < 0.12


def test_jitter_makes_packets_late_but_neither_loses_nor_overtakes_them() -> None:
    events = run("{latency: 5ms, jitter: 3ms}")
    check_laws(events)
    assert not of_kind(events, "PacketDropped", "RetransmissionTimedOut")
    queued = [(e.direction, e.packet) for e in events if isinstance(e, PacketQueuedAtHop)]
    forwarded = [(e.direction, e.packet) for e in events if isinstance(e, PacketForwarded)]
    for way in ("to_server", "to_client"):
        assert [p for d, p in queued if d == way] == [p for d, p in forwarded if d == way]


def test_jitter_adds_at_most_what_was_asked_for() -> None:
    events = run("{latency: 5ms, jitter: 3ms, bandwidth: 100Gbps}")
    begun = {e.packet: e.time_ns for e in events if isinstance(e, PacketQueuedAtHop)}
    ways = [e.time_ns - begun[e.packet] for e in events if isinstance(e, PacketForwarded)]
    assert 5_000_000 <= min(ways) < 5_500_000
    assert 7_500_000 < max(ways) < 8_020_000
