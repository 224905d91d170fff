"""What happens when a goroutine or a system call takes long, once of each kind."""

from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineEnded,
    GoroutinePreempted,
    GoroutineStarted,
    ProcessorAcquired,
    ProcessorReleased,
)
from tests.sample_boot import M0, M1, SYSMON

HOG = 33


def events() -> list[Event]:
    """Unstamped events, in order."""
    return [
        GoroutineCreated(function="main.burn", creator=1, processor=0, queue_length=1, goroutine=HOG),
        GoroutineStarted(processor=0, source="runnext", goroutine=HOG, thread=M0),
        SyscallEntered(name="tgkill", operation="SIGURG", value=M0, thread=SYSMON),
        SyscallReturned(name="tgkill", result=0, operation="SIGURG", value=M0, thread=SYSMON),
        GoroutinePreempted(cause="time slice", queue_length=1, goroutine=HOG, thread=M0),
        GoroutineStarted(processor=0, source="global", goroutine=HOG, thread=M0),
        ProcessorReleased(processor=0, retaken=True, thread=M0),
        ProcessorAcquired(processor=0, thread=M1),
        GoroutinePreempted(cause="system call", queue_length=1, goroutine=HOG, thread=M0),
        GoroutineStarted(processor=0, source="global", goroutine=HOG, thread=M1),
        GoroutineEnded(function="main.burn", goroutine=HOG, thread=M1),
    ]
