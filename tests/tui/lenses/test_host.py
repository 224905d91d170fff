"""What a real host's tools print, in the pane: the lines of the views, at any moment, without reading the run again."""

import re

import pytest

from journey_tui.playback import Timeline
from journey_tui.trace import Trace
from journey_tui.trace.events.descriptors import SyscallEntered
from journey_tui.tui.lenses import Ask, host
from journey_tui.tui.lenses.host.printed import Printed, Row
from journey_tui.tui.lenses.host.tools import TOOLS
from journey_tui.tui.surface import Role
from journey_tui.tui.target import Look, Seek
from journey_tui.views import VIEWS, Moment
from journey_tui.views.curl import curl
from tests.tui.lenses.runs import drawn, first, looked, run_of

NAMES = [tool.name for tool in TOOLS]
ROOMY = 64


def asked(tool: str, position: int, height: int = ROOMY + 2, request: int | None = None) -> Ask:
    return Ask(position, request, tab=NAMES.index(tool), width=100, height=height)


def printed(tool: str, timeline: Timeline, position: int, height: int = ROOMY + 2) -> Printed:
    data: host.Host = looked("host", timeline, asked(tool, position, height))
    return data.printed


def told(tool: str, trace: Trace, position: int, request: int | None) -> list[str]:
    """The view's own lines, those left out that the pane leaves out."""
    moment = Moment(trace, position)
    lines = list(curl(moment, request) if tool == "curl" else VIEWS[tool].lines(moment))
    if tool == "strace":
        return lines[-ROOMY:]
    nothing = {"nstat": re.compile(r"\w+ +0 "), "ethtool": re.compile(r".*: 0$")}.get(tool)
    return [line.replace("\t", "    ") for line in lines if nothing is None or not nothing.match(line)]


@pytest.mark.parametrize("tool", NAMES)
@pytest.mark.parametrize("name", ["hello", "pipelining"])
def test_the_pane_prints_the_views_lines_forwards_and_backwards(tool: str, name: str) -> None:
    timeline = run_of(name)
    trace = Trace(timeline.header, list(timeline.events(0, timeline.length)))
    trace.pull_all()
    gather = host.LENS.gatherer(timeline)
    stride = timeline.length // 5
    for position in (0, *range(stride, timeline.length, stride), timeline.length, stride, stride - 1):
        request = timeline.request_near(position) if position > timeline.length // 2 else 1
        data = gather(asked(tool, position, ROOMY * 2, request or 1))
        span = timeline.request(request)
        begun = tool != "curl" or (span is not None and position >= span.first)
        want = told(tool, trace, position, request) if begun else []
        assert [row.text for row in data.printed.rows][-ROOMY:] == want[-ROOMY:], position


def test_only_what_the_event_at_hand_wrote_is_new() -> None:
    timeline = run_of("hello")
    position = first(timeline, SyscallEntered)
    rows = printed("strace", timeline, position).rows
    assert [row.new for row in rows] == [False] * (len(rows) - 1) + [True]
    assert rows[-1].target == Seek(position)
    assert not any(row.new for row in printed("strace", timeline, position + 1).rows[:-1])
    quiet = next(
        place
        for place in range(timeline.length, 0, -1)
        if not any(row.new for row in printed("nstat", timeline, place).rows)
    )
    assert all("bytes" not in row.text for row in printed("nstat", timeline, quiet).rows if row.new)


def test_a_counter_that_changes_out_of_view_is_told_all_the_same() -> None:
    timeline = run_of("hello")
    changed = [
        shown
        for place in range(1, timeline.length, 3)
        if (shown := printed("nstat", timeline, place, height=6)).beyond
    ]
    assert changed
    assert all(row.new for shown in changed for row in shown.beyond)
    assert all(len(shown.rows) + len(shown.beyond) <= 4 for shown in changed)


@pytest.mark.parametrize("height", range(4, 14))
def test_a_connection_that_ss_has_no_room_for_is_counted_and_the_one_at_hand_is_shown(height: int) -> None:
    timeline, looked_at = run_of("two-clients"), 0
    for position in range(timeline.length // 3, timeline.length // 2, 9):
        world = timeline.world_at(position)
        alive = {one.id for one in world.connections.values() if one.server_state not in ("", "CLOSED")}
        if len(alive) < 2:
            continue
        looked_at += 1
        page = printed("ss", timeline, position, height)
        room = height - 2
        seen = {row.target.subject for row in page.rows if isinstance(row.target, Look)}
        left = int(page.note.split()[0]) if page.note else 0
        assert len(page.rows) + bool(page.note) <= room
        assert len(seen) + left == 2
        assert seen or room < 4
    assert looked_at


def test_a_socket_and_its_descriptor_lead_to_the_connection() -> None:
    timeline = run_of("hello")
    middle = timeline.length * 6 // 10
    assert Look("connection", 1) in [row.target for row in printed("ss", timeline, middle).rows]
    assert Look("connection", 1) in [row.target for row in printed("proc-fd", timeline, middle).rows]
    assert Look("goroutine", 1) in [row.target for row in printed("scheddetail", timeline, middle).rows]


def test_the_command_stands_first_and_the_pages_last() -> None:
    timeline = run_of("hello")
    for width in (36, 58, 118, 198):
        data = looked("host", timeline, asked("ss", timeline.length, height=12))
        rows = drawn("host", data, width, 12).to_text().split("\n")
        assert rows[0] == "$ ss -tanopi"
        assert "[ss]" in rows[-1]
        assert rows[-1].rstrip().endswith("›") or "proc-fd" in rows[-1]


def test_lines_are_broken_where_there_is_room_and_cut_where_there_is_none() -> None:
    row = Row(
        "read(6<TCP:[192.0.2.10:3000->198.51.100.1:40000]>, 0xc000, 4096) = -1 EAGAIN (Try again)", new=True
    )
    data = host.Host(0, None, Printed([row], 1))
    roomy = drawn("host", data, 50, 8)
    assert "".join(roomy.text_row(y)[2:].strip() for y in (1, 2)).replace(" ", "") == row.text.replace(
        " ", ""
    )
    assert roomy.row(1)[0] == ("▍", Role.FOCUS)
    narrow = drawn("host", data, 50, 3).text_row(1)
    assert "…) = -1 EAGAIN (" in narrow


def test_calls_far_into_a_run_are_found_without_the_ones_before() -> None:
    timeline = run_of("hello")
    stop = timeline.length
    direct = [row.text for row in printed("strace", timeline, stop).rows]
    gather = host.LENS.gatherer(timeline)
    for position in range(stop - 40, stop + 1):
        stepped = gather(asked("strace", position)).printed
    assert [row.text for row in stepped.rows] == direct
