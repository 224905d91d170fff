"""What the Go runtime does: threads (M), processors (P), goroutines (G), the netpoller and timers."""

from typing import ClassVar

from journey_tui.trace.events.base import Event


class ProcessStarted(Event, frozen=True):
    """The Go program begins: runtime·rt0_go, schedinit, then the main goroutine."""

    at_stage: ClassVar[str] = "goroutine"
    pid: int
    go: str
    gomaxprocs: int


class ThreadCreated(Event, frozen=True):
    """clone(): a new OS thread, an M of the runtime (`newosproc`) or the sysmon thread."""

    at_stage: ClassVar[str] = "goroutine"
    name: str
    """M0, M1 … or sysmon."""


class ThreadBlocked(Event, frozen=True):
    """The thread has nothing to do and sleeps in the kernel; its core is free."""

    where: str
    """futex (`stopm`, `notesleep`) | epoll_pwait (`netpoll`) | nanosleep (`usleep`: a thief's or sysmon's nap)."""

    @property
    def stage(self) -> str:
        """The scheduler, or epoll."""
        return "fd" if self.where == "epoll_pwait" else "goroutine"


class ThreadWoken(Event, frozen=True):
    """The thread is runnable again (`try_to_wake_up`) and will get a core."""

    where: str
    """What it slept in: futex | epoll_pwait | nanosleep."""
    cause: str = ""

    @property
    def stage(self) -> str:
        """The scheduler, or epoll."""
        return "fd" if self.where == "epoll_pwait" else "goroutine"


class ThreadScheduled(Event, frozen=True):
    """A core runs this thread now (`__schedule`, `context_switch`)."""

    at_stage: ClassVar[str] = "goroutine"


class ProcessorAcquired(Event, frozen=True):
    """An M takes an idle P (`acquirep`): now it may run Go code."""

    at_stage: ClassVar[str] = "goroutine"
    processor: int
    spinning: bool = False


class ProcessorReleased(Event, frozen=True):
    """The M found no goroutine and gives its P back (`releasep`, `pidleput`), or sysmon takes it (`retake`)."""

    at_stage: ClassVar[str] = "goroutine"
    processor: int
    retaken: bool = False
    """The M is in a system call, and sysmon takes the P for another thread."""


class GoroutineCreated(Event, frozen=True):
    """`go f()`: newproc makes a G and puts it in this P's runnext."""

    at_stage: ClassVar[str] = "goroutine"
    function: str
    creator: int | None
    processor: int
    queue_length: int = 0
    """Goroutines in that P's run queue afterwards, runnext included."""


class GoroutineReadied(Event, frozen=True):
    """A waiting goroutine becomes runnable (`goready`, or a list from netpoll)."""

    at_stage: ClassVar[str] = "goroutine"
    queue: str
    """runnext | local | global | direct (the M runs it at once)."""
    processor: int | None = None
    queue_length: int = 0


class GoroutineStolen(Event, frozen=True):
    """A P without work takes goroutines from another P's queue (`runqsteal`)."""

    at_stage: ClassVar[str] = "goroutine"
    victim: int
    processor: int
    count: int


class GoroutineStarted(Event, frozen=True):
    """An M runs the goroutine on its P (`execute`, `gogo`)."""

    at_stage: ClassVar[str] = "goroutine"
    processor: int
    source: str
    """runnext | local | global | netpoll | stolen."""


class GoroutineParked(Event, frozen=True):
    """The goroutine waits and holds no thread (`gopark`)."""

    at_stage: ClassVar[str] = "goroutine"
    reason: str
    """IO wait | sleep | select | sync.Cond.Wait | chan receive."""


class GoroutinePreempted(Event, frozen=True):
    """The goroutine could go on and has to give way, to the end of the global queue (`goschedImpl`, `exitsyscallNoP`)."""

    at_stage: ClassVar[str] = "goroutine"
    cause: str
    """time slice: it ran for 10 ms (`preemptone`) | system call: it came back, and its P was taken."""
    queue_length: int = 0
    """Goroutines in the global queue afterwards."""


class GoroutineEnded(Event, frozen=True):
    """The goroutine's function returned (`goexit0`)."""

    at_stage: ClassVar[str] = "goroutine"
    function: str


class DeadlineSet(Event, frozen=True):
    """A deadline for reading or writing a file: a runtime timer on its pollDesc (`poll_runtime_pollSetDeadline`)."""

    at_stage: ClassVar[str] = "netpoller"
    mode: str
    """r | w."""
    when_ns: int | None
    """None: it may wait for ever again."""


class DeadlinePassed(Event, frozen=True):
    """The deadline is past: who waits for the file is woken with an error (`netpolldeadlineimpl`)."""

    at_stage: ClassVar[str] = "netpoller"
    mode: str


class TimerStarted(Event, frozen=True):
    """A runtime timer in this P's heap; the netpoller's timeout will respect it."""

    at_stage: ClassVar[str] = "goroutine"
    when_ns: int


class TimerFired(Event, frozen=True):
    """The timer is due and readies its goroutine (`runtimer`)."""

    at_stage: ClassVar[str] = "goroutine"


class NetpollCalled(Event, frozen=True):
    """An M asks epoll what is ready. The netpoller is no thread: it is code that an idle M calls."""

    at_stage: ClassVar[str] = "netpoller"
    caller: str
    """findRunnable | sysmon."""
    blocking: bool
    timeout_ns: int | None = None


class NetpollReturned(Event, frozen=True):
    """netpoll() gives back the goroutines that can go on."""

    at_stage: ClassVar[str] = "netpoller"
    goroutines: tuple[int, ...]


class PollDescriptorArmed(Event, frozen=True):
    """A goroutine registers itself in the fd's pollDesc before it parks (`netpollblock`)."""

    at_stage: ClassVar[str] = "netpoller"
    mode: str
    """r | w."""


class PollDescriptorReady(Event, frozen=True):
    """`netpollready`: the fd's waiting goroutine is taken, or the edge is remembered as pdReady."""

    at_stage: ClassVar[str] = "netpoller"
    mode: str
    remembered: bool
