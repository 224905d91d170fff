"""What changes a connection, in a few words for a list."""

from collections.abc import Callable
from typing import Any, Final

from journey_tui.text import clean_line
from journey_tui.trace.events import Event, descriptors, http, kernel, limits, outside
from journey_tui.tui.surface import Role
from journey_tui.units import format_time

_LONGEST: Final = 80

_TOLD: Final[dict[type[Event], Callable[[Any], tuple[str, str]]]] = {
    outside.ClientConnecting: lambda event: ("client", f"connect() from {event.local}"),
    outside.ConnectFailed: lambda event: ("client", f"connect() failed: {event.outcome}"),
    outside.ClientClosed: lambda event: ("client", f"{event.how}"),
    outside.RequestSent: lambda event: ("client", f"request #{event.request} {event.method} {event.target}"),
    kernel.SynReceived: lambda _event: ("server", "SYN: half-open, in the SYN queue"),
    kernel.HandshakeCompleted: lambda _event: ("server", "handshake done: in the accept queue"),
    kernel.ConnectionAccepted: lambda _event: ("server", "accept4 takes it out of the queue"),
    kernel.TcpStateChanged: lambda event: (event.host, f"{event.old} ► {event.new}"),
    kernel.TimeWaitStarted: lambda event: (
        event.host,
        f"keeps the pair for {format_time(event.duration_ns)}",
    ),
    kernel.RetransmissionTimedOut: lambda event: (
        event.host,
        f"no ACK in {format_time(event.timeout_ns)}: {event.what.replace('_', '-')} again",
    ),
    limits.ConnectionAborted: lambda event: (event.host, f"aborted: {event.reason.replace('_', ' ')}"),
    http.ConnStateChanged: lambda event: ("net/http", f"{event.state}"),
    descriptors.FdInstalled: lambda event: ("process", f"fd {event.fd}"),
    descriptors.FdClosed: lambda event: ("process", f"fd {event.fd} is closed"),
}
_BAD: Final = (outside.ConnectFailed, limits.ConnectionAborted, kernel.RetransmissionTimedOut)


def words(event: Event) -> str:
    """Who, and what; the kind's name of one that is not in the table."""
    tell = _TOLD.get(type(event))
    who, what = ("", event.kind) if tell is None else tell(event)
    return f"{who:<8} {clean_line(what, _LONGEST)}"


def role(event: Event) -> Role:
    """Errors are told apart."""
    return Role.ERROR if isinstance(event, _BAD) else Role.TEXT
