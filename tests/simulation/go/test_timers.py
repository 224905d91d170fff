"""Timers, which epoll respects, and sysmon, which watches while others are busy."""

from collections.abc import Callable

import pytest

from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.netpoll import whole_milliseconds
from journey_tui.simulation.go.poll_fd import Done, PollFD
from journey_tui.trace.events.runtime import (
    GoroutineParked,
    GoroutineReadied,
    GoroutineStarted,
    NetpollCalled,
    TimerFired,
    TimerStarted,
)
from tests.simulation.go.fake_machine import FakeFile
from tests.simulation.go.programs import Files, Program, computing

MILLISECOND = 1_000_000


@pytest.mark.parametrize(
    ("delay_ns", "timeout_ns"),
    [
        (None, None),
        (0, 0),
        (1, MILLISECOND),
        (MILLISECOND, MILLISECOND),
        (299_999_999, 299 * MILLISECOND),
        (10**17, 10**9 * MILLISECOND),
    ],
)
def test_epoll_waits_whole_milliseconds_rounded_down_but_never_to_nothing(
    delay_ns: int | None, timeout_ns: int | None
) -> None:
    assert whole_milliseconds(delay_ns) == timeout_ns


def sleeping(program: Program, duration_ns: int, *, polls: bool) -> Callable[[Goroutine], Code[None]]:
    def main(goroutine: Goroutine) -> Code[None]:
        if polls:
            fd = PollFD(program.scheduler, 3)
            program.kernel.syscalls.files[3] = FakeFile("connection", room=0)
            yield from fd.open(goroutine)
        timer = program.scheduler.timers.timer(goroutine, duration_ns)
        yield from goroutine.thread.run(500)
        yield from program.scheduler.timers.wait(goroutine, timer)

    return main


def test_a_timer_of_300_ms_makes_epoll_wait_299_ms_and_then_1() -> None:
    program = Program()
    program.run(sleeping(program, 300 * MILLISECOND, polls=True))
    waits = [event.timeout_ns for event in program.events(NetpollCalled) if event.blocking]
    assert waits == [299 * MILLISECOND, MILLISECOND]
    assert [event.when_ns for event in program.events(TimerStarted)] == [300 * MILLISECOND]
    assert [event.goroutine for event in program.events(TimerFired)] == [1]
    assert [event.reason for event in program.events(GoroutineParked)] == ["sleep"]
    assert program.events(GoroutineStarted)[-1].source == "runnext"


def test_timers_fire_in_the_order_of_their_times() -> None:
    program = Program(gomaxprocs=1)
    order: list[int] = []

    def sleeper(duration_ns: int) -> Callable[[Goroutine], Code[None]]:
        def body(goroutine: Goroutine) -> Code[None]:
            timer = program.scheduler.timers.timer(goroutine, duration_ns)
            yield from program.scheduler.timers.wait(goroutine, timer)
            order.append(duration_ns)

        return body

    def main(goroutine: Goroutine) -> Code[None]:
        program.kernel.syscalls.files[3] = FakeFile("connection")
        yield from PollFD(program.scheduler, 3).open(goroutine)
        for duration_ns in (30 * MILLISECOND, 10 * MILLISECOND, 20 * MILLISECOND):
            yield from program.scheduler.go(goroutine, "sleeper", sleeper(duration_ns))

    program.run(main)
    assert order == [10 * MILLISECOND, 20 * MILLISECOND, 30 * MILLISECOND]


def test_a_timer_that_is_due_sooner_interrupts_who_waits_in_epoll() -> None:
    files = Files()

    def sleeper(goroutine: Goroutine) -> Code[None]:
        yield from goroutine.thread.run(10 * MILLISECOND)
        timer = files.program.scheduler.timers.timer(goroutine, 5 * MILLISECOND)
        yield from files.program.scheduler.timers.wait(goroutine, timer)
        files.done.append(Done(files.program.scheduler.now))

    def main(goroutine: Goroutine) -> Code[None]:
        fd = yield from files.open(goroutine)
        yield from files.program.scheduler.go(goroutine, "sleeper", sleeper)
        yield from fd.read(goroutine, 1)

    files.program.run(main)
    assert files.done == [Done(15 * MILLISECOND)]
    eventfd = next(fd for fd, file in files.syscalls.files.items() if file.kind == "eventfd")
    assert files.syscalls.of(eventfd)[1:] == [("write", 8, 8), ("read", 8, 1)]


# ── sysmon ──


def with_sysmon(
    program: Program, body: Callable[[Goroutine], Code[None]]
) -> Callable[[Goroutine], Code[None]]:
    def main(goroutine: Goroutine) -> Code[None]:
        program.scheduler.start_sysmon()
        yield from body(goroutine)

    return main


def test_sysmon_sleeps_deeply_when_all_ps_are_idle() -> None:
    program = Program()

    def body(goroutine: Goroutine) -> Code[None]:
        yield from goroutine.thread.run(MILLISECOND)

    program.run(with_sysmon(program, body))
    assert program.scheduler.sysmon.sleeps_deeply
    assert program.kernel.blocked("futex") == ["M0", "sysmon"]


def test_the_first_system_call_of_a_goroutine_wakes_sysmon() -> None:
    files = Files()

    def body(goroutine: Goroutine) -> Code[None]:
        fd = yield from files.open(goroutine)
        yield from fd.read(goroutine, 1)
        yield from fd.read(goroutine, 1)

    files.program.run(with_sysmon(files.program, body))
    assert files.program.scheduler.sysmon.sleeps_deeply
    before = len(files.syscalls.calls)
    files.connection.arrive(b"x")
    files.program.kernel.settle()
    woken = [call.detail for call in files.syscalls.calls[before:] if call.name == "futex"]
    assert woken == [("FUTEX_WAKE", "sysmon"), ("FUTEX_WAIT", 60_000 * MILLISECOND)]


def test_sysmon_sleeps_no_longer_than_until_the_next_timer() -> None:
    program = Program()
    program.run(with_sysmon(program, sleeping(program, 300 * MILLISECOND, polls=True)))
    waits = [call.detail for call in program.kernel.syscalls.calls if call.name == "futex"]
    assert ("FUTEX_WAIT", 300 * MILLISECOND - 20_000 - 50_000) in waits


def test_sysmon_asks_the_network_when_all_threads_compute_for_10_ms() -> None:
    files = Files(gomaxprocs=1)

    def body(goroutine: Goroutine) -> Code[None]:
        fd = yield from files.open(goroutine)
        yield from files.program.scheduler.go(goroutine, "compute", computing(50 * MILLISECOND))
        files.done.append((yield from fd.read(goroutine, 1)))

    files.connection.finish()
    files.connection.finished = False
    files.program.run(with_sysmon(files.program, body), until_ns=5 * MILLISECOND)
    files.connection.arrive(b"x")
    files.program.kernel.settle()
    asked = [event for event in files.program.events(NetpollCalled) if event.caller == "sysmon"]
    assert len(asked) >= 2
    assert [event.queue for event in files.program.events(GoroutineReadied)] == ["global"]
    assert files.done == [Done(1, b"x")]
