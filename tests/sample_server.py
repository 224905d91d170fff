"""What net/http does when a request does not end well, once of each kind: deadlines, a client that left, a panic."""

from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.trace.events.http import (
    BackgroundReadStopped,
    ConnectionLingering,
    RequestContextCancelled,
    ServerLogged,
)
from journey_tui.trace.events.runtime import DeadlinePassed, DeadlineSet
from tests.sample_boot import M1


def events() -> list[Event]:
    """Unstamped events, in order."""
    return [
        DeadlineSet(mode="r", when_ns=1_000_000_000, fd=6, goroutine=18, connection=1),
        DeadlineSet(mode="r", when_ns=None, fd=6, goroutine=18, connection=1),
        DeadlinePassed(mode="w", fd=6, goroutine=18, connection=1),
        BackgroundReadStopped(outcome="eof", goroutine=19, connection=1, request=1),
        BackgroundReadStopped(outcome="reset", goroutine=19, connection=1, request=1),
        BackgroundReadStopped(outcome="byte", goroutine=19, connection=1, request=1),
        RequestContextCancelled(cause="read", goroutine=19, connection=1, request=1),
        ServerLogged(message="http: panic serving 198.51.100.1:40001: boom", goroutine=18, connection=1),
        SyscallEntered(
            name="shutdown", fd=6, operation="SHUT_WR", thread=M1, goroutine=18, connection=1, cpu=0
        ),
        SyscallReturned(
            name="shutdown", result=0, fd=6, operation="SHUT_WR", thread=M1, goroutine=18, connection=1, cpu=0
        ),
        ConnectionLingering(duration_ns=500_000_000, goroutine=18, connection=1),
    ]
