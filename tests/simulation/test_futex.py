"""Sleeping and waking at a word of memory: whoever comes too late to sleep does not sleep."""

from collections.abc import Generator
from typing import Any, cast

import pytest
import simpy

from journey_tui.scenario.costs import DEFAULT_COSTS
from journey_tui.simulation.cpu import Core
from journey_tui.simulation.files import FileTable
from journey_tui.simulation.go.note import Note
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.syscalls import Syscalls
from journey_tui.simulation.tcp.server import ServerStack
from journey_tui.simulation.thread import Thread
from journey_tui.trace.events.descriptors import SyscallReturned

Steps = Generator[Any, Any, None]


class NoFiles:
    def get(self, fd: int) -> None:
        return None


def calls_when_woken_after(delay_ns: int) -> list[tuple[str, int, str]]:
    """(operation, result, errno) of the futex calls of a sleeper and, so much later, of its waker."""
    env = simpy.Environment()
    recorder = Recorder(env)
    recorder.mark_zero()
    cores = [Core(number, env, recorder) for number in range(2)]
    costs = dict(DEFAULT_COSTS)
    syscalls = Syscalls(recorder, costs, cast(FileTable, NoFiles()), cast(ServerStack, None))
    sleeper, waker = (Thread(number, f"M{number}", cores, costs) for number in range(2))
    note = Note(0, syscalls)

    def sleep() -> Steps:
        yield from note.sleep(sleeper)

    def wake() -> Steps:
        yield env.timeout(delay_ns)
        yield from waker.run(0)
        yield from note.wake(waker)

    env.process(sleep())
    env.process(wake())
    env.run()
    returned = [event for event in recorder.drain() if isinstance(event, SyscallReturned)]
    return sorted((event.operation, event.result, event.errno) for event in returned)


def test_a_sleeper_is_woken() -> None:
    assert calls_when_woken_after(50_000) == [("FUTEX_WAIT_PRIVATE", 0, ""), ("FUTEX_WAKE_PRIVATE", 1, "")]


@pytest.mark.parametrize("delay_ns", [1, 500, 1100])
def test_a_word_that_changed_before_the_sleep_gives_eagain(delay_ns: int) -> None:
    assert calls_when_woken_after(delay_ns) == [
        ("FUTEX_WAIT_PRIVATE", -1, "EAGAIN"),
        ("FUTEX_WAKE_PRIVATE", 0, ""),
    ]
