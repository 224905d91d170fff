"""The scheduler: which goroutines are ready, and where they wait for a thread (runtime/proc.go, Go 1.27).

It is no thread and no loop but state that all Ms share (`schedt`), and functions that they call on their own time: to
make a goroutine, to ready one, to find one.
"""

from collections import deque
from collections.abc import Callable
from math import gcd
from random import Random
from typing import Final

from journey_tui.simulation.go.goroutine import Code, Goroutine, Status
from journey_tui.simulation.go.machine import Found, Machine
from journey_tui.simulation.go.netpoll import Netpoller
from journey_tui.simulation.go.operating_system import ConnectionRecord, Kernel, Process, Recorder, Thread
from journey_tui.simulation.go.processor import RUN_QUEUE_LENGTH, Processor
from journey_tui.simulation.go.sysmon import Sysmon
from journey_tui.simulation.go.threads import Threads
from journey_tui.simulation.go.timers import Timers
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutinePreempted,
    GoroutineReadied,
    GoroutineStolen,
    ProcessStarted,
    ThreadCreated,
)

GOID_BATCH: Final = 16  # _GoidCacheBatch, runtime/proc.go


class Scheduler:
    """What all Ms share."""

    def __init__(
        self, kernel: Kernel, recorder: Recorder, *, gomaxprocs: int, random: Random, go_minor: int
    ) -> None:
        self.kernel = kernel
        self.syscalls = kernel.syscalls
        self.costs = kernel.costs
        self.emit = recorder.emit
        self.processors = [Processor(number) for number in range(gomaxprocs)]
        self.global_queue: deque[Goroutine] = deque()
        self.blocked_in_netpoll: Machine | None = None
        """The one thread that waits in epoll (`lastpoll` is 0 then)."""
        self.poll_until: int | None = None
        """Until when it waits, if a timer is due."""
        self.polled_ns = self.now
        self.netpoller = Netpoller(kernel, recorder, with_eventfd=go_minor >= 23)
        self.threads = Threads(self)
        self.timers = Timers(self, recorder)
        self.sysmon = Sysmon(self)
        self.fds_closed = 0
        """Descriptors of the netpoller's that were closed so far."""
        self._random = random
        self._goroutines = 0

    @property
    def now(self) -> int:
        """The simulation's clock in nanoseconds (`nanotime`); events have their own zero."""
        return int(self.kernel.env.now)

    # ── beginning ──

    def start(
        self,
        go: str,
        initialize: Callable[[Thread], Process[None]],
        main: Callable[[Goroutine], Code[None]],
    ) -> Thread:
        """The process begins: M0 sets the runtime up, takes P0, makes the main goroutine and runs it (`rt0_go`)."""
        machine = self.threads.first()

        def life(thread: Thread) -> Process[None]:
            yield from initialize(thread)
            machine.take_next_processor()  # procresize, the end of schedinit
            self._make_main(machine, main)
            yield from machine.run(thread)

        machine.thread = self.kernel.spawn(machine.name, life)
        number = machine.thread.id
        self.emit(ProcessStarted(pid=number, go=go, gomaxprocs=len(self.processors), thread=number))
        self.emit(ThreadCreated(name=machine.name, thread=number))
        return machine.thread

    def _make_main(self, machine: Machine, main: Callable[[Goroutine], Code[None]]) -> None:
        """The first goroutine (`newproc` in `rt0_go`); no other M is there that could be woken for it."""
        goroutine = self._new(machine.p, "runtime.main", main)
        machine.p.run_next = goroutine
        created = GoroutineCreated(
            function=goroutine.function,
            creator=None,
            processor=machine.p.id,
            queue_length=1,
            goroutine=goroutine.id,
            **machine.ids,
        )
        self.emit(created)

    def start_sysmon(self) -> None:
        """The main goroutine's first act (`runtime.main`)."""
        self.sysmon.thread = self.kernel.spawn("sysmon", self.sysmon.run)
        self.emit(ThreadCreated(name="sysmon", thread=self.sysmon.thread.id))

    # ── making goroutines ready ──

    def go(
        self,
        creator: Goroutine,
        function: str,
        body: Callable[[Goroutine], Code[None]],
        record: ConnectionRecord | None = None,
    ) -> Process[None]:
        """`go function()` (`newproc`)."""
        self.create(creator, function, body, record)
        yield from self.created(creator.m)

    def create(
        self,
        creator: Goroutine,
        function: str,
        body: Callable[[Goroutine], Code[None]],
        record: ConnectionRecord | None = None,
    ) -> Goroutine:
        """A new goroutine in runnext (`newproc1`); `created` has to follow."""
        machine = creator.m
        goroutine = self._new(machine.p, function, body)
        goroutine.record = record
        shed = machine.p.put(goroutine, as_next=True)
        created = GoroutineCreated(
            function=function,
            creator=creator.id,
            processor=machine.p.id,
            queue_length=len(machine.p),
            **machine.about(goroutine),
        )
        self.emit(created)
        self._queue_globally(shed, machine.thread)
        return goroutine

    def created(self, machine: Machine) -> Process[None]:
        """What creating a goroutine costs, and a thread to run it, if one is idle."""
        yield from machine.thread.run(self.costs["goroutine_create"])
        yield from self.threads.wake_one(machine.thread)

    def ready(self, machine: Machine, goroutine: Goroutine) -> Process[None]:
        """A waiting goroutine goes to runnext of the P of whoever woke it (`ready`)."""
        shed = machine.p.put(goroutine, as_next=True)
        self.make_runnable(goroutine, "runnext", processor=machine.p, thread=machine.thread)
        self._queue_globally(shed, machine.thread)
        yield from machine.thread.run(self.costs["goroutine_ready"])
        yield from self.threads.wake_one(machine.thread)

    def make_runnable(
        self, goroutine: Goroutine, queue: str, *, thread: Thread, processor: Processor | None = None
    ) -> None:
        """Say that a goroutine does not wait any more, and where it stands."""
        assert goroutine.status in {Status.WAITING, Status.RUNNABLE}
        assert goroutine.machine is None
        goroutine.status = Status.RUNNABLE
        readied = GoroutineReadied(
            queue=queue,
            processor=processor.id if processor else None,
            queue_length=len(processor) if processor else len(self.global_queue),
            thread=thread.id,
            cpu=thread.cpu,
            goroutine=goroutine.id,
            connection=goroutine.connection,
            request=goroutine.request,
        )
        self.emit(readied)

    def inject(self, thread: Thread, processor: Processor | None, ready: list[Goroutine]) -> Process[None]:
        """Queue what netpoll gave, one for each idle P globally, the rest locally (`injectglist`)."""
        if not ready:
            return
        for_others = len(ready) if processor is None else min(len(self.threads.idle_processors), len(ready))
        self._queue_globally(ready[:for_others], thread)
        for _ in range(for_others):
            idle = self.threads.get_idle_to_spin()
            if idle is None:
                break
            yield from self.threads.start_one(thread, idle, spinning=False)
        if processor is None:
            return
        for goroutine in ready[for_others:]:
            if len(processor.run_queue) < RUN_QUEUE_LENGTH:
                processor.run_queue.append(goroutine)
                self.make_runnable(goroutine, "local", processor=processor, thread=thread)
            else:
                self._queue_globally([goroutine], thread)
        yield from self.threads.wake_one(thread)

    def _queue_globally(self, goroutines: list[Goroutine], thread: Thread) -> None:
        for goroutine in goroutines:
            self.global_queue.append(goroutine)
            self.make_runnable(goroutine, "global", thread=thread)

    def _new(self, processor: Processor, function: str, body: Callable[[Goroutine], Code[None]]) -> Goroutine:
        """Goroutines are numbered from 1, in batches of 16 for each P (`newproc1`)."""
        number = next(processor.goroutine_ids, None)
        if number is None:
            batch = range(self._goroutines + 1, self._goroutines + GOID_BATCH + 1)
            self._goroutines += GOID_BATCH
            processor.goroutine_ids = iter(batch)
            number = next(processor.goroutine_ids)
        return Goroutine(number, function, body)

    # ── the network ──

    def wake_netpoller(self, thread: Thread, when_ns: int) -> Process[None]:
        """A timer was set: whoever waits in epoll must not wait longer than that (`wakeNetPoller`)."""
        if self.blocked_in_netpoll is None:
            yield from self.threads.wake_one(thread)
        elif self.polls_longer_than(when_ns):
            yield from self.netpoller.interrupt(thread)

    def polls_longer_than(self, when_ns: int) -> bool:
        """Whether the thread that waits in epoll would miss a timer."""
        return self.poll_until is None or self.poll_until > when_ns

    # ── preemption ──

    def preempted(self, machine: Machine, goroutine: Goroutine, cause: str) -> Process[None]:
        """A goroutine that could go on has lost its thread: to the end of the global queue (`goschedImpl`)."""
        goroutine.status = Status.RUNNABLE
        self.global_queue.append(goroutine)
        queue_length = len(self.global_queue)
        self.emit(GoroutinePreempted(cause=cause, queue_length=queue_length, **machine.about(goroutine)))
        goroutine.machine = machine.current = None
        machine.thread.goroutine = machine.thread.request = None
        if machine.processor is not None:
            yield from self.threads.wake_one(machine.thread)

    def take_from_syscall(self, processor: Processor) -> Processor | None:
        """Take a P from a thread that is in a system call, if it is (`setBlockOnExitSyscall`, `takeP`)."""
        machine = processor.machine
        if machine is None or not machine.in_syscall:
            return None
        processor.syscall_tick += 1
        machine.lose()
        return processor

    # ── queues, as findRunnable needs them ──

    def processor_for_waiting_work(self) -> Processor | None:
        """An idle P if a goroutine waits anywhere: work may come while a thread gives up (`checkRunqsNoP`)."""
        waiting = self.global_queue or any(len(p) for p in self.processors if not p.idle)
        return self.threads.get_idle_to_spin() if waiting else None

    def take_from_global(self, processor: Processor) -> Goroutine | None:
        """One goroutine of the global queue, and a fair share of the others into this P's (`globrunqgetbatch`)."""
        if not self.global_queue:
            return None
        size = len(self.global_queue)
        first = self.global_queue.popleft()
        share = min(RUN_QUEUE_LENGTH // 2, size, size // len(self.processors) + 1) - 1
        assert processor.machine is not None
        assert not processor.run_queue
        for _ in range(share):
            goroutine = self.global_queue.popleft()
            processor.run_queue.append(goroutine)
            self.make_runnable(goroutine, "local", processor=processor, thread=processor.machine.thread)
        return first

    def steal_order(self) -> list[Processor]:
        """All Ps once, from a random place in random steps (`randomOrder`)."""
        count = len(self.processors)
        steps = [step for step in range(1, count + 1) if gcd(step, count) == 1]
        start, step = self._random.randrange(count), self._random.choice(steps)
        return [self.processors[(start + step * turn) % count] for turn in range(count)]

    def stolen(self, machine: Machine, victim: Processor, goroutines: list[Goroutine]) -> Found:
        """Keep what was stolen; the last of it runs at once (`runqsteal`)."""
        thief = machine.p
        self.emit(GoroutineStolen(victim=victim.id, processor=thief.id, count=len(goroutines), **machine.ids))
        thief.run_queue.extend(goroutines[:-1])
        return Found(goroutines[-1], "stolen")

    @staticmethod
    def found(goroutine: Goroutine, source: str) -> Found:
        """What findRunnable comes back with."""
        return Found(goroutine, source)
