"""What rests packed is what it was, however long it was not needed, and whatever was changed since."""

from array import array
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from journey_tui.playback.history import History
from journey_tui.playback.index import Index
from journey_tui.playback.rested import (
    LARGE_BYTES,
    Rested,
    pack_positions,
    positions_of,
    steps_of,
    unpack_positions,
)
from journey_tui.playback.spans import RequestSpan, pack_span, unpack_span
from journey_tui.trace import Event
from journey_tui.trace.events.outside import RequestSent, SegmentSent
from tests.playback.traces import repeated

numbers = st.integers(-(2**70), 2**70)
LONG = repeated(12_000)
"""More requests, connections and goroutines than are kept as they are."""


def lists_of(compressed: bool) -> "Rested[array[int]]":
    return Rested(pack_positions, unpack_positions, len, compressed=compressed, at_hand=2)


@given(st.lists(st.tuples(st.sampled_from("cr"), st.integers(0, 5)), max_size=60), st.booleans())
def test_notes_and_looks_in_any_order_find_what_was_noted(told: list[tuple[str, int]], packed: bool) -> None:
    rested, expected = lists_of(packed), dict[int, list[int]]()
    for position, (what, number) in enumerate(told):
        if what == "c":
            known = rested.change(number)
            (rested.add(number, array("I")) if known is None else known).append(position)
            expected.setdefault(number, []).append(position)
        found = rested.get(number)
        assert (None if found is None else list(found)) == expected.get(number)
    assert {number for number in range(6) if number in rested} == expected.keys()


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_positions_are_their_steps_added_up(positions: list[int]) -> None:
    rising = sorted(positions)
    assert list(positions_of(steps_of(rising))) == rising
    assert list(unpack_positions(pack_positions(array("I", rising)))) == rising


def test_what_is_large_or_cannot_be_packed_is_kept_as_it_is() -> None:
    def pack(number: int) -> bytes:
        return b"x" * (LARGE_BYTES + 1) if number else number.to_bytes(0)

    rested = Rested(pack, len, int.bit_length, at_hand=1)
    for number, value in ((1, 10), (2, 20), (3, 0), (4, 5)):
        rested.add(number, value)
    assert [rested.get(number) for number in (1, 2, 3, 4)] == [10, 20, 0, 5]
    assert rested.size_bytes() > 0


@given(numbers, numbers, st.text(max_size=5), st.none() | numbers)
def test_a_request_is_packed_whole_or_not_at_all(
    number: int, time_ns: int, text: str, flight: int | None
) -> None:
    span = RequestSpan(number, text, "GET", "/", 3)
    span.sent_ns, span.flight = time_ns, flight
    try:
        packed = pack_span(span)
    except (OverflowError, ValueError):
        assert not all(-(2**63) <= one < 2**64 for one in (number, time_ns, flight or 0))
        return
    assert all_of([unpack_span(packed)]) == all_of([span])


def all_of(spans: Iterable[RequestSpan]) -> list[dict[str, object]]:
    names = [name for name in RequestSpan.__slots__ if name != "changes"]
    return [{name: getattr(span, name) for name in names} | {"state": span.changes.state()} for span in spans]


def test_packed_requests_know_what_they_would_know_unpacked() -> None:
    packed, plain = Index(), Index()
    plain._spans = Rested(pack_span, unpack_span, len, at_hand=len(LONG))  # type: ignore[arg-type]
    plain._list._spans = plain._spans
    for event in LONG:
        packed.add(event)
        plain.add(event)
    assert len(packed.spans()) > 100
    assert all_of(packed.spans()) == all_of(plain.spans())
    assert packed.spans()[3] == plain.spans()[3]
    assert packed.size_bytes() > 0


def test_lives_that_were_packed_are_those_in_the_trace() -> None:
    history = History()
    for position, event in enumerate(LONG, 1):
        history.note(position, event)
    connections = {event.connection for event in LONG if isinstance(event, SegmentSent)}
    assert len(connections) > 100
    for number in connections:
        known = history.connection(number)
        assert known is not None
        assert list(known.segments) == places(SegmentSent, number)
        assert list(known.requests) == places(RequestSent, number)


def places(kind: type[Event], connection: int | None) -> list[int]:
    return [place for place, event in BY_CONNECTION.get(connection, ()) if type(event) is kind]


BY_CONNECTION: dict[int | None, list[tuple[int, Event]]] = {}
for _place, _event in enumerate(LONG, 1):
    BY_CONNECTION.setdefault(_event.connection, []).append((_place, _event))
