"""Which form of words fits an event: from its kind and what it carries to the headings of events.toml.

A form is tried from the most particular to the kind itself; languages may leave the particular ones out.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from journey_tui.trace.events import Event, descriptors, hardware, http, kernel, limits, outside, runtime
from journey_tui.world.state import World

Form = Callable[[Any], str]


def forms(event: Event, world: World | None = None) -> Iterator[str]:
    """Headings to look for, most particular first; the world tells whose event it is where that matters."""
    particular = _FORMS.get(type(event))
    words = particular(event).split() if particular is not None else []
    if world is not None and isinstance(event, runtime.ThreadBlocked) and _is_sysmon(event, world):
        words = ["sysmon", *words]
    for length in range(len(words), 0, -1):
        yield " ".join([event.kind, *words[:length]])
    yield event.kind


def _is_sysmon(event: Event, world: World) -> bool:
    """Whether it is the thread that sleeps for reasons of its own."""
    thread = world.threads.get(event.thread) if event.thread is not None else None
    return thread is not None and thread.name == "sysmon"


def _segment_sent(event: outside.SegmentSent) -> str:
    if event.retransmission:
        return "again"
    for flag in ("RST", "SYN", "FIN"):
        if flag in event.flags:
            return "SYN ACK" if flag == "SYN" and "ACK" in event.flags else flag
    if event.payload:
        return "data"
    return "ACK" if event.flags == ("ACK",) else ""


def _syscall_entered(event: descriptors.SyscallEntered) -> str:
    """A call without a goroutine is the runtime's own, and goes by its thread."""
    if event.goroutine is None and event.name in {"read", "write", "accept4"}:
        return ""
    return event.name


def _napi_polled(event: kernel.NapiPolled) -> str:
    if event.queue < 0:
        return "backlog"
    return "" if event.waiting else "empty"


def _syscall_returned(event: descriptors.SyscallReturned) -> str:
    if event.errno:
        return f"EAGAIN {event.name}" if event.errno == "EAGAIN" else ""
    if event.name == "read":
        if not event.result:
            return "read EOF" if event.connection is not None else ""
        if event.goroutine is None:
            return "read thread"
        return "read connection" if event.connection is not None else "read"
    if event.name == "epoll_pwait":
        return "epoll_pwait" if event.result else "epoll_pwait nothing"
    return event.name


def _goroutine_created(event: runtime.GoroutineCreated) -> str:
    if event.function.endswith("backgroundRead"):
        return "background"
    return "serve" if event.function.endswith("serve") else ""


def _netpoll_called(event: runtime.NetpollCalled) -> str:
    if event.caller == "sysmon":
        return "sysmon"
    return "blocking" if event.blocking else ""


_COUNTED: Final = 2048
"""Bytes of a body that net/http holds back to count them: bufferBeforeChunkingSize, net/http/server.go, Go 1.27."""


def _header_written(event: http.ResponseHeaderWritten) -> str:
    if event.chunked:
        return "chunked"
    if event.content_length is None:
        return "bare"
    return "declared" if event.content_length > _COUNTED else ""


def _route_not_matched(event: http.RouteNotMatched) -> str:
    return "location" if event.location else "allow" if event.allow else ""


_FINISHED: Final = {"ok": "", "not_sent": "not sent"}

_FORMS: Final[dict[type[Event], Form]] = {
    outside.ClientClosed: lambda event: "" if event.how == "close" else "otherwise",
    outside.SegmentSent: _segment_sent,
    outside.SegmentReceived: lambda event: f"{event.matched} RST" if "RST" in event.flags else event.matched,
    outside.RequestFinished: lambda event: _FINISHED.get(event.outcome, "failed"),
    hardware.CpuInterrupted: lambda event: event.interrupted,
    hardware.CpuResumed: lambda event: event.resumed,
    kernel.SoftirqStarted: lambda event: event.context,
    kernel.NapiPolled: _napi_polled,
    kernel.IpReceived: lambda event: "merged" if event.segments > 1 else "",
    kernel.AcceptQueueOverflowed: lambda event: "" if event.cause == "syn" else "final ACK",
    kernel.RetransmissionTimedOut: lambda event: event.what,
    kernel.TcpStateChanged: lambda event: event.new,
    limits.SynCookieChecked: lambda event: "" if event.valid else "invalid",
    limits.HalfOpenDropped: lambda event: event.reason,
    descriptors.FdInstalled: lambda event: event.object_kind,
    descriptors.EpollInterestAdded: lambda event: "" if "EPOLLET" in event.events else "level",
    descriptors.SyscallEntered: _syscall_entered,
    descriptors.SyscallReturned: _syscall_returned,
    runtime.ThreadCreated: lambda event: event.name,
    runtime.ThreadBlocked: lambda event: event.where,
    runtime.GoroutineCreated: _goroutine_created,
    runtime.GoroutineReadied: lambda event: event.queue,
    runtime.ProcessorReleased: lambda event: "retaken" if event.retaken else "",
    runtime.GoroutinePreempted: lambda event: "" if event.cause == "time slice" else event.cause,
    runtime.GoroutineParked: lambda event: event.reason if event.fd is not None else "",
    runtime.NetpollCalled: _netpoll_called,
    runtime.NetpollReturned: lambda event: "" if event.goroutines else "nothing",
    runtime.PollDescriptorReady: lambda event: "remembered" if event.remembered else "",
    runtime.DeadlineSet: lambda event: "none" if event.when_ns is None else "",
    http.BackgroundReadStopped: lambda event: event.outcome,
    http.ResponseBuffered: lambda event: event.buffer,
    http.ResponseHeaderWritten: _header_written,
    http.RoutePatternTried: lambda event: "matched" if event.matched else "",
    http.RouteMatched: lambda event: "values" if event.values else "",
    http.RouteNotMatched: _route_not_matched,
}
