"""The Ms of the process and the idle Ps: making, waking and sleeping of threads (runtime/proc.go, Go 1.27).

A thread that looks for work without having any spins. At most one is woken to spin at a time; it wakes the next when
it has found something. That keeps threads few, and leaves no idle P beside waiting work.
"""

from typing import TYPE_CHECKING, Final

from journey_tui.simulation.go.machine import Machine
from journey_tui.simulation.go.operating_system import Process, Thread
from journey_tui.simulation.go.processor import Processor
from journey_tui.trace.events.runtime import ThreadCreated

if TYPE_CHECKING:
    from journey_tui.simulation.go.scheduler import Scheduler

_SYSMON_NUMBER: Final = 1
"""sysmon is the second M that a program makes, and the only one without a P."""


class Threads:
    """All Ms, and the Ps that none of them holds."""

    def __init__(self, scheduler: "Scheduler") -> None:
        self.idle_processors: list[Processor] = []
        """A stack (`pidle`); M0 begins with the first P."""
        self.idle_machines: list[Machine] = []
        """A stack (`midle`): who went to sleep last is woken first."""
        self.spinning_count = 0
        self.need_spinning = False
        """Somebody found no idle P for a new spinning thread; the next one that goes idle looks again instead."""
        self._scheduler = scheduler
        self._kernel = scheduler.kernel
        self._machines = 0
        for processor in scheduler.processors[:0:-1]:
            self.put_idle(processor)

    @property
    def busy_processors(self) -> int:
        """Ps that are not idle."""
        return len(self._scheduler.processors) - len(self.idle_processors)

    def first(self) -> Machine:
        """M0, with the first P."""
        machine = Machine(0, self._scheduler)
        machine.next_processor = self._scheduler.processors[0]
        self._machines = _SYSMON_NUMBER + 1
        return machine

    # ── idle Ps ──

    def put_idle(self, processor: Processor) -> None:
        """Nobody needs this P (`pidleput`)."""
        processor.idle = True
        self.idle_processors.append(processor)

    def get_idle(self) -> Processor | None:
        """An idle P, the one that became idle last (`pidleget`)."""
        if not self.idle_processors:
            return None
        processor = self.idle_processors.pop()
        processor.idle = False
        return processor

    def get_idle_to_spin(self) -> Processor | None:
        """The same for a thread that shall look for work; if there is none, that is remembered."""
        processor = self.get_idle()
        self.need_spinning = self.need_spinning or processor is None
        return processor

    # ── spinning ──

    def become_spinning(self, machine: Machine) -> None:
        """It looks for work from now on (`becomeSpinning`)."""
        if not machine.spinning:
            machine.spinning = True
            self.spinning_count += 1
            self.need_spinning = False

    def stop_spinning(self, machine: Machine) -> bool:
        """It looks no more; whether it did."""
        was_spinning, machine.spinning = machine.spinning, False
        self.spinning_count -= was_spinning
        assert self.spinning_count >= 0
        return was_spinning

    def reset_spinning(self, machine: Machine) -> Process[None]:
        """It has found work: another thread may look for more (`resetspinning`)."""
        self.stop_spinning(machine)
        yield from self.wake_one(machine.thread)

    # ── waking and sleeping ──

    def wake_one(self, thread: Thread) -> Process[None]:
        """Let one more thread look for work, unless one does already or all Ps are busy (`wakep`)."""
        if self.spinning_count:
            return
        self.spinning_count = 1
        processor = self.get_idle_to_spin()
        if processor is None:
            self.spinning_count = 0
            return
        yield from self.start_one(thread, processor, spinning=True)

    def start_one(self, thread: Thread, processor: Processor, *, spinning: bool) -> Process[None]:
        """A sleeping thread, or a new one, gets this P (`startm`, `newm`); `thread` makes the system calls."""
        if self.idle_machines:
            machine = self.idle_machines.pop()
            machine.spinning, machine.next_processor = spinning, processor
            yield from machine.note.wake(thread)
            return
        machine = Machine(self._machines, self._scheduler)
        self._machines += 1
        machine.spinning, machine.next_processor = spinning, processor
        machine.thread = self._kernel.spawn(machine.name, machine.run)
        self._scheduler.emit(ThreadCreated(name=machine.name, thread=machine.thread.id))

    def hand_off(self, thread: Thread, processor: Processor) -> Process[None]:
        """A P has lost its thread to a system call: another runs it if there is anything to do (`handoffp`)."""
        scheduler, idle = self._scheduler, len(self.idle_processors)
        if len(processor) or scheduler.global_queue:
            yield from self.start_one(thread, processor, spinning=False)
        elif not self.spinning_count and not idle:
            self.spinning_count, self.need_spinning = 1, False
            yield from self.start_one(thread, processor, spinning=True)
        elif idle == len(scheduler.processors) - 1 and scheduler.blocked_in_netpoll is None:
            yield from self.start_one(thread, processor, spinning=False)
        else:
            self.put_idle(processor)
            due = scheduler.timers.next_ns
            if due is not None:
                yield from scheduler.wake_netpoller(thread, due)

    def stop(self, machine: Machine) -> Process[None]:
        """Sleep until somebody has a P for this thread (`stopm`)."""
        assert machine.processor is None
        assert not machine.spinning
        self.idle_machines.append(machine)
        yield from machine.note.sleep(machine.thread)
        machine.take_next_processor()

    def nap(self, thread: Thread, duration_ns: int) -> Process[None]:
        """A short sleep of a thread (`usleep`)."""
        slack_ns = self._kernel.costs["timer_slack"]
        self._kernel.env.timeout(duration_ns + slack_ns).callbacks.append(lambda _: thread.wake("timer"))
        yield from thread.block("nanosleep")
