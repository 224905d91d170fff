"""Where a goroutine can lose its thread against its will (runtime/preempt.go, proc.go; Go 1.27).

sysmon marks a goroutine that has run for too long, and signals its thread. Computing code is broken off at once; all
other code looks at the mark when it calls a function, which here means at the end of each system call. A goroutine in
a system call keeps its P until sysmon takes that away; coming out without one it needs another.
"""

from typing import TypeVar

from journey_tui.simulation.go.goroutine import GiveWay, Goroutine, Status
from journey_tui.simulation.go.operating_system import Process
from journey_tui.simulation.go.processor import Processor
from journey_tui.simulation.go.scheduler import Scheduler

T = TypeVar("T")


def compute(goroutine: Goroutine, duration_ns: int) -> Process[None]:
    """Use the CPU for so long, on whatever threads; asynchronous preemption may come at any point (`asyncPreempt`)."""
    left = duration_ns
    while left > 0:
        left = yield from goroutine.thread.compute(left)
        if left or goroutine.preempt:
            yield from give_way(goroutine)


def give_way(goroutine: Goroutine) -> Process[None]:
    """Go to the end of the global queue if sysmon wants it (`newstack`, `gopreempt_m`)."""
    if goroutine.preempt:
        yield GiveWay(goroutine.m.scheduler.kernel.env, "time slice")


def enter_syscall(scheduler: Scheduler, goroutine: Goroutine, call: Process[T]) -> Process[T]:
    """A goroutine makes a system call: a deeply sleeping sysmon is woken first (`entersyscall`, `exitsyscall`)."""
    machine = goroutine.m
    machine.thread.request = goroutine.request
    yield from scheduler.sysmon.wake(machine.thread)
    held = machine.p
    goroutine.status = Status.SYSCALL
    result = yield from call
    goroutine.status = Status.RUNNING
    if machine.processor is None:
        yield from _regain(scheduler, goroutine, held)
    goroutine.m.p.syscall_tick += 1
    yield from give_way(goroutine)
    return result


def _regain(scheduler: Scheduler, goroutine: Goroutine, held: Processor) -> Process[None]:
    """Find a P: its old one if the thread that has it is in a system call too, an idle one, or wait for one."""
    machine = goroutine.m
    processor = scheduler.take_from_syscall(held)
    if processor is None:
        processor = scheduler.threads.get_idle()
    if processor is None:
        yield GiveWay(scheduler.kernel.env, "system call")
        return
    machine.acquire(processor)
    yield from scheduler.sysmon.wake(machine.thread)
