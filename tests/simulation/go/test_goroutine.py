"""Goroutines, Ps and Ms: who runs what, and when (the scheduler's rules and laws)."""

from collections.abc import Callable

import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.simulation.go.find_runnable import GLOBAL_QUEUE_PERIOD
from journey_tui.simulation.go.goroutine import Code, Goroutine, Park
from journey_tui.simulation.go.processor import RUN_QUEUE_LENGTH, Processor
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineEnded,
    GoroutineParked,
    GoroutineReadied,
    GoroutineStarted,
    GoroutineStolen,
    ProcessorAcquired,
    ThreadCreated,
)
from tests.simulation.go.programs import Program, computing


def idle(_goroutine: Goroutine) -> Code[None]:
    yield from ()


def goroutines(count: int) -> list[Goroutine]:
    return [Goroutine(number, "f", idle) for number in range(1, count + 1)]


def spawn(program: Program, goroutine: Goroutine, body: Callable[[Goroutine], Code[None]]) -> Code[None]:
    yield from program.scheduler.go(goroutine, "f", body)


# ── one P's queue ──


def test_runnext_beats_the_queue() -> None:
    first, second, third = goroutines(3)
    processor = Processor(0)
    for goroutine in (first, second):
        processor.put(goroutine, as_next=False)
    processor.put(third, as_next=True)
    assert [processor.get() for _ in range(4)] == [
        (third, "runnext"),
        (first, "local"),
        (second, "local"),
        None,
    ]


def test_a_new_runnext_moves_the_old_one_to_the_tail() -> None:
    first, second, third = goroutines(3)
    processor = Processor(0)
    processor.put(first, as_next=False)
    processor.put(second, as_next=True)
    processor.put(third, as_next=True)
    assert [goroutine.id for goroutine in processor.run_queue] == [1, 2]
    assert processor.run_next is third


def test_a_full_queue_sheds_its_older_half_and_the_one_that_did_not_fit() -> None:
    processor = Processor(0)
    queued = goroutines(RUN_QUEUE_LENGTH + 1)
    for goroutine in queued[:-1]:
        assert processor.put(goroutine, as_next=False) == []
    shed = processor.put(queued[-1], as_next=False)
    assert shed == [*queued[: RUN_QUEUE_LENGTH // 2], queued[-1]]
    assert list(processor.run_queue) == queued[RUN_QUEUE_LENGTH // 2 : -1]


@pytest.mark.parametrize(("waiting", "stolen"), [(0, 0), (1, 1), (2, 1), (5, 3), (256, 128)])
def test_a_thief_gets_half_of_the_queue_rounded_up_and_the_oldest_of_it(waiting: int, stolen: int) -> None:
    processor = Processor(0)
    queued = goroutines(waiting)
    for goroutine in queued:
        processor.put(goroutine, as_next=False)
    assert processor.give_half() == queued[:stolen]


@given(st.lists(st.booleans(), max_size=1_000))
def test_no_goroutine_is_lost_in_a_queue_and_none_holds_more_than_256(as_next: list[bool]) -> None:
    processor = Processor(0)
    queued = goroutines(len(as_next))
    left: list[Goroutine] = []
    for goroutine, first in zip(queued, as_next, strict=True):
        left += processor.put(goroutine, as_next=first)
        assert len(processor.run_queue) <= RUN_QUEUE_LENGTH
    while (found := processor.get()) is not None:
        left.append(found[0])
    assert sorted(goroutine.id for goroutine in left) == [goroutine.id for goroutine in queued]


# ── the scheduler ──


def test_what_go_starts_runs_next_when_its_creator_parks() -> None:
    program = Program(gomaxprocs=1)
    log: list[int] = []

    def main(goroutine: Goroutine) -> Code[None]:
        for _ in range(3):
            yield from spawn(program, goroutine, computing(0, log))
        yield Park("chan receive")

    program.run(main)
    assert log == [4, 2, 3]
    sources = [event.source for event in program.events(GoroutineStarted)]
    assert sources == ["runnext", "runnext", "local", "local"]


def test_goroutines_are_numbered_from_1_and_each_p_takes_16_numbers_at_a_time() -> None:
    program = Program(gomaxprocs=2)

    def child(goroutine: Goroutine) -> Code[None]:
        yield from spawn(program, goroutine, idle)

    def main(goroutine: Goroutine) -> Code[None]:
        yield from goroutine.thread.run(1)
        yield from spawn(program, goroutine, child)
        yield from goroutine.thread.run(1_000_000)

    program.run(main)
    created = [(event.goroutine, event.processor) for event in program.events(GoroutineCreated)]
    assert created == [(1, 0), (2, 0), (17, 1)]


def test_go_wakes_one_thread_only_while_that_one_still_looks_for_work() -> None:
    program = Program(gomaxprocs=8)

    def main(goroutine: Goroutine) -> Code[None]:
        for _ in range(5):
            yield from spawn(program, goroutine, computing(1_000_000))
        assert program.scheduler.threads.spinning_count == 1
        yield Park("chan receive")

    program.run(main)


def test_threads_wake_each_other_until_all_work_has_one() -> None:
    program = Program(gomaxprocs=4)

    def main(goroutine: Goroutine) -> Code[None]:
        for _ in range(3):
            yield from spawn(program, goroutine, computing(10_000_000))
        yield from goroutine.thread.run(10_000_000)

    program.run(main)
    assert {event.processor for event in program.events(GoroutineStarted)} == {0, 1, 2, 3}
    assert len(program.events(GoroutineEnded)) == 4
    assert int(program.events(ProcessorAcquired)[-1].processor) in range(4)


def test_there_are_never_more_ps_at_work_than_gomaxprocs() -> None:
    program = Program(gomaxprocs=2)

    def main(goroutine: Goroutine) -> Code[None]:
        for _ in range(20):
            yield from spawn(program, goroutine, computing(5_000_000))
        yield Park("chan receive")

    program.run(main)
    assert {event.processor for event in program.events(GoroutineStarted)} == {0, 1}
    assert len(program.events(GoroutineEnded)) == 20


def test_a_parked_goroutine_holds_no_thread() -> None:
    program = Program()

    def main(_goroutine: Goroutine) -> Code[None]:
        yield Park("select")

    program.run(main)
    assert program.kernel.blocked("futex") == ["M0"]
    assert program.scheduler.threads.busy_processors == 0
    assert [thread.goroutine for thread in program.kernel.threads] == [None]
    assert [event.reason for event in program.events(GoroutineParked)] == ["select"]


def test_an_interrupt_of_the_thread_reaches_the_goroutine_that_it_runs() -> None:
    program = Program()
    env = program.kernel.env
    interrupted: list[int] = []

    def main(_goroutine: Goroutine) -> Code[None]:
        thread = env.active_process
        assert thread is not None
        env.timeout(300).callbacks.append(lambda _: thread.interrupt())
        try:
            yield env.timeout(1_000)
        except simpy.Interrupt:
            interrupted.append(int(env.now))
            yield env.timeout(700)

    program.run(main)
    assert interrupted == [300]
    assert len(program.events(GoroutineEnded)) == 1


def test_a_goroutine_goes_on_where_it_was_woken_perhaps_on_another_thread() -> None:
    program = Program()
    threads: list[int] = []

    def main(goroutine: Goroutine) -> Code[None]:
        threads.append(goroutine.thread.id)
        yield from spawn(program, goroutine, waker(goroutine))
        yield Park("chan receive")
        threads.append(goroutine.thread.id)

    def waker(sleeper: Goroutine) -> Callable[[Goroutine], Code[None]]:
        def body(goroutine: Goroutine) -> Code[None]:
            yield from goroutine.thread.run(1_000_000)
            yield from program.scheduler.ready(goroutine.m, sleeper)
            threads.append(goroutine.thread.id)

        return body

    program.run(main)
    readied = program.events(GoroutineReadied)
    assert [(event.goroutine, event.queue) for event in readied] == [(1, "runnext")]
    assert threads[1] == threads[2]


def test_what_waits_in_the_queue_is_stolen_by_an_idle_p() -> None:
    program = Program()

    def main(goroutine: Goroutine) -> Code[None]:
        for _ in range(4):
            yield from spawn(program, goroutine, computing(0))
        yield from goroutine.thread.run(10_000_000)

    program.run(main)
    stolen = program.events(GoroutineStolen)
    assert [(event.victim, event.processor) for event in stolen][:1] == [(0, 1)]
    assert len(program.events(GoroutineEnded)) == 5


def test_runnext_is_left_to_a_p_that_is_about_to_run_it() -> None:
    program = Program()

    def main(goroutine: Goroutine) -> Code[None]:
        yield from spawn(program, goroutine, computing(0))
        yield from goroutine.thread.run(20_000)
        yield Park("chan receive")

    program.run(main)
    assert program.events(GoroutineStolen) == []
    assert [event.source for event in program.events(GoroutineStarted)] == ["runnext", "runnext"]


def test_runnext_is_stolen_from_a_p_that_goes_on_computing() -> None:
    program = Program()

    def main(goroutine: Goroutine) -> Code[None]:
        yield from spawn(program, goroutine, computing(0))
        yield from goroutine.thread.run(1_000_000)

    program.run(main)
    assert [event.count for event in program.events(GoroutineStolen)] == [1]


def test_the_global_queue_has_its_turn_every_61st_time() -> None:
    program = Program(gomaxprocs=1)
    scheduler, processor = program.scheduler, program.scheduler.processors[0]
    log: list[str] = []

    def create(goroutine: Goroutine, body: Callable[[Goroutine], Code[None]]) -> Goroutine:
        created = scheduler.create(goroutine, "f", body)
        processor.run_next = None
        return created

    def again(goroutine: Goroutine) -> Code[None]:
        """Queue another one like it: the local queue never runs dry."""
        log.append("local")
        if len(log) < 200:
            processor.put(create(goroutine, again), as_next=False)
        yield from ()

    def rare(_goroutine: Goroutine) -> Code[None]:
        log.append("global")
        yield from ()

    def main(goroutine: Goroutine) -> Code[None]:
        processor.put(create(goroutine, again), as_next=False)
        scheduler.global_queue.append(create(goroutine, rare))
        processor.schedule_tick = 1
        yield Park("chan receive")

    program.run(main)
    assert log.index("global") == GLOBAL_QUEUE_PERIOD - 1


def test_a_thread_that_finds_nothing_sleeps_in_a_futex_and_is_reused() -> None:
    program = Program()

    def main(goroutine: Goroutine) -> Code[None]:
        for _ in range(3):
            yield from spawn(program, goroutine, computing(100_000))
            yield from goroutine.thread.run(5_000_000)

    program.run(main)
    assert [event.name for event in program.events(ThreadCreated)] == ["M0", "M2"]
    assert program.kernel.blocked("futex") == ["M0", "M2"]


def test_a_thousand_goroutines_overflow_into_the_global_queue_and_all_run() -> None:
    program = Program(gomaxprocs=2)
    log: list[int] = []
    lengths: list[int] = []

    def main(goroutine: Goroutine) -> Code[None]:
        for _ in range(1_000):
            yield from spawn(program, goroutine, computing(0, log))
            lengths.append(max(len(processor.run_queue) for processor in program.scheduler.processors))
        yield Park("chan receive")

    program.run(main)
    assert sorted(log) == sorted(
        event.goroutine for event in program.events(GoroutineEnded) if event.goroutine
    )
    assert len(log) == 1_000
    assert max(lengths) == RUN_QUEUE_LENGTH
    assert any(event.queue == "global" for event in program.events(GoroutineReadied))
