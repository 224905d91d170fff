"""What is said, held against whole runs: no sentence may be untrue of the very event that it is said of."""

import textwrap
from collections.abc import Iterator
from functools import cache

import pytest

from journey_tui.content import Explanation, explain, sentence
from journey_tui.content.loader import event_words
from journey_tui.playback import Timeline
from journey_tui.scenario import bundled
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace.events import Event
from journey_tui.trace.events.descriptors import EpollInterestAdded, SyscallEntered, SyscallReturned
from journey_tui.trace.events.hardware import CpuResumed, TxDmaRead
from journey_tui.trace.events.http import ResponseHeaderWritten
from journey_tui.trace.events.kernel import RetransmissionTimedOut
from journey_tui.trace.events.outside import PacketQueuedAtHop, SegmentReceived
from journey_tui.trace.events.runtime import (
    GoroutineReadied,
    PollDescriptorReady,
    ProcessorAcquired,
    ThreadBlocked,
    ThreadCreated,
    TimerStarted,
)
from journey_tui.world import apply, empty_world
from journey_tui.world.state import World
from tests.samples import sample_header

ROW = 76
"""Cells of a row of words on a screen of 80 columns."""
MOST_ROWS = 2


@cache
def _run(name: str) -> Timeline:
    timeline = Timeline(simulate(load(bundled.path(name))))
    while timeline.pull(4096):
        assert timeline.length < 100_000
    return timeline


def _moments(name: str) -> Iterator[tuple[Event, World, Explanation]]:
    timeline = _run(name)
    for position in range(1, timeline.length + 1):
        event, world = timeline.event_at(position), timeline.world_at(position)
        assert event is not None
        yield event, world, explain(event, world, timeline.header)


def _explained(event: Event, *before: Event) -> Explanation:
    header = sample_header()
    world = empty_world(header)
    for one in (*before, event):
        apply(world, one)
    return explain(event, world, header)


@pytest.mark.no_cover  # many runs of what other tests reach
@pytest.mark.parametrize("name", bundled.names())
def test_what_is_said_fits_into_two_rows(name: str) -> None:
    for event, _, words in _moments(name):
        assert len(textwrap.wrap(words.say, ROW)) <= MOST_ROWS, event
        assert len(textwrap.wrap(words.why, ROW)) <= MOST_ROWS, event


def test_every_reason_fits_into_two_rows() -> None:
    for heading, words in event_words().items():
        assert len(textwrap.wrap(words.why, ROW)) <= MOST_ROWS, heading


@pytest.mark.parametrize("name", bundled.names())
def test_a_queue_at_a_hop_and_what_is_on_its_link_make_up_all_that_it_holds(name: str) -> None:
    """A picture of the path shows both; the queue alone is what may overflow."""
    for event, world, words in _moments(name):
        if isinstance(event, PacketQueuedAtHop):
            hop = world.hops[event.hop_index]
            held = hop.to_server if event.direction == "to_server" else hop.to_client
            on_the_link = len(held) - event.queue_length
            assert f": {event.queue_length} packet" in words.say
            assert (f", {on_the_link} on the link already" in words.say) == (on_the_link > 0)


def test_a_cgroup_file_is_opened_only_where_the_lists_before_it_say() -> None:
    """`FindCPU`, internal/runtime/cgroup: `1:cpu:/` leads to cgroup v1's files, `0::/` alone to cpu.max."""
    read: dict[str, bytes] = {}
    path = ""
    for event, _, _ in _moments("hello"):
        if isinstance(event, SyscallEntered) and event.name == "openat":
            path = event.address
            folder, _, file = path.rpartition("/")
            if file.startswith("cpu."):
                version_1 = any(b":cpu:" in line for line in read["/proc/self/cgroup"].splitlines())
                assert (file == "cpu.max") != version_1
                assert folder.encode() in read["/proc/self/mountinfo"]
        elif isinstance(event, SyscallReturned) and event.name == "read" and event.data:
            read.setdefault(path, event.data)
    assert set(read) >= {"/proc/self/cgroup", "/proc/self/mountinfo"}


def test_of_a_frame_that_no_write_sent_no_write_is_told() -> None:
    """A SYN-ACK, an ACK and a FIN go through the same ring."""
    words = _explained(TxDmaRead(queue=0, slot=0, length_bytes=74))
    assert "write()" not in words.say + words.why


def test_the_thread_that_exec_started_is_not_said_to_be_made() -> None:
    assert "exec" in _explained(ThreadCreated(name="M0", thread=1)).say
    assert "makes thread M2" in _explained(ThreadCreated(name="M2", thread=2)).say


@pytest.mark.parametrize(
    ("queue", "source"),
    [
        ("runnext", "runtime.ready"),
        ("direct", "runtime.findRunnable"),
        ("global", "runtime.injectglist"),
        ("local", "runtime.injectglist, runtime.runqputbatch"),
    ],
)
def test_who_makes_a_goroutine_runnable_depends_on_where_it_goes(queue: str, source: str) -> None:
    assert _explained(GoroutineReadied(goroutine=1, queue=queue, processor=0)).source == source


@pytest.mark.parametrize("where", ["futex", "nanosleep"])
def test_sysmon_sleeps_for_its_own_reasons(where: str) -> None:
    made = ThreadCreated(name="sysmon", thread=7)
    sysmon = _explained(ThreadBlocked(where=where, thread=7), made)
    other = _explained(ThreadBlocked(where=where, thread=8), ThreadCreated(name="M2", thread=8))
    assert "runtime.sysmon" in sysmon.source
    assert "runtime.sysmon" not in other.source
    assert "stopm" not in sysmon.source


def test_a_file_that_is_watched_without_epollet_is_not_called_edge_triggered() -> None:
    level = _explained(EpollInterestAdded(fd=8, events=("EPOLLIN",)))
    edge = _explained(EpollInterestAdded(fd=5, events=("EPOLLIN", "EPOLLET")))
    assert "Without EPOLLET" in level.why
    assert "EPOLLET: epoll reports changes" in edge.why


def test_a_core_that_goes_back_to_idling_has_no_thread_that_lost_time() -> None:
    idle = _explained(CpuResumed(resumed="idle", cpu=0))
    thread = _explained(CpuResumed(resumed="thread", cpu=0, thread=1))
    assert "Nobody lost time" in idle.why
    assert "lost to it" in thread.why


def test_a_timer_is_told_by_the_wait_and_by_the_clock() -> None:
    said = _explained(TimerStarted(goroutine=7, when_ns=303_122_222, time_ns=3_122_222)).say
    assert "due in 300 ms, at 303 ms on the clock" in said


def test_epoll_brings_a_poll_descriptor_and_no_descriptor_number() -> None:
    words = _explained(PollDescriptorReady(fd=5, mode="r", remembered=False, goroutine=1))
    assert "pointer to its pollDesc" in words.why


def test_a_thread_without_a_p_may_run_the_runtimes_own_code() -> None:
    """Neither sysmon nor who waits in netpoll() has one."""
    assert "the runtime's own code" in _explained(ProcessorAcquired(processor=0, thread=1)).why


def test_a_call_for_one_byte_is_told_in_the_singular() -> None:
    said = sentence(SyscallEntered(name="read", fd=6, size=1), empty_world(sample_header()), sample_header())
    assert "read(6, 1 byte)" in said


def test_a_call_that_finds_no_room_is_not_said_to_find_nothing() -> None:
    """EAGAIN of a write, of a read and of a futex are three different things."""
    full, empty, late = (
        _explained(SyscallReturned(name=name, result=-1, errno="EAGAIN", fd=6))
        for name in ("write", "read", "futex")
    )
    assert "no room" in full.say
    assert "nothing there" in empty.say
    assert "park" in full.why
    assert "park" in empty.why
    assert "park" not in late.why


def test_a_reset_that_fits_no_socket_is_not_answered() -> None:
    for flags, answered in ((("SYN",), True), (("ACK", "RST"), False)):
        received = SegmentReceived(
            host="server", flags=flags, payload_bytes=0, matched="none", state="CLOSED"
        )
        assert ("It will answer RST" in _explained(received).say) == answered


def test_only_a_syn_waits_equally_long_at_first() -> None:
    """`tcp_syn_linear_timeouts`, Linux 6.12; a SYN-ACK and data double at once."""
    for what in ("syn", "syn_ack", "data"):
        event = RetransmissionTimedOut(host="client", timeout_ns=1_000_000_000, retries=1, what=what)
        assert ("1 s each" in _explained(event).why) == (what == "syn")


def test_a_length_that_net_http_cannot_have_counted_is_the_handlers_own() -> None:
    """`bufferBeforeChunkingSize`, net/http/server.go, Go 1.27."""
    for length, declared in ((2048, False), (2049, True)):
        event = ResponseHeaderWritten(status=200, header_bytes=100, content_length=length)
        assert ("handler gave the length" in _explained(event).why) == declared
