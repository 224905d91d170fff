"""Threads that share a core: who runs when one wakes up (EEVDF, kernel/sched/fair.c)."""

from collections.abc import Callable

import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.scenario.costs import COSTS
from journey_tui.simulation.cpu import HARDIRQ, Core, Process
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.thread import Thread

Body = Callable[[Thread], Process]


class Host:
    """Cores and threads, and what they wrote."""

    def __init__(self, cpus: int = 1) -> None:
        self.env = simpy.Environment()
        self.costs = dict.fromkeys(COSTS, 0)
        self.cores = [Core(number, self.env, Recorder(self.env)) for number in range(cpus)]
        self.log: list[tuple[int, str]] = []

    def spawn(self, name: str, body: Body) -> Thread:
        thread = Thread(1, name, self.cores, self.costs, recorded=False)

        def life() -> Process:
            yield from body(thread)
            thread.end()

        self.env.process(life())
        return thread

    def note(self, name: str) -> None:
        self.log.append((int(self.env.now), name))

    def wake_at(self, when: int, thread: Thread) -> None:
        self.env.timeout(when).callbacks.append(lambda _: thread.wake("test"))

    def sleeper(self, naps: int, work: int = 0) -> Body:
        def body(thread: Thread) -> Process:
            for _ in range(naps):
                yield from thread.block("futex")
                self.note("woken")
                yield from thread.run(work)

        return body

    def hog(self, work: int, *, in_kernel: bool = False) -> Body:
        def body(thread: Thread) -> Process:
            yield from thread.run(0)
            thread.in_kernel = in_kernel
            yield from thread.run(work)
            thread.in_kernel = False
            yield from thread.run(0)
            self.note("hog")

        return body


def test_a_thread_that_wakes_up_takes_the_core_from_one_that_computes() -> None:
    host = Host()
    host.wake_at(400, host.spawn("sleeper", host.sleeper(1, work=50)))
    host.spawn("hog", host.hog(1_000))
    host.env.run()
    assert host.log == [(400, "woken"), (1_050, "hog")]


def test_a_system_call_is_not_pushed_out_before_it_is_over() -> None:
    host = Host()
    host.wake_at(400, host.spawn("sleeper", host.sleeper(1)))
    host.spawn("hog", host.hog(1_000, in_kernel=True))
    host.env.run()
    assert host.log == [(1_000, "woken"), (1_000, "hog")]


def test_a_thread_that_has_had_more_than_its_share_waits_when_it_wakes_up() -> None:
    host = Host()
    greedy = host.spawn("greedy", host.sleeper(2, work=300_000))
    host.spawn("hog", host.hog(600_000))
    host.wake_at(10, greedy)
    host.wake_at(300_020, greedy)
    host.env.run()
    assert host.log[0] == (10, "woken")
    assert host.log[1][0] > 300_020


def test_a_woken_thread_prefers_an_idle_core() -> None:
    host = Host(cpus=2)
    sleeper = host.spawn("sleeper", host.sleeper(1, work=50))
    host.wake_at(400, sleeper)
    hog = host.spawn("hog", host.hog(1_000))
    host.env.run()
    assert host.log == [(400, "woken"), (1_000, "hog")]
    assert sleeper.cpu != hog.cpu


@pytest.mark.parametrize("cpus", [1, 2])
def test_a_signal_breaks_off_what_a_thread_computes_and_says_how_much_is_left(cpus: int) -> None:
    host = Host(cpus)
    left: list[int] = []

    def body(thread: Thread) -> Process:
        left.append((yield from thread.compute(1_000)))
        left.append((yield from thread.compute(left[-1])))

    thread = host.spawn("program", body)
    host.env.timeout(300).callbacks.append(lambda _: thread.signal())
    host.env.run()
    assert left == [700, 0]
    assert host.env.now == 1_000


def test_a_signal_and_an_interrupt_at_one_moment_lose_neither_time_nor_core() -> None:
    host = Host()
    left: list[int] = []

    def body(thread: Thread) -> Process:
        left.append((yield from thread.compute(1_000)))
        left.append((yield from thread.compute(left[-1])))

    thread = host.spawn("program", body)

    def interrupt() -> Process:
        request = host.cores[0].resource.request(priority=HARDIRQ)
        yield request
        yield host.env.timeout(20)
        host.cores[0].resource.release(request)

    def both(first: bool) -> None:
        if first:
            thread.signal()
        host.env.process(interrupt())
        if not first:
            thread.signal()

    host.env.timeout(300).callbacks.append(lambda _: both(True))
    host.env.timeout(600).callbacks.append(lambda _: both(False))
    host.env.run()
    assert left == [700, 420]
    assert not host.cores[0].resource.users


@given(
    work=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 900_000)), min_size=1, max_size=8),
    wakes=st.lists(st.integers(0, 2_000_000), max_size=12),
    cpus=st.integers(1, 3),
)
def test_every_thread_gets_all_of_its_time_whoever_pushes_it_out(
    work: list[tuple[int, int]], wakes: list[int], cpus: int
) -> None:
    host = Host(cpus)
    threads = [host.spawn("sleeper", host.sleeper(naps, work=each)) for naps, each in work]
    for number, when in enumerate(wakes):
        host.wake_at(when, threads[number % len(threads)])
    host.env.run()
    for core in host.cores:
        assert core.chosen is None
        assert not core.queue
        assert not core.pushing
        assert not core.resource.users
        assert core.fairness.members == 0
