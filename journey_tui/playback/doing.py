"""What happens to a request while it stays at a stage, and which event says so.

A stay is at one stage, and there the request is worked on or waits for something; which of them says the event that
began it.
"""

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Final

from journey_tui.stages import STAGE_BY_ID, Lane
from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import (
    EpollEventQueued,
    EpollEventsDelivered,
    SyscallEntered,
    SyscallReturned,
)
from journey_tui.trace.events.hardware import DescriptorFilled, InterruptDelayed, InterruptRaised
from journey_tui.trace.events.http import ConnStateChanged, HandlerWaiting
from journey_tui.trace.events.kernel import (
    AcceptQueueOverflowed,
    AckDelayed,
    DataAcknowledged,
    DataQueued,
    HandshakeCompleted,
    SegmentOutOfOrder,
    SendBufferFull,
    TcpStateChanged,
)
from journey_tui.trace.events.limits import WindowProbed
from journey_tui.trace.events.outside import PacketDropped
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineParked,
    GoroutinePreempted,
    GoroutineReadied,
    PollDescriptorReady,
)


class Doing(IntEnum):
    """What happens to a request at a stage."""

    WORK = 0
    """The stage does its work."""
    KERNEL = 1
    """A system call, or an interrupt, for a stage of another lane."""
    GO = 2
    """Go code runs after a system call for a stage of the kernel."""
    QUEUED = 3
    """It lies in a queue: a ring, the accept queue, a receive buffer, epoll's ready list, a run queue."""
    HANDLER = 4
    """Its handler's code runs, at a moment of which another stage tells."""
    SLEEPING = 5
    """Its handler waits for something."""
    LOST = 6
    """Its packet was lost, or one before it: it has to be sent again."""
    PARKED = 7
    """Its goroutine waits for data, room or another goroutine."""


class Kind(StrEnum):
    """What time is spent on, in the words of the screen."""

    CLIENT = "client"
    NETWORK = "network"
    HARDWARE = "hardware"
    KERNEL = "kernel"
    GO = "Go"
    HANDLER = "handler"
    QUEUED = "waits in a queue"
    RUNNABLE = "waits for a CPU"
    SLEEPING = "handler waits"
    LOST = "packet was lost"
    PARKED = "goroutine waits"


_KIND: Final = {
    Doing.KERNEL: Kind.KERNEL,
    Doing.GO: Kind.GO,
    Doing.HANDLER: Kind.HANDLER,
    Doing.QUEUED: Kind.QUEUED,
    Doing.SLEEPING: Kind.SLEEPING,
    Doing.LOST: Kind.LOST,
    Doing.PARKED: Kind.PARKED,
}
_WORK: Final = {"client": Kind.CLIENT, "network": Kind.NETWORK, "handler": Kind.HANDLER}
_WORK_OF_LANE: Final = {
    Lane.OUTSIDE: Kind.CLIENT,
    Lane.HARDWARE: Kind.HARDWARE,
    Lane.KERNEL: Kind.KERNEL,
    Lane.USER: Kind.GO,
}
DOING: Final[dict[type[Event], Doing]] = {
    SyscallEntered: Doing.KERNEL,
    SyscallReturned: Doing.GO,
    InterruptRaised: Doing.KERNEL,
    DescriptorFilled: Doing.QUEUED,
    InterruptDelayed: Doing.QUEUED,
    HandshakeCompleted: Doing.QUEUED,
    DataQueued: Doing.QUEUED,
    EpollEventQueued: Doing.QUEUED,
    EpollEventsDelivered: Doing.QUEUED,
    DataAcknowledged: Doing.QUEUED,
    SendBufferFull: Doing.QUEUED,
    GoroutineCreated: Doing.QUEUED,
    GoroutineReadied: Doing.QUEUED,
    GoroutinePreempted: Doing.QUEUED,
    HandlerWaiting: Doing.SLEEPING,
    PacketDropped: Doing.LOST,
    AcceptQueueOverflowed: Doing.LOST,
    SegmentOutOfOrder: Doing.LOST,
    GoroutineParked: Doing.PARKED,
}
WAITS: Final = frozenset({Doing.QUEUED, Doing.SLEEPING, Doing.LOST, Doing.PARKED})
TOLD_BESIDE: Final = frozenset(
    {AckDelayed, ConnStateChanged, PollDescriptorReady, TcpStateChanged, WindowProbed}
)
"""What is only written down: a request that waits goes on waiting (`remembered`: nobody is readied for it)."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of a request at a stage."""

    position: int
    time_ns: int
    stage: str
    doing: Doing
    duration_ns: int | None
    """None while it lasts, or where what follows has not been pulled."""

    def since(self, time_ns: int) -> "Stay | None":
        """The part of it from a moment on."""
        if self.duration_ns is None or time_ns <= self.time_ns:
            return self
        left_ns = self.time_ns + self.duration_ns - time_ns
        return replace(self, time_ns=time_ns, duration_ns=left_ns) if left_ns >= 0 else None

    @property
    def waits(self) -> bool:
        """Whether nobody works for it."""
        return self.doing in WAITS

    @property
    def kind(self) -> Kind:
        """What its time is spent on."""
        return kind_of(self.stage, self.doing)


def kind_of(stage: str, doing: Doing) -> Kind:
    """What time at a stage is spent on; the queues of user space are the processors' run queues."""
    lane = STAGE_BY_ID[stage].lane
    if doing is Doing.QUEUED and lane is Lane.USER:
        return Kind.RUNNABLE
    return _KIND.get(doing) or _WORK.get(stage) or _WORK_OF_LANE[lane]
