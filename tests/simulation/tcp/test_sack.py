"""SACK: what a receiver tells, what a sender repeats, and that nothing else is repeated."""

from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.simulation.tcp.round_trip import PROBE_MIN_NS, RTO_MIN_NS, RoundTrip
from journey_tui.simulation.tcp.scoreboard import Scoreboard
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.simulation.tcp.selective import Selective
from tests.simulation.tcp.lossy import ONE_WAY_NS, Lossy

MSS = 1448
ROUND_TRIP_NS = 2 * ONE_WAY_NS


def first_times(*starts: int) -> Lossy:
    """A run in which the segments that begin there are lost when they are sent for the first time."""
    return Lossy(lambda _, segment: segment.sequence in starts and not segment.retransmission)


def repeated(run: Lossy) -> list[tuple[int, int]]:
    return [(segment.sequence, len(segment.payload)) for _, segment in run.sent if segment.retransmission]


def test_the_newest_block_comes_first_and_three_fit() -> None:
    told = Selective()
    for start in (100, 300, 500, 700):
        told.came_early(start, start + 50)
    assert list(told.blocks) == [(700, 750), (500, 550), (300, 350)]
    told.came_early(350, 400)
    assert list(told.blocks) == [(300, 400), (700, 750), (500, 550)]


def test_a_block_that_closes_a_gap_joins_its_neighbours_and_goes_when_all_before_it_is_there() -> None:
    told = Selective()
    told.came_early(100, 200)
    told.came_early(300, 400)
    told.came_early(200, 300)
    assert list(told.blocks) == [(100, 400)]
    told.advanced(400)
    assert list(told.blocks) == []


def test_what_came_twice_is_told_first_and_once() -> None:
    told = Selective()
    told.came_early(500, 600)
    told.came_twice(100, 200)
    assert list(told.blocks) == [(100, 200), (500, 600)]
    told.told()
    assert list(told.blocks) == [(500, 600)]


def test_several_holes_are_filled_within_one_round_trip_and_nothing_else_is_repeated() -> None:
    holes = [1 + place * MSS for place in (2, 5, 8)]
    run = first_times(*holes)
    run.run(b"x" * 40 * MSS)
    assert run.read == b"x" * 40 * MSS
    assert repeated(run) == [(start, MSS) for start in holes]
    times = [at for at, segment in run.sent if segment.retransmission]
    assert times[-1] - times[0] < ROUND_TRIP_NS
    assert times[0] < 2 * ROUND_TRIP_NS


def test_a_repeated_segment_that_is_lost_again_is_repeated_without_a_timeout() -> None:
    start = 1 + 3 * MSS
    losses = iter([True, True, False, False])
    run = Lossy(lambda _, segment: segment.sequence == start and next(losses))
    run.run(b"x" * 60 * MSS)
    assert run.read == b"x" * 60 * MSS
    assert repeated(run) == [(start, MSS)] * 2
    times = [at for at, segment in run.sent if segment.sequence == start]
    assert times[-1] - times[0] < RTO_MIN_NS


def test_two_segments_behind_a_gap_are_enough_after_an_eighth_of_a_round_trip_more() -> None:
    run = first_times(1)
    run.run(b"x" * 2 * MSS)  # and the FIN
    (again,) = [at for at, segment in run.sent if segment.retransmission]
    settled = ROUND_TRIP_NS + ROUND_TRIP_NS // 8 + PROBE_MIN_NS
    assert settled < again < settled + 100_000


def test_a_lost_tail_is_found_by_the_probe_and_its_sack() -> None:
    data = 20 * MSS
    tail = [1 + place * MSS for place in (17, 18, 19)]
    run = first_times(*tail)
    run.run(b"x" * data)
    assert run.read == b"x" * data
    assert [start for start, _ in repeated(run)] == [tail[2], tail[0], tail[1]]


def test_a_needless_repeat_is_answered_with_a_d_sack() -> None:
    run = Lossy(lambda _number, _segment: False)
    run.run(b"x" * 100)
    number = run.right.receiver.next
    run.right.receive(Segment(("ACK",), 1, 9_001, 64_240, b"x" * 100, retransmission=True), run.now)
    assert [(s.acknowledgement, s.sack) for s in run.right.outbox] == [(number, ((1, 101),))]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 90)), st.integers(1, 90 * MSS))
def test_whatever_is_lost_arrives_and_nothing_that_was_told_is_repeated(lost: set[int], size: int) -> None:
    run = Lossy(lambda number, _: number in lost)
    data = bytes(number % 251 for number in range(size))
    run.run(data)
    assert run.read == data
    assert run.left.sender.fin_acknowledged
    arrived = run.right.receiver.next
    assert arrived == 1 + size + 1
    assert len([segment for _, segment in run.sent if segment.retransmission]) <= 2 * len(lost) + 2


def test_the_timeout_rises_at_once_and_falls_slowly() -> None:
    known = RoundTrip()
    for number in range(20):
        known.measured(100_000_000, number, number + 1)
    steady = known.timeout_ns()
    assert steady == 100_000_000 + RTO_MIN_NS
    known.measured(900_000_000, 20, 21)
    raised = known.timeout_ns()
    assert raised > steady + 300_000_000
    known.measured(100_000_000, 21, 22)
    assert known.timeout_ns() > raised - 150_000_000


def test_a_segment_that_was_repeated_gives_no_round_trip_but_the_echoed_timestamp_does() -> None:
    board = Scoreboard()
    board.add(0, 100, now=0)
    (first,) = [sent for sent in (board.first,) if sent is not None]
    board.repeat(first, 100, 100, now=50)
    assert board.hear(100, (), now=60, least_ns=0).sample_ns is None
    run = first_times(1)
    run.run(b"x" * 100)  # the timer repeats it
    assert repeated(run) == [(1, 100)]
    assert run.left.sender.round_trip.smoothed_ns < 2 * ROUND_TRIP_NS


def test_the_timeout_counts_from_when_the_oldest_segment_was_repeated() -> None:
    run = first_times(1)
    run.left.write(b"x" * 8 * MSS, 0)
    blocks = ((1 + MSS, 1 + 5 * MSS),)
    run.left.receive(Segment(("ACK",), 9_001, 1, 64_240, sack=blocks), ROUND_TRIP_NS)
    assert [segment.sequence for segment in run.left.outbox if segment.retransmission] == [1]
    assert run.left.due_ns is not None
    assert run.left.due_ns >= ROUND_TRIP_NS + run.left.sender.round_trip.timeout_ns()
