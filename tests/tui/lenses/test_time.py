"""Time made visible: the timeline, the sequence chart, where a request's time went, and the list of all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.playback import Timeline
from journey_tui.trace import Event, Trace
from journey_tui.trace.events.http import HandlerStarted, HandlerWaiting
from journey_tui.trace.events.outside import PacketDropped, SegmentSent
from journey_tui.tui.lenses import LENSES, Ask
from journey_tui.tui.lenses.axis import Axis, round_up, time_label
from journey_tui.tui.lenses.messages import Line
from journey_tui.tui.lenses.waterfall import with_others
from journey_tui.tui.surface import Role
from journey_tui.tui.target import Follow, Seek
from tests.arbitrary import any_events, events_of
from tests.samples import sample_header
from tests.tui.lenses.runs import drawn, first, looked, run_of

LENSES_OF_TIME = ("timeline", "sequence", "waterfall", "requests")
TOLD = (
    "SegmentSent",
    "SegmentReceived",
    "PacketDropped",
    "RequestSent",
    "RequestFinished",
    "SyscallReturned",
)


def asked(timeline: Timeline, position: int, *, tab: int = 0, width: int = 100, height: int = 20) -> Ask:
    return Ask(position, timeline.request_near(position), tab=tab, width=width, height=height)


def rows(lens: str, timeline: Timeline, position: int, **size: int) -> list[str]:
    ask = asked(timeline, position, **size)
    surface = drawn(lens, looked(lens, timeline, ask), ask.width, ask.height, position=position)
    return surface.to_text().split("\n")


@settings(max_examples=8, deadline=None)
@given(
    any_events(15),
    st.lists(st.sampled_from(TOLD).flatmap(events_of), max_size=25),
    st.integers(0, 4),
    st.sampled_from([(58, 5), (118, 40)]),
)
def test_time_is_shown_of_a_trace_that_says_anything(
    some: list[Event], more: list[Event], tab: int, size: tuple[int, int]
) -> None:
    timeline = Timeline(Trace(sample_header(), more + some))
    timeline.pull(1000)
    for lens in LENSES_OF_TIME:
        page = tab % len(LENSES[lens].tabs)
        for position in (0, timeline.length):
            ask = asked(timeline, position, tab=page, width=size[0], height=size[1])
            data = looked(lens, timeline, ask)
            text = drawn(lens, data, *size, position=position).to_text()
            assert not any(character in text for character in "\x1b\x07\x9b\u202e")
            assert LENSES[lens].begin(data, size[1])[0] <= LENSES[lens].most_scroll(data, size[1])


# ── axes ──


@given(st.integers(1, 10**18))
def test_round_numbers_are_one_two_or_five_times_a_power_of_ten(value: int) -> None:
    rounded = round_up(value)
    assert value <= rounded < 5 * value
    assert f"{rounded}".rstrip("0") in ("1", "2", "5")


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12), st.integers(1, 200))
def test_an_axis_keeps_the_order_and_its_ends(start: int, length: int, width: int) -> None:
    axis = Axis(start, start + length, steps=False)
    columns = [axis.column(start + length * part // 8, width) for part in range(9)]
    assert columns == sorted(columns)
    assert (columns[0], columns[-1]) == (0, width - 1)
    assert all(axis.inside(value) for value in axis.ticks(width))


def test_moments_below_an_axis_are_as_fine_as_its_ticks() -> None:
    assert time_label(3_079_000, 1_000) == "3.079 ms"
    assert time_label(4_000_000, 1_000_000) == "4 ms"
    assert time_label(0, 500_000) == "0.0 µs" or time_label(0, 500_000).startswith("0")


# ── the timeline ──


def test_each_stage_has_a_row_and_the_request_is_where_the_cursor_is() -> None:
    run = run_of("hello")
    position = first(run, HandlerStarted)
    text = rows("timeline", run, position)
    assert [row.split()[0] for row in text[:16]][:4] == ["CLNT", "NET", "NIC", "RING"]
    assert [row.split()[0] for row in text if "●" in row] == ["HAND"]
    assert all("│" in row or "●" in row or "·" in row or "█" in row for row in text[:16])


def test_around_the_present_true_time_is_shown_so_close_that_events_lie_apart() -> None:
    run = run_of("hello")
    for position in range(run.opening or 1, run.length, 17):
        data = looked("timeline", run, asked(run, position, tab=1))
        assert data.axis.inside(run.time_at(position))
        near = range(max(position - 12, 1), min(position + 12, run.length) + 1)
        inside = {run.time_at(one) for one in near if data.axis.inside(run.time_at(one))}
        assert len(inside) > 1 or data.axis.stop - data.axis.start <= 1000


def test_a_loss_is_marked_where_it_happens() -> None:
    run = run_of("lost-syn-ack")
    text = rows("timeline", run, first(run, PacketDropped))
    assert [row.split()[0] for row in text if "✗" in row] == ["NET"]


def test_a_handshake_before_the_request_was_due_is_shown_where_it_lies() -> None:
    run = run_of("ring-overrun")
    lost = first(run, PacketDropped)
    span = run.request(run.request_near(lost))
    assert span is not None
    assert span.due_ns > run.time_at(lost)
    data = looked("timeline", run, Ask(position=lost, request=span.id, width=90, height=18))
    assert [lane.name for lane in data.lanes if lane.here] == ["dma"]
    assert {bar.stage for lane in data.lanes for bar in lane.bars} == {"network", "nic", "dma"}


def test_every_request_has_a_row_around_the_one_at_hand() -> None:
    run = run_of("crowd-2p")
    for tab in (3, 4):
        text = "\n".join(rows("timeline", run, 1500, tab=tab))
        at_hand = run.request_near(1500)
        assert f"▶#{at_hand}" in text
        assert "░" in text, "the others wait for a CPU"


# ── the sequence chart ──


def test_packets_and_calls_are_arrows_between_the_lines_that_they_join() -> None:
    run = run_of("hello")
    data = looked("sequence", run, asked(run, first(run, HandlerStarted)))
    told = [(row.start, row.stop, row.text) for row in data.rows]
    assert (Line.CLIENT, Line.NETWORK, "SYN seq 0") in told
    assert (Line.KERNEL, Line.NETWORK, "SYN-ACK seq 0 ack 1") in told
    assert (Line.GO, Line.KERNEL, "read(6, 4,096) = 64") in told
    assert (Line.KERNEL, Line.KERNEL, "accepted") in told
    assert any(text.startswith("setsockopt ×5") for _, _, text in told)
    assert [row.time_ns for row in data.rows] == sorted(row.time_ns for row in data.rows)


def test_a_lost_packet_ends_in_a_cross_and_is_sent_again_after_a_gap() -> None:
    run = run_of("lost-syn-ack")
    text = rows("sequence", run, first(run, PacketDropped), height=40)
    lost = next(y for y, row in enumerate(text) if "✗ lost" in row)
    assert "+1.01 s" in text[lost + 1]
    assert any("again: SYN" in row for row in text[lost:])


def test_the_chart_follows_the_position() -> None:
    run = run_of("hello")
    for position in range(first(run, SegmentSent), run.length, 29):
        data = looked("sequence", run, asked(run, position, height=8))
        marked = [row for row in rows("sequence", run, position, height=8) if "▶ " in row]
        assert len(marked) == 1
        assert data.rows[data.here].position <= position


def test_a_long_connection_is_told_around_the_present_only() -> None:
    run = run_of("large-upload")
    sizes = [len(looked("sequence", run, asked(run, at)).rows) for at in range(500, run.length, 500)]
    assert 0 < max(sizes) < 1000
    for position in range(500, run.length, 500):
        data = looked("sequence", run, asked(run, position))
        row = data.rows[data.here]
        assert position - max(row.position, row.also) < 100


def test_all_connections_are_told_apart_by_their_numbers() -> None:
    run = run_of("two-clients")
    text = "\n".join(rows("sequence", run, 260, tab=1))
    assert "c1 " in text
    assert "c2 " in text


# ── where the time went ──


@pytest.mark.parametrize("tab", [0, 1])
def test_lines_and_kinds_sum_to_the_duration_of_the_request(tab: int) -> None:
    run = run_of("crowd-2p")
    for span in run.requests:
        data = looked("waterfall", run, Ask(run.length, span.id, tab=tab, width=100, height=40))
        assert sum(line.duration_ns for line in data.lines) == span.duration_ns
        assert sum(spent for _, spent in data.kinds) == span.duration_ns


def test_the_longest_wait_is_chosen_to_begin_with_and_leads_to_where_it_began() -> None:
    run = run_of("slow-handler")
    ask = Ask(1, 1, width=70, height=20)
    data = looked("waterfall", run, ask)
    scroll, chosen = LENSES["waterfall"].begin(data, ask.height)
    assert chosen is not None
    moved = looked("waterfall", run, Ask(1, 1, width=70, height=20, scroll=scroll))
    target = drawn("waterfall", moved, ask.width, ask.height).links()[chosen].target
    assert isinstance(target, Seek)
    assert isinstance(run.event_at(target.position), HandlerWaiting)


def test_the_longest_wait_is_as_long_by_stage_as_in_the_list_of_requests() -> None:
    timeline = run_of("two-clients")
    (listed,) = [row for row in rows("requests", timeline, timeline.length) if row.split()[:2] == ["▶", "2"]]
    wait = " ".join(listed.split()[-2:])
    told = [row for row in rows("waterfall", timeline, timeline.length) if "longest wait" in row]
    assert any(f"longest wait {wait}" in row for row in told), (wait, told)


@pytest.mark.parametrize("width", [58, 70, 100])
def test_where_there_is_no_room_for_its_time_a_longest_wait_is_still_called_so(width: int) -> None:
    timeline = run_of("two-clients")
    assert any("◀ longest wait" in row for row in rows("waterfall", timeline, timeline.length, width=width))
    assert not any(
        "◀  " in row for row in rows("waterfall", timeline, timeline.length, width=width, height=31)
    )


@pytest.mark.parametrize(
    ("width", "height", "others"), [(58, 6, "6 others"), (76, 10, "3 others"), (78, 40, "")]
)
def test_kinds_that_find_no_room_are_added_up(width: int, height: int, others: str) -> None:
    run = run_of("hello")
    text = rows("waterfall", run, run.length, width=width, height=height)
    top = " ".join(text[: next(y for y, row in enumerate(text) if "STAGE" in row)])
    assert ("others" in top) is bool(others)
    assert others in top
    data = looked("waterfall", run, asked(run, run.length, width=width, height=height))
    for count in range(1, len(data.kinds) + 2):
        shown = with_others(data.kinds, count)
        assert len(shown) <= count
        assert sum(spent for _, spent in shown) == data.total_ns


@pytest.mark.parametrize("tab", [0, 1])
def test_the_line_that_the_request_is_in_is_marked(tab: int) -> None:
    run = run_of("hello")
    span = run.request(1)
    assert span is not None
    begun = next(stay.position for stay in span.spent() if stay.duration_ns)
    for position in (begun, (begun + span.last) // 2, span.last):
        data = looked("waterfall", run, asked(run, position, tab=tab, height=40))
        text = drawn("waterfall", data, 100, 40, position=position).to_text().split("\n")
        assert sum(row.startswith("▶") for row in text) == 1
        assert data.here is not None
        assert data.lines[data.here].stage in {
            stay.stage for stay in span.spent() if stay.position <= position
        }
    after = looked("waterfall", run, asked(run, run.length, tab=tab, height=40))
    assert (after.here is None) is (span.last < run.length)


def test_kernel_go_and_handler_are_always_told() -> None:
    run = run_of("closed-port")
    text = "\n".join(rows("waterfall", run, run.length))
    assert "kernel" in text
    assert "Go" in text


# ── all requests ──


def test_the_slowest_come_first_where_that_is_asked_for() -> None:
    run = run_of("crowd-2p")
    data = looked("requests", run, Ask(1, 1, tab=1, width=100, height=50))
    durations = [span.duration_ns for span in data.spans]
    assert durations == sorted(durations, reverse=True)
    waits = [wait.duration_ns for wait in looked("requests", run, Ask(1, 1, tab=2, height=50)).waits]
    assert waits == sorted(waits, reverse=True)
    failed = looked("requests", run_of("handler-panic"), Ask(1, 1, tab=3, height=50))
    assert [span.outcome for span in failed.spans][-1] == "ok"


@pytest.mark.parametrize("width", [38, 58, 70, 118, 198])
def test_columns_find_room_and_are_not_cut(width: int) -> None:
    run = run_of("crowd-2p")
    ask = Ask(run.length, 20, width=width, height=12)
    surface = drawn("requests", looked("requests", run, ask), width, 12, position=run.length)
    assert "…" not in surface.to_text()
    assert all(isinstance(link.target, Follow) for link in surface.links())
    assert len(surface.links()) == 11


def test_before_it_is_sent_a_request_is_to_come() -> None:
    run = run_of("two-clients")
    span = run.requests[1]
    for position, said in ((span.first - 1, "to come"), (span.sent - 1, "connecting"), (span.ended, "ok")):
        ask = Ask(position, 2, width=100, height=12)
        surface = drawn("requests", looked("requests", run, ask), 100, 12, position=position)
        assert said in surface.text_row(2)
    assert (Role.ERROR in {role for _, role in surface.runs(2)}) is False


@pytest.mark.parametrize(("tab", "title"), [(0, "#"), (1, "TOTAL"), (2, "LONGEST WAIT"), (3, "OUTCOME")])
@pytest.mark.parametrize("width", [38, 58, 78])
def test_what_orders_the_requests_is_seen_however_narrow(tab: int, title: str, width: int) -> None:
    data = looked("requests", run_of("two-clients"), Ask(200, 1, tab=tab, width=width, height=10))
    assert title in drawn("requests", data, width, 10).text_row(0)
