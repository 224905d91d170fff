"""The accounts themselves: a good run balances, and whoever takes an event away is found out."""

import pytest

from journey_tui.trace import Event
from tests.simulation.accounts import check_accounts, covered
from tests.simulation.runs import events_of

TAIL = """
network: {loopback: true}
load: [{rate: 2000/s, duration: 2ms, target: /big}, {rate: 1000/s, duration: 3ms, target: /hello, connections: 1}]
"""


@pytest.fixture(scope="module")
def good() -> tuple[Event, ...]:
    return events_of(TAIL)


def test_a_good_run_balances(good: tuple[Event, ...]) -> None:
    check_accounts(good, gomaxprocs=2, ended=True)


@pytest.mark.parametrize(
    "kind",
    [
        "SegmentSent",
        "SegmentReceived",
        "RequestFinished",
        "ClientConnected",
        "DataQueued",
        "DataRead",
        "DataWritten",
        "FdInstalled",
        "FdClosed",
        "GoroutineCreated",
        "GoroutineStarted",
        "GoroutineParked",
        "GoroutineReadied",
        "GoroutineEnded",
        "ProcessorAcquired",
        "ProcessorReleased",
    ],
)
def test_an_event_that_is_missing_is_found_out(good: tuple[Event, ...], kind: str) -> None:
    place = next(
        place
        for place, event in enumerate(good)
        if event.kind == kind and (event.time_ns > 0 or "Fd" in kind)
    )
    with pytest.raises((AssertionError, KeyError)):
        check_accounts((*good[:place], *good[place + 1 :]), gomaxprocs=2, ended=True)


def test_time_that_goes_back_is_found_out(good: tuple[Event, ...]) -> None:
    with pytest.raises(AssertionError):
        check_accounts([good[-1], good[0]], gomaxprocs=2, ended=False)


def test_bytes_that_are_sent_twice_count_once() -> None:
    assert covered({(2**32 - 4, 8), (0, 4), (2**32 - 4, 2), (6, 1)}) == 9
    assert covered(set()) == 0
