"""`ls -l /proc/PID/fd`: the open files of the server's process, as GNU ls sorts and prints them.

An inode number is the number of the event that opened the file: like a real one it only tells files apart. Standard
input, output and error are not modelled; they are shown as a terminal's. A connection that nobody has accepted is in
no such list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from journey_tui.text import clean_line
from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import FdClosed, FdInstalled
from journey_tui.views.moment import Moment
from journey_tui.views.strace import clock

_TERMINAL: Final = "/dev/pts/0"
_STANDARD: Final = 3
_DATE: Final = "Nov 23"
"""The day of the simulated calendar; the entries are as old as the look at them."""
_ANONYMOUS: Final = {"epoll": "anon_inode:[eventpoll]", "eventfd": "anon_inode:[eventfd]"}
_READ, _WRITE, _BOTH = "lr-x------", "l-wx------", "lrwx------"


@dataclass(frozen=True, slots=True)
class _Link:
    mode: str
    target: str


class OpenFiles:
    """The process's links by number, event by event."""

    def __init__(self) -> None:
        self.links = {fd: _Link(_BOTH, _TERMINAL) for fd in range(_STANDARD)}
        self._pipes: list[int] = []

    def see(self, event: Event) -> None:
        """Follow one event."""
        match event:
            case FdInstalled(fd=int(fd)):
                self.links[fd] = self._link(event)
            case FdClosed(fd=int(fd)):
                self.links.pop(fd, None)
            case _:
                pass

    def _link(self, event: FdInstalled) -> _Link:
        if event.object_kind in _ANONYMOUS:
            return _Link(_BOTH, _ANONYMOUS[event.object_kind])
        if event.object_kind == "file":
            return _Link(_READ, clean_line(event.description, 200))
        if event.object_kind == "pipe":
            return self._pipe(event.seq)
        return _Link(_BOTH, f"socket:[{event.seq}]")

    def _pipe(self, seq: int) -> _Link:
        """pipe2 gives the reading end first; both ends are one inode."""
        if self._pipes:
            return _Link(_WRITE, f"pipe:[{self._pipes.pop()}]")
        self._pipes.append(seq)
        return _Link(_READ, f"pipe:[{seq}]")


def proc_fd(moment: Moment) -> Iterator[str]:
    """`total 0`, then a link a line, in the order of their names."""
    files = OpenFiles()
    for event in moment.events():
        files.see(event)
    if not moment.world.process_started and len(files.links) == _STANDARD:
        yield "ls: cannot access '/proc/PID/fd': No such file or directory"
        return
    yield "total 0"
    when = f"{_DATE} {clock(moment.time_ns)[:5]}"
    for fd, link in sorted(files.links.items(), key=lambda pair: str(pair[0])):
        yield f"{link.mode} 1 root root 64 {when} {fd} -> {link.target}"
