"""A short trace, written by hand, that holds every kind of event in a plausible order.

Alice's request walks the whole path over a NIC and is answered by a handler that waits. After it come the things
that go wrong: Bob finds the accept queue full, Carol sends nonsense, Dave asks for a path that nobody serves.
Rooms that only read traces are tested with it; it promises variety, not the exact costs or counts of a real run.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from journey_tui.trace import Event, TraceHeader
from journey_tui.trace.header import ClientSetup, HopSetup, MachineSetup, RouteSetup, ServerSetup
from tests import sample_boot, sample_failures, sample_limits, sample_request, sample_scheduler, sample_server

_STEP_NS: Final = 400
_SPENT_NS: Final = {
    "PacketForwarded": 10_000_000,
    "FrameArrived": 1_500,
    "TxDmaRead": 900,
    "CpuInterrupted": 1_000,
    "ThreadScheduled": 2_000,
    "HandlerComputed": 20_000,
    "TimerFired": 300_000,
    "ConnectFailed": 1_000_000_000,
    "RetransmissionTimedOut": 1_000_000_000,
}
"""What passes before an event of that kind; `_STEP_NS` before any other."""


def sample_header() -> TraceHeader:
    """The first line of the sample trace: one router, two cores, a ring of eight descriptors."""
    return TraceHeader(
        title="The sample",
        summary="One request, and the ways it can fail.",
        goals=("Name every stage",),
        machine=MachineSetup(rx_ring=8, tx_ring=8),
        server=ServerSetup(
            routes=(
                RouteSetup(pattern="GET /hello", handler="helloHandler"),
                RouteSetup(pattern="GET /details/{id}", handler="detailHandler"),
            )
        ),
        hops=(HopSetup(name="router", latency_ns=10_000_000, bandwidth_bps=1_000_000_000),),
        clients=tuple(
            ClientSetup(name=name, address=f"198.51.100.{number}", requests=1)
            for number, name in enumerate(("alice", "bob", "carol", "dave"), start=1)
        ),
    )


def sample_events() -> list[Event]:
    """Every kind of event at least once, `seq` and `time_ns` stamped; the accept loop first parks at 0."""
    boot = sample_boot.events()
    start_ns = -stamped(boot)[-1].time_ns
    return stamped(
        [
            *boot,
            *sample_request.events(),
            *sample_server.events(),
            *sample_failures.events(),
            *sample_limits.events(),
            *sample_scheduler.events(),
        ],
        start_ns,
    )


def endless_sample() -> Iterator[Event]:
    """The sample again and again for ever: boot once, then its requests, each time with new ids and later times."""
    events = sample_events()
    boot = len(sample_boot.events())
    yield from events[:boot]
    turn = 0
    while True:
        for event in events[boot:]:
            yield replace(
                event,
                seq=event.seq + turn * (len(events) - boot),
                time_ns=event.time_ns + turn * events[-1].time_ns,
                request=_later_id(event.request, 3 * turn),
                connection=_later_id(event.connection, 4 * turn),
                packet=_later_id(event.packet, 12 * turn),
            )
        turn += 1


def _later_id(number: int | None, more: int) -> int | None:
    return None if number is None else number + more


def stamped(events: Iterable[Event], start_ns: int = 0) -> list[Event]:
    """The events numbered from 0, their times rising from `start_ns` by what each kind takes."""
    time_ns = start_ns
    result: list[Event] = []
    for seq, event in enumerate(events):
        if seq:
            time_ns += _SPENT_NS.get(event.kind, _STEP_NS)
        result.append(replace(event, seq=seq, time_ns=time_ns))
    return result
