"""Laws of the scheduler: whatever goroutines do, each runs to its end, and never on two threads."""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.trace.events.runtime import GoroutineEnded, GoroutineParked, GoroutineStarted
from tests.simulation.go.fake_machine import FakeFile
from tests.simulation.go.programs import Program


@dataclass(frozen=True)
class Plan:
    """What a random goroutine does: compute, sleep, start children."""

    compute_ns: int
    sleep_ns: int
    children: tuple["Plan", ...]

    def size(self) -> int:
        return 1 + sum(child.size() for child in self.children)


def plans() -> st.SearchStrategy[Plan]:
    times = st.sampled_from([0, 0, 300, 40_000, 2_000_000])
    leaf = st.builds(Plan, times, times, st.just(()))
    return st.recursive(
        leaf,
        lambda inner: st.builds(Plan, times, times, st.lists(inner, max_size=6).map(tuple)),
        max_leaves=40,
    )


def run_plan(plan: Plan, gomaxprocs: int, seed: int, **costs: int) -> tuple[Program, list[int]]:
    program = Program(gomaxprocs=gomaxprocs, seed=seed, **costs)
    scheduler = program.scheduler
    finished: list[int] = []

    def code(own: Plan) -> Callable[[Goroutine], Code[None]]:
        def body(goroutine: Goroutine) -> Code[None]:
            yield from goroutine.thread.run(own.compute_ns)
            for child in own.children:
                yield from scheduler.go(goroutine, "f", code(child))
            if own.sleep_ns:
                timer = scheduler.timers.timer(goroutine, own.sleep_ns)
                yield from scheduler.timers.wait(goroutine, timer)
            yield from goroutine.thread.run(own.compute_ns)
            finished.append(goroutine.id)

        return body

    def main(goroutine: Goroutine) -> Code[None]:
        program.kernel.syscalls.files[3] = FakeFile("connection")
        yield from scheduler.netpoller.open(goroutine, 3)
        yield from code(plan)(goroutine)

    program.run(main)
    return program, finished


@given(plans(), st.integers(1, 4), st.integers(0, 3), st.sampled_from([0, 400]))
def test_every_goroutine_runs_to_its_end_and_then_all_is_idle(
    plan: Plan, gomaxprocs: int, seed: int, cost_ns: int
) -> None:
    program, finished = run_plan(
        plan, gomaxprocs, seed, goroutine_switch=cost_ns, syscall=cost_ns, goroutine_create=cost_ns
    )
    assert len(finished) == plan.size()
    assert len(program.events(GoroutineEnded)) == plan.size()
    assert program.scheduler.threads.busy_processors == 0
    assert program.scheduler.threads.spinning_count == 0
    assert program.scheduler.timers.next_ns is None


@given(plans(), st.integers(1, 4), st.integers(0, 3))
def test_a_goroutine_is_never_on_two_threads_nor_two_goroutines_on_one(
    plan: Plan, gomaxprocs: int, seed: int
) -> None:
    program, _ = run_plan(plan, gomaxprocs, seed, goroutine_switch=400, syscall=200)
    running: dict[int, int] = {}
    for event in program.recorder.events:
        thread = event.thread
        if isinstance(event, GoroutineStarted):
            assert event.goroutine is not None
            assert thread is not None
            assert thread not in running
            assert event.goroutine not in running.values()
            running[thread] = event.goroutine
        elif isinstance(event, GoroutineParked | GoroutineEnded):
            assert thread is not None
            assert running.pop(thread) == event.goroutine
        assert len(running) <= gomaxprocs
    assert running == {}


@given(plans(), st.integers(1, 4), st.integers(0, 3))
def test_the_same_program_and_seed_give_the_same_events(plan: Plan, gomaxprocs: int, seed: int) -> None:
    first, _ = run_plan(plan, gomaxprocs, seed, goroutine_switch=400, syscall=200)
    second, _ = run_plan(plan, gomaxprocs, seed, goroutine_switch=400, syscall=200)
    assert first.recorder.events == second.recorder.events
