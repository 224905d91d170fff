"""The server process's system calls as `strace -f -tt -yy` prints them.

strace prints a call's arguments in two parts: what goes in when the call is entered, what comes out when it
returns. When another thread's call comes between, the line is cut in two: `<unfinished ...>` and `resumed`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from journey_tui.text import clean
from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.views.fd_names import FdNames
from journey_tui.views.moment import Events
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


class Writer:
    """Writes calls as they are entered and return; it may begin amid a run, if it is told the names in force there."""

    def __init__(self, names: FdNames | None = None) -> None:
        self.names = FdNames() if names is None else names
        self._open: dict[int, _Open] = {}
        self._held: _Open | None = None
        """The call on the line that has no end yet."""

    def see(self, event: Event) -> Iterator[str]:
        """Follow one event; answers the lines that are ended by it."""
        if isinstance(event, SyscallEntered) and event.thread is not None:
            yield from self.broken_off()
            begin = f"{event.thread} {clock(event.time_ns)} {entered_part(event, self.names)}"
            self._held = self._open[event.thread] = _Open(event.thread, _plain(begin))
        elif isinstance(event, SyscallReturned) and event.thread is not None:
            call = self._open.pop(event.thread, None)
            if self._held is not call:
                yield from self.broken_off()
            self._held = None
            yield _finished(event, call, self.names)
        self.names.see(event)

    def broken_off(self) -> Iterator[str]:
        """The line of a call that is under way, if there is one."""
        if self._held is not None:
            yield _unfinished(self._held)


def strace(trace: Events, position: int) -> Iterator[str]:
    """The calls of the first `position` events, one line each; a call still under way is `<unfinished ...>`."""
    writer = Writer()
    for event in trace.events(0, position):
        yield from writer.see(event)
    yield from writer.broken_off()


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
