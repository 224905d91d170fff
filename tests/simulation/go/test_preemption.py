"""Goroutines that compute for long, system calls that last: what sysmon does about them (`retake`)."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from journey_tui.simulation.go.goroutine import Code, Goroutine, Park
from journey_tui.simulation.go.preemption import compute, enter_syscall
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineEnded,
    GoroutinePreempted,
    GoroutineStarted,
    ProcessorReleased,
    ThreadCreated,
)
from tests.simulation.go.programs import Program

MILLISECOND = 1_000_000
Body = Callable[[Goroutine], Code[None]]


class Watched(Program):
    """A program with sysmon, whose goroutines write down when they ended."""

    def __init__(self, gomaxprocs: int) -> None:
        super().__init__(gomaxprocs)
        self.ended: list[tuple[str, float]] = []

    @property
    def milliseconds(self) -> float:
        return int(self.kernel.env.now) / MILLISECOND

    def computing(self, name: str, milliseconds: float) -> Body:
        def body(goroutine: Goroutine) -> Code[None]:
            yield from compute(goroutine, round(milliseconds * MILLISECOND))
            self.ended.append((name, self.milliseconds))

        return body

    def calling(self, name: str, milliseconds: float) -> Body:
        def body(goroutine: Goroutine) -> Code[None]:
            call = goroutine.thread.run(round(milliseconds * MILLISECOND))
            yield from enter_syscall(self.scheduler, goroutine, call)
            self.ended.append((name, self.milliseconds))

        return body

    def start(self, *bodies: Body) -> "Watched":
        def main(goroutine: Goroutine) -> Code[None]:
            self.scheduler.start_sysmon()
            goroutine.m.p.schedule_tick = 1  # at 0, as at every 61st, the global queue would come first
            for body in bodies:
                yield from self.scheduler.go(goroutine, "f", body)
            yield Park("chan receive")

        self.run(main)
        return self


def test_a_goroutine_that_computes_for_10_ms_gives_way_to_those_that_wait() -> None:
    program = Watched(1)
    program.start(program.computing("short", 1), program.computing("long", 100))
    assert [name for name, _ in program.ended] == ["short", "long"]
    assert 10 < program.ended[0][1] - 1 <= 21
    first = program.events(GoroutinePreempted)[0]
    assert (first.cause, first.goroutine, first.queue_length) == ("time slice", 3, 1)


def test_preemption_costs_a_goroutine_none_of_its_time() -> None:
    program = Watched(1)
    program.start(program.computing("long", 100))
    assert len(program.events(GoroutinePreempted)) >= 4
    assert program.ended == [("long", 100)]


def test_a_preempted_goroutine_is_taken_from_the_global_queue() -> None:
    program = Watched(1)
    program.start(program.computing("long", 30))
    starts = [event.source for event in program.events(GoroutineStarted) if event.goroutine == 2]
    assert starts == ["runnext", "global"]


def test_nobody_is_preempted_within_10_ms() -> None:
    program = Watched(1)
    program.start(*(program.computing("short", 9.9) for _ in range(4)))
    assert program.events(GoroutinePreempted) == []


def test_goroutines_that_follow_each_other_through_runnext_share_one_time_slice() -> None:
    program = Watched(1)

    def parent(left: int) -> Body:
        def body(goroutine: Goroutine) -> Code[None]:
            if left:
                yield from program.scheduler.go(goroutine, "f", parent(left - 1))
            yield from compute(goroutine, 2 * MILLISECOND)

        return body

    program.start(parent(19))
    preempted = program.events(GoroutinePreempted)[0]
    began = next(
        event for event in program.events(GoroutineStarted) if event.goroutine == preempted.goroutine
    )
    assert began.source == "runnext"
    assert preempted.time_ns - began.time_ns < 2 * MILLISECOND


def test_a_system_call_that_lasts_gives_its_p_to_those_that_wait() -> None:
    program = Watched(1)
    program.start(program.computing("waits", 1), program.calling("calls", 5))
    assert [name for name, _ in program.ended] == ["waits", "calls"]
    assert program.ended[0][1] < 2
    assert [event.retaken for event in program.events(ProcessorReleased) if event.retaken] == [True]
    assert len(program.events(ThreadCreated)) == 3


def test_who_comes_out_of_a_call_without_a_p_waits_in_the_global_queue() -> None:
    program = Watched(1)
    program.start(program.computing("waits", 8), program.calling("calls", 1))
    (preempted,) = program.events(GoroutinePreempted)
    assert (preempted.cause, preempted.goroutine) == ("system call", 3)
    assert [name for name, _ in program.ended] == ["waits", "calls"]
    assert program.ended[1][1] > 8


def test_a_short_system_call_keeps_its_p() -> None:
    program = Watched(1)
    program.start(program.computing("waits", 1), program.calling("calls", 0.05))
    assert [name for name, _ in program.ended] == ["calls", "waits"]
    assert not any(event.retaken for event in program.events(ProcessorReleased))


def test_a_p_that_is_of_no_use_elsewhere_stays_in_the_call_for_10_ms() -> None:
    for milliseconds, taken in ((9, False), (25, True)):
        program = Watched(2)
        program.start(program.calling("calls", milliseconds))
        retaken = [event for event in program.events(ProcessorReleased) if event.retaken]
        assert bool(retaken) is taken
        assert program.ended == [("calls", milliseconds)]


@settings(max_examples=60, deadline=None)
@given(
    gomaxprocs=st.integers(1, 4),
    work=st.lists(st.tuples(st.booleans(), st.sampled_from([0.01, 0.2, 3, 12, 40])), min_size=1, max_size=12),
)
def test_everything_is_done_in_the_end_whoever_loses_its_thread(
    gomaxprocs: int, work: list[tuple[bool, float]]
) -> None:
    program = Watched(gomaxprocs)
    bodies = [
        program.calling(str(number), long) if calls else program.computing(str(number), long)
        for number, (calls, long) in enumerate(work)
    ]
    program.start(*bodies)
    assert sorted(name for name, _ in program.ended) == sorted(str(number) for number in range(len(work)))
    made, ended = program.events(GoroutineCreated), program.events(GoroutineEnded)
    assert len(made) == len(ended) + 1
    assert program.scheduler.threads.spinning_count == 0
    assert program.scheduler.threads.busy_processors == 0
    assert not program.scheduler.global_queue
    computing = sum(long for calls, long in work if not calls)
    assert max(at for _, at in program.ended) * gomaxprocs >= computing
