"""Threads on cores, Ps with their run queues, goroutines from creation to end, and the netpoller."""

import pytest

from journey_tui.trace import Event
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineEnded,
    GoroutineParked,
    GoroutineReadied,
    GoroutineStarted,
    GoroutineStolen,
    NetpollCalled,
    NetpollReturned,
    PollDescriptorArmed,
    PollDescriptorReady,
    ProcessorAcquired,
    ProcessorReleased,
    ProcessStarted,
    ThreadBlocked,
    ThreadCreated,
    ThreadScheduled,
    ThreadWoken,
    TimerFired,
    TimerStarted,
)
from tests.world.worlds import connecting, world_after

STARTED = ProcessStarted(pid=1000, go="1.27", gomaxprocs=3, thread=1000)


def created(goroutine: int, processor: int = 0) -> Event:
    return GoroutineCreated(
        function="net/http.(*conn).serve", creator=1, processor=processor, goroutine=goroutine, connection=1
    )


def readied(goroutine: int, queue: str, processor: int | None = 0) -> Event:
    return GoroutineReadied(queue=queue, processor=processor, goroutine=goroutine)


def started(goroutine: int, processor: int = 0, thread: int | None = 1000) -> Event:
    return GoroutineStarted(processor=processor, source="local", goroutine=goroutine, thread=thread)


def parked(goroutine: int) -> Event:
    return GoroutineParked(reason="IO wait", goroutine=goroutine, thread=1000, fd=6)


def test_the_process_has_its_first_thread_and_its_ps() -> None:
    world = world_after(STARTED)
    assert (world.process_started, world.go) == (True, "1.27")
    assert [processor.status for processor in world.processors] == ["idle"] * 3
    assert world.threads[1000].name == "M0"


# ── threads ──


def test_a_thread_goes_from_created_to_running_to_blocked_to_woken() -> None:
    events = (
        ThreadCreated(name="M1", thread=1001),
        ThreadScheduled(thread=1001, cpu=1),
        ThreadBlocked(where="futex", thread=1001),
        ThreadWoken(where="futex", cause="wakep", thread=1001),
    )
    seen = [world_after(*events[:count]).threads[1001] for count in (1, 2, 3, 4)]
    assert [thread.state for thread in seen] == ["runnable", "running", "blocked", "runnable"]
    assert [thread.where for thread in seen] == ["", "", "futex", ""]
    assert [thread.cpu for thread in seen] == [None, 1, None, None]


def test_a_blocked_threads_core_is_idle() -> None:
    on_core = ThreadScheduled(thread=1000, cpu=0)
    assert world_after(on_core).cpus[0].thread == 1000
    cpu = world_after(on_core, ThreadBlocked(where="futex", thread=1000)).cpus[0]
    assert (cpu.thread, cpu.context) == (None, "idle")


def test_a_core_runs_one_thread() -> None:
    world = world_after(ThreadScheduled(thread=1000, cpu=0), ThreadScheduled(thread=1001, cpu=0))
    assert world.cpus[0].thread == 1001
    assert (world.threads[1000].state, world.threads[1000].cpu) == ("runnable", None)


def test_a_thread_runs_on_one_core() -> None:
    world = world_after(ThreadScheduled(thread=1000, cpu=0), ThreadScheduled(thread=1000, cpu=1))
    assert [cpu.thread for cpu in world.cpus] == [None, 1000]
    assert [cpu.context for cpu in world.cpus] == ["idle", "thread"]


def test_one_thread_waits_in_epoll_until_it_is_woken() -> None:
    blocked = ThreadBlocked(where="epoll_pwait", thread=1000)
    world = world_after(blocked)
    assert (world.epoll.waiting_thread, world.netpoll.blocked_thread) == (1000, 1000)
    world = world_after(blocked, ThreadWoken(where="epoll_pwait", thread=1000))
    assert (world.epoll.waiting_thread, world.netpoll.blocked_thread) == (None, None)


def test_another_threads_waking_does_not_wake_the_one_in_epoll() -> None:
    world = world_after(
        ThreadBlocked(where="epoll_pwait", thread=1000), ThreadWoken(where="futex", thread=1001)
    )
    assert world.netpoll.blocked_thread == 1000


def test_a_thread_with_a_p_may_spin_until_it_finds_a_goroutine() -> None:
    spinning = ProcessorAcquired(processor=1, thread=1000, spinning=True)
    world = world_after(spinning)
    assert (world.processors[1].status, world.processors[1].thread) == ("running", 1000)
    assert (world.threads[1000].processor, world.threads[1000].state) == (1, "spinning")
    assert world_after(created(18), spinning, started(18, 1)).threads[1000].state == "running"
    world = world_after(spinning, ProcessorReleased(processor=1, thread=1000))
    assert (world.processors[1].status, world.processors[1].thread) == ("idle", None)
    assert (world.threads[1000].processor, world.threads[1000].state) == (None, "running")


# ── goroutines ──


def test_a_new_goroutine_takes_runnext_and_the_former_one_queues() -> None:
    processor = world_after(created(18), created(19), created(20)).processors[0]
    assert (processor.runnext, processor.queue) == (20, [18, 19])


def test_a_connection_knows_the_goroutine_that_serves_it() -> None:
    assert world_after(connecting(), created(18), created(19)).connections[1].goroutine == 18
    ended = GoroutineEnded(function="net/http.(*conn).serve", goroutine=18)
    assert world_after(connecting(), created(18), ended).connections[1].goroutine is None


def test_a_started_goroutine_stands_in_no_queue() -> None:
    events = (STARTED, created(18), created(19), started(18))
    world = world_after(*events)
    assert (world.processors[0].runnext, world.processors[0].queue) == (19, [])
    goroutine = world.goroutines[18]
    assert (goroutine.state, goroutine.thread, goroutine.processor) == ("running", 1000, 0)
    assert world.threads[1000].goroutine == 18


def test_a_goroutine_runs_on_its_ps_thread_when_none_is_named() -> None:
    world = world_after(ProcessorAcquired(processor=0, thread=1000), created(18), started(18, thread=None))
    assert world.goroutines[18].thread == 1000


def test_a_parked_goroutine_holds_no_thread() -> None:
    world = world_after(STARTED, created(18), started(18), parked(18))
    goroutine = world.goroutines[18]
    assert (goroutine.state, goroutine.reason, goroutine.fd) == ("waiting", "IO wait", 6)
    assert (goroutine.thread, goroutine.processor) == (None, None)
    assert (goroutine.since_ns, world.threads[1000].goroutine) == (world.time_ns, None)


@pytest.mark.parametrize(
    ("queue", "runnext", "local", "in_global"),
    [
        ("runnext", 18, [19], []),
        ("local", 19, [18], []),
        ("global", 19, [], [18]),
        ("direct", 19, [], []),
    ],
)
def test_a_readied_goroutine_stands_where_the_event_says(
    queue: str, runnext: int, local: list[int], in_global: list[int]
) -> None:
    world = world_after(created(18), started(18), parked(18), created(19), readied(18, queue))
    assert (world.processors[0].runnext, world.processors[0].queue) == (runnext, local)
    assert world.global_queue == in_global
    assert (world.goroutines[18].state, world.goroutines[18].reason) == ("runnable", "")


def test_a_goroutine_stands_in_one_queue_at_most() -> None:
    world = world_after(created(18), readied(18, "local"), readied(18, "global"), readied(18, "runnext", 1))
    assert [(processor.runnext, processor.queue) for processor in world.processors] == [(None, []), (18, [])]
    assert world.global_queue == []


@pytest.mark.parametrize(
    ("count", "left", "stolen"),
    [
        (-1, (21, [18, 19, 20]), []),
        (1, (21, [19, 20]), [18]),
        (2, (21, [20]), [18, 19]),
        (4, (None, []), [18, 19, 20, 21]),
        (99, (None, []), [18, 19, 20, 21]),
    ],
)
def test_a_thief_takes_the_oldest_and_runnext_last(
    count: int, left: tuple[int | None, list[int]], stolen: list[int]
) -> None:
    world = world_after(
        *(created(number) for number in (18, 19, 20, 21)), GoroutineStolen(victim=0, processor=1, count=count)
    )
    assert (world.processors[0].runnext, world.processors[0].queue) == left
    assert world.processors[1].queue == stolen


def test_an_ended_goroutine_is_gone_everywhere() -> None:
    world = world_after(
        STARTED,
        created(18),
        started(18),
        TimerStarted(when_ns=5, goroutine=18),
        GoroutineEnded(function="f", goroutine=18, thread=1000),
    )
    assert (world.goroutines, world.netpoll.timers) == ({}, {})
    assert world.threads[1000].goroutine is None


# ── the netpoller ──


def test_a_timer_is_known_until_it_fires() -> None:
    timer = TimerStarted(when_ns=300_000, goroutine=18)
    assert world_after(timer).netpoll.timers == {18: 300_000}
    assert world_after(timer, TimerFired(goroutine=18)).netpoll.timers == {}


def test_a_thread_is_in_netpoll_until_it_returns_with_goroutines() -> None:
    called = NetpollCalled(caller="findRunnable", blocking=True, timeout_ns=299_000, thread=1000)
    netpoll = world_after(called).netpoll
    assert (netpoll.calling_thread, netpoll.timeout_ns, netpoll.calls) == (1000, 299_000, 1)
    netpoll = world_after(called, NetpollReturned(goroutines=(1, 18), thread=1000)).netpoll
    assert (netpoll.calling_thread, netpoll.returned) == (None, [1, 18])


def test_a_poll_that_does_not_block_waits_for_nothing() -> None:
    assert world_after(NetpollCalled(caller="sysmon", blocking=False, thread=1)).netpoll.timeout_ns == 0


@pytest.mark.parametrize(("mode", "waiting"), [("r", (18, None)), ("w", (None, 18))])
def test_a_poll_descriptor_holds_who_waits_until_it_is_ready(
    mode: str, waiting: tuple[int | None, int | None]
) -> None:
    armed = PollDescriptorArmed(mode=mode, fd=6, goroutine=18)
    descriptor = world_after(armed).netpoll.descriptors[6]
    assert (descriptor.reader, descriptor.writer) == waiting
    ready = PollDescriptorReady(mode=mode, remembered=False, fd=6, goroutine=18)
    descriptor = world_after(armed, ready).netpoll.descriptors[6]
    assert (descriptor.reader, descriptor.writer) == (None, None)
    assert (descriptor.read_ready, descriptor.write_ready) == (False, False)
