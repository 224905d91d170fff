"""The events that people have plain words for: `drop`, `goroutine parks`, `error`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.trace.events.hardware import CpuInterrupted
from journey_tui.trace.events.http import (
    HandlerReturned,
    HandlerStarted,
    HandlerWaiting,
    RequestRejected,
    ResponseHeaderWritten,
    RouteMatched,
)
from journey_tui.trace.events.kernel import AcceptQueueOverflowed, ConnectionAccepted
from journey_tui.trace.events.limits import ConnectionAborted, SynDropped, WindowClosed
from journey_tui.trace.events.outside import (
    ConnectFailed,
    PacketDropped,
    RequestFinished,
    RequestSent,
    SegmentSent,
)
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineEnded,
    GoroutineParked,
    GoroutinePreempted,
    GoroutineReadied,
    GoroutineStarted,
)

_USUAL_ERRORS: Final = frozenset({"EAGAIN", "EINPROGRESS", "ETIMEDOUT"})
"""With which Go is told to wait, or a futex that its time is up: nothing is wrong."""
_SERVER_FAILS: Final = 500
"""RFC 9110, section 15.6: from here on it is the server's fault."""


def _always(event: Event) -> bool:
    return True


def status_of(event: Event) -> int:
    """Of an answer whose header is settled, or that net/http gives by itself; 0 of anything else."""
    return event.status if isinstance(event, ResponseHeaderWritten | RequestRejected) else 0


def sends_request(event: Event) -> bool:
    """Whether a request begins; one that was never sent begins where it fails."""
    return isinstance(event, RequestSent) or (
        isinstance(event, RequestFinished) and event.outcome == "not_sent"
    )


def ends_request(event: Event) -> bool:
    """Whether a request ends."""
    return isinstance(event, RequestFinished)


def _is_error(event: Event) -> bool:
    match event:
        case SyscallReturned():
            return bool(event.errno) and event.errno not in _USUAL_ERRORS
        case RequestFinished():
            return event.outcome != "ok"
        case ResponseHeaderWritten():
            return event.status >= _SERVER_FAILS
        case _:
            return True


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, and the events that they mean."""

    words: str
    kinds: frozenset[type[Event]]
    test: Callable[[Event], bool] = _always
    others: tuple[str, ...] = ()
    """Other words for the same."""


def _phrase(
    words: str, *kinds: type[Event], test: Callable[[Event], bool] = _always, others: tuple[str, ...] = ()
) -> Phrase:
    return Phrase(words, frozenset(kinds), test, others)


PHRASES: Final = (
    _phrase(
        "drop",
        PacketDropped,
        SynDropped,
        AcceptQueueOverflowed,
        others=("drops", "packet drop", "packet lost", "packet dropped", "loss"),
    ),
    _phrase(
        "goroutine parks",
        GoroutineParked,
        others=("goroutine parked", "park", "parks", "goroutine waits"),
    ),
    _phrase(
        "retransmission",
        SegmentSent,
        test=lambda event: isinstance(event, SegmentSent) and event.retransmission,
        others=("retransmit", "retransmits", "repeated segment"),
    ),
    _phrase(
        "error",
        SyscallReturned,
        ConnectFailed,
        ConnectionAborted,
        RequestFinished,
        RequestRejected,
        ResponseHeaderWritten,
        test=_is_error,
        others=("errors", "fails", "failure"),
    ),
    _phrase("goroutine wakes", GoroutineReadied, others=("goroutine readied", "goroutine ready")),
    _phrase("goroutine runs", GoroutineStarted, others=("goroutine starts", "goroutine started")),
    _phrase("goroutine begins", GoroutineCreated, others=("goroutine created", "new goroutine")),
    _phrase("goroutine ends", GoroutineEnded, others=("goroutine exits",)),
    _phrase("goroutine preempted", GoroutinePreempted, others=("preemption",)),
    _phrase("interrupt", CpuInterrupted, others=("core interrupted", "hard interrupt")),
    _phrase("system call", SyscallEntered, others=("syscall", "system call begins")),
    _phrase("system call returns", SyscallReturned, others=("syscall returns", "system call ends")),
    _phrase("accept", ConnectionAccepted, others=("accepted", "connection accepted")),
    _phrase("accept queue full", AcceptQueueOverflowed, others=("accept queue overflows",)),
    _phrase("window closes", WindowClosed, others=("zero window",)),
    _phrase("route found", RouteMatched, others=("route matches",)),
    _phrase("handler begins", HandlerStarted, others=("handler starts", "handler")),
    _phrase("handler waits", HandlerWaiting),
    _phrase("handler returns", HandlerReturned, others=("handler ends",)),
)
"""Every phrase, the most asked for first."""
