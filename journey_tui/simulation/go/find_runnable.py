"""What a thread without a goroutine does: look everywhere, then wait, then sleep (`findRunnable`, Go 1.27).

The order is Go's: every 61st time the global queue, then its own queue, the global queue, the network without
waiting, other Ps' queues; only then it gives its P up, and one such thread waits in epoll while all others sleep.
Left out: the garbage collector's and the tracer's work. Timers stand in one heap for all Ps, so none is stolen.
"""

from typing import TYPE_CHECKING, Final

from journey_tui.simulation.go.goroutine import Goroutine
from journey_tui.simulation.go.operating_system import Process
from journey_tui.simulation.go.processor import Processor

if TYPE_CHECKING:
    from journey_tui.simulation.go.machine import Found, Machine

GLOBAL_QUEUE_PERIOD: Final = 61  # runtime/proc.go:findRunnable
STEAL_TRIES: Final = 4  # runtime/proc.go:stealWork
STEAL_NEXT_NAP_NS: Final = 3_000
"""usleep(3) before runnext is taken from a running P (runtime/proc.go:runqgrab): with the kernel's timer slack, time
enough for most goroutines to start where they are."""


def find_runnable(machine: "Machine") -> "Process[Found]":
    """Answer a goroutine to run; sleeps until there is one."""
    while True:
        found = yield from _look(machine)
        if found is None:
            found = yield from _go_idle(machine)
        if found is not None:
            return found


def _look(machine: "Machine") -> "Process[Found | None]":
    """With a P: all the places where work may be."""
    scheduler = machine.scheduler
    yield from scheduler.timers.check(machine)
    found = _from_queues(machine)
    if found is not None:
        return found
    netpoller = scheduler.netpoller
    if netpoller.has_waiters and scheduler.blocked_in_netpoll is None and not netpoller.polling:
        netpoller.polling = True
        ready = yield from netpoller.poll(machine.thread, 0)
        netpoller.polling = False
        if ready:
            return (yield from _first_of(machine, ready))
    if not machine.spinning and 2 * scheduler.threads.spinning_count >= scheduler.threads.busy_processors:
        return None
    scheduler.threads.become_spinning(machine)
    return (yield from _steal(machine))


def _from_queues(machine: "Machine") -> "Found | None":
    scheduler, processor = machine.scheduler, machine.p
    if processor.schedule_tick % GLOBAL_QUEUE_PERIOD == 0 and scheduler.global_queue:
        return scheduler.found(scheduler.global_queue.popleft(), "global")
    local = processor.get()
    if local is not None:
        return scheduler.found(*local)
    goroutine = scheduler.take_from_global(processor)
    return scheduler.found(goroutine, "global") if goroutine else None


def _first_of(machine: "Machine", ready: list[Goroutine]) -> "Process[Found]":
    """The first goroutine that netpoll gave runs here at once; the others are queued."""
    scheduler = machine.scheduler
    first, *others = ready
    scheduler.make_runnable(first, "direct", thread=machine.thread)
    yield from scheduler.inject(machine.thread, machine.processor, others)
    return scheduler.found(first, "netpoll")


def _steal(machine: "Machine") -> "Process[Found | None]":
    """Four rounds through the other Ps; runnext is taken in the last only (`stealWork`)."""
    scheduler = machine.scheduler
    for attempt in range(STEAL_TRIES):
        for victim in scheduler.steal_order():
            if victim is machine.processor or victim.idle:
                continue
            stolen = victim.give_half()
            if not stolen and attempt == STEAL_TRIES - 1:
                stolen = yield from _steal_next(machine, victim)
            if stolen:
                return scheduler.stolen(machine, victim, stolen)
    return None


def _steal_next(machine: "Machine", victim: Processor) -> Process[list[Goroutine]]:
    """Runnext will probably start within the nap, and leaving it is cheaper; not so if its P is in a system call."""
    if victim.run_next is None:
        return []
    if victim.machine is not None and not victim.machine.in_syscall:
        yield from machine.scheduler.threads.nap(machine.thread, STEAL_NEXT_NAP_NS)
    goroutine = victim.give_next()
    return [goroutine] if goroutine else []


def _go_idle(machine: "Machine") -> "Process[Found | None]":
    """Give the P up; what came in the meantime is found by looking once more."""
    scheduler = machine.scheduler
    goroutine = scheduler.take_from_global(machine.p)
    if goroutine is not None:
        return scheduler.found(goroutine, "global")
    if not machine.spinning and scheduler.threads.need_spinning:
        scheduler.threads.become_spinning(machine)
        return None
    scheduler.threads.put_idle(machine.release())
    was_spinning = scheduler.threads.stop_spinning(machine)
    if was_spinning:
        processor = scheduler.processor_for_waiting_work()
        if processor is not None:
            scheduler.threads.become_spinning(machine)
            machine.acquire(processor)
            return None
    return (yield from _wait(machine, was_spinning=was_spinning))


def _wait(machine: "Machine", *, was_spinning: bool) -> "Process[Found | None]":
    """Without a P: wait in epoll if nobody does, else sleep (`netpoll(delay)`, `stopm`)."""
    scheduler = machine.scheduler
    netpoller, poll_until = scheduler.netpoller, scheduler.timers.next_ns
    wanted = netpoller.has_waiters or poll_until is not None
    if netpoller.initialized and wanted and scheduler.blocked_in_netpoll is None:
        return (yield from _wait_in_netpoll(machine, poll_until, was_spinning=was_spinning))
    if netpoller.initialized and poll_until is not None and scheduler.polls_longer_than(poll_until):
        yield from netpoller.interrupt(machine.thread)
    yield from scheduler.threads.stop(machine)
    return None


def _wait_in_netpoll(
    machine: "Machine", poll_until: int | None, *, was_spinning: bool
) -> "Process[Found | None]":
    scheduler = machine.scheduler
    scheduler.blocked_in_netpoll, scheduler.poll_until = machine, poll_until
    delay_ns = None if poll_until is None else max(poll_until - scheduler.now, 0)
    ready = yield from scheduler.netpoller.poll(machine.thread, delay_ns)
    scheduler.blocked_in_netpoll = scheduler.poll_until = None
    scheduler.polled_ns = scheduler.now
    processor = scheduler.threads.get_idle()
    if processor is None:
        yield from scheduler.inject(machine.thread, None, ready)
        yield from scheduler.threads.stop(machine)
        return None
    if ready:
        machine.acquire(processor)
        return (yield from _first_of(machine, ready))
    if was_spinning:
        scheduler.threads.become_spinning(machine)
    machine.acquire(processor)
    return None
