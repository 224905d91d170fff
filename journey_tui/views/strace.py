"""The server process's system calls as `strace -f -tt -yy` prints them.

strace prints a call's arguments in two parts: what goes in when the call is entered, what comes out when it
returns. When another thread's call comes between, the line is cut in two: `<unfinished ...>` and `resumed`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from journey_tui.text import clean
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.trace.trace import Trace
from journey_tui.views.fd_names import FdNames
from journey_tui.views.syscall_arguments import entered_part, returned_part

NOON_NS: Final = 12 * 3600 * 1_000_000_000
"""Time zero of a run is shown as noon."""
_DAY_NS: Final = 24 * 3600 * 1_000_000_000


@dataclass(slots=True)
class _Open:
    """A call that has been entered: its line so far."""

    thread: int
    begin: str
    split: bool = False


def strace(trace: Trace, position: int) -> Iterator[str]:
    """The calls of the first `position` events, one line each; a call still under way is `<unfinished ...>`."""
    names = FdNames()
    open_calls: dict[int, _Open] = {}
    held: _Open | None = None
    for event in trace.events(0, position):
        if isinstance(event, SyscallEntered) and event.thread is not None:
            if held is not None:
                yield _unfinished(held)
            begin = f"{event.thread} {clock(event.time_ns)} {entered_part(event, names)}"
            held = open_calls[event.thread] = _Open(event.thread, _plain(begin))
        elif isinstance(event, SyscallReturned) and event.thread is not None:
            call = open_calls.pop(event.thread, None)
            if held is not None and held is not call:
                yield _unfinished(held)
            held = None
            yield _finished(event, call, names)
        names.see(event)
    if held is not None:
        yield _unfinished(held)


def _unfinished(call: _Open) -> str:
    call.split = True
    return f"{call.begin} <unfinished ...>"


def _finished(event: SyscallReturned, call: _Open | None, names: FdNames) -> str:
    end = _plain(returned_part(event, names))
    if call is not None and not call.split:
        return call.begin + end
    return _plain(f"{event.thread} {clock(event.time_ns)} <... {event.name} resumed>") + end


def _plain(text: str) -> str:
    """Clean and on one line, its blanks kept."""
    return clean(text).replace("\n", " ")


def clock(time_ns: int) -> str:
    """Time of day with microseconds, as strace -tt has it."""
    microseconds = (NOON_NS + time_ns) % _DAY_NS // 1000
    seconds, fraction = divmod(microseconds, 1_000_000)
    hours, rest = divmod(seconds, 3600)
    return f"{hours:02}:{rest // 60:02}:{rest % 60:02}.{fraction:06}"
