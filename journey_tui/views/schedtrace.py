"""What the Go runtime prints of its scheduler: `GODEBUG=schedtrace=1000`, and with `scheddetail=1`.

The fields are those of `schedtrace` in their order (runtime/proc.go, read in Go 1.22, 1.24, 1.25 and 1.27). A program
that prints them has a sysmon that never sleeps deeply. Left out is what is not modelled: needspinning, and in the
details syscalltick, gfreecnt, timerslen, locks, and goroutines that have ended. There is no garbage collection and no
locked thread, so what tells of them is as in an idle program.
"""

from collections.abc import Iterator
from typing import Final

from journey_tui.text import clean_line
from journey_tui.views.moment import Moment
from journey_tui.world import World
from journey_tui.world.state import Goroutine, Processor, Thread

_TICKS_SINCE: Final = 25
"""Go 1.25: schedticks, and blanks inside the brackets."""
_SYSCALL_STATUS_UNTIL: Final = 25
"""Go 1.26 has no _Psyscall any more: the P of a thread in a system call stays _Prunning."""
_RAW: Final = frozenset(
    {"futex", "epoll_ctl", "epoll_pwait", "epoll_create1", "eventfd2", "nanosleep", "clone"}
)
"""System calls of the runtime itself, for which no goroutine changes its status (no `entersyscall`)."""
_STATUS: Final = {"runnable": 1, "running": 2, "syscall": 3, "waiting": 4}
"""_Grunnable … _Gwaiting, runtime/runtime2.go."""
_SYSMON: Final = "sysmon"


def schedtrace(moment: Moment) -> Iterator[str]:
    """One line: Ps, Ms, and how many goroutines wait for a P; in brackets the Ps' own queues."""
    world = moment.world
    if not world.process_started:
        return
    lengths = [len(processor.queue) for processor in world.processors]
    line = f"{_head(moment)} {_bracketed(lengths, moment)}"
    if _minor(moment) >= _TICKS_SINCE:
        ticks = [processor.ticks for processor in world.processors]
        line += f" schedticks={_bracketed(ticks, moment)}"
    yield line


def scheddetail(moment: Moment) -> Iterator[str]:
    """The line, then each P, each M and each goroutine."""
    yield from machines(moment)
    if moment.world.process_started:
        numbers = machine_numbers(moment.world)
        for goroutine in moment.world.goroutines.values():
            yield goroutine_line(goroutine, moment.world, numbers)


def machines(moment: Moment) -> Iterator[str]:
    """The line, each P and each M."""
    world = moment.world
    if not world.process_started:
        return
    yield f"{_head(moment)} gcwaiting=false nmidlelocked=0 stopwait=0 sysmonwait=false"
    numbers = machine_numbers(world)
    for processor in world.processors:
        status = _processor_status(processor, world, _minor(moment))
        yield (
            f"  P{processor.id}: status={status} schedtick={processor.ticks} "
            f"m={_number(numbers, processor.thread)} runqsize={len(processor.queue)}"
        )
    for thread in sorted(world.threads.values(), key=lambda thread: -numbers[thread.id]):
        yield _machine(thread, numbers[thread.id])


def _head(moment: Moment) -> str:
    world = moment.world
    milliseconds = (moment.time_ns - world.started_ns) // 1_000_000
    threads = world.threads.values()
    idle = sum(_is_idle(thread) for thread in threads)
    return (
        f"SCHED {milliseconds}ms: gomaxprocs={len(world.processors)} "
        f"idleprocs={sum(processor.status == 'idle' for processor in world.processors)} "
        f"threads={len(threads)} spinningthreads={sum(thread.state == 'spinning' for thread in threads)} "
        f"idlethreads={idle} runqueue={len(world.global_queue)}"
    )


def _is_idle(thread: Thread) -> bool:
    """Whether it is an M that sleeps until there is work (`stopm`)."""
    return thread.where == "futex" and thread.name != _SYSMON


def _bracketed(numbers: list[int], moment: Moment) -> str:
    """`[ 0 21 ]`; before Go 1.25 without the inner blanks."""
    inner = " ".join(map(str, numbers))
    return f"[ {inner} ]" if _minor(moment) >= _TICKS_SINCE else f"[{inner}]"


def _minor(moment: Moment) -> int:
    """27 of Go 1.27."""
    minor = moment.header.server.go.split(".")[1:2]
    return int(minor[0]) if minor and minor[0].isascii() and minor[0].isdigit() else _TICKS_SINCE


# ── details ──


def machine_numbers(world: World) -> dict[int, int]:
    """Thread id to the M's number: sysmon is the second M that a program makes."""
    numbers = {}
    for place, thread in enumerate(sorted(world.threads.values(), key=lambda thread: thread.id)):
        digits = thread.name[1:]
        named = thread.name.startswith("M") and digits.isascii() and digits.isdigit() and len(digits) < 6
        numbers[thread.id] = int(digits) if named else 1 if thread.name == _SYSMON else place
    return numbers


def _processor_status(processor: Processor, world: World, minor: int) -> int:
    """_Pidle 0, _Prunning 1, _Psyscall 2 (runtime/runtime2.go)."""
    thread = world.threads.get(processor.thread) if processor.thread is not None else None
    if minor <= _SYSCALL_STATUS_UNTIL and thread is not None and _in_syscall(thread):
        return 2
    return int(processor.status != "idle")


def _in_syscall(thread: Thread) -> bool:
    return thread.goroutine is not None and thread.syscall is not None and thread.syscall.name not in _RAW


def _machine(thread: Thread, number: int) -> str:
    processor = "nil" if thread.processor is None else thread.processor
    goroutine = "nil" if thread.goroutine is None else thread.goroutine
    return (
        f"  M{number}: p={processor} curg={goroutine} mallocing=0 throwing=0 preemptoff= dying=0 "
        f"spinning={_boolean(thread.state == 'spinning')} blocked={_boolean(_is_idle(thread))} lockedg=nil"
    )


def goroutine_line(goroutine: Goroutine, world: World, numbers: dict[int, int]) -> str:
    """A goroutine's line of the details."""
    reason = clean_line(goroutine.waited, 80)
    thread = world.threads.get(goroutine.thread) if goroutine.thread is not None else None
    state = goroutine.state
    if state == "syscall" and (thread is None or not _in_syscall(thread)):
        state = "running"
    return (
        f"  G{goroutine.id}: status={_STATUS.get(state, 0)}({reason}) "
        f"m={_number(numbers, goroutine.thread)} lockedm=nil"
    )


def _number(numbers: dict[int, int], thread: int | None) -> str:
    return "nil" if thread is None else str(numbers.get(thread, "nil"))


def _boolean(value: bool) -> str:
    return "true" if value else "false"
