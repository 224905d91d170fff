"""`ls -l /proc/PID/fd`: the open files of the server's process, as GNU ls sorts and prints them.

An inode number is the number of the event that opened the file: like a real one it only tells files apart. Standard
input, output and error are not modelled; they are shown as a terminal's. A connection that nobody has accepted is in
no such list.
"""

from collections.abc import Iterator
from typing import Final

from journey_tui.views.moment import Moment
from journey_tui.views.strace import clock
from journey_tui.world.state import FdEntry

_TERMINAL: Final = "/dev/pts/0"
_STANDARD: Final = 3
_DATE: Final = "Nov 23"
"""The day of the simulated calendar; the entries are as old as the look at them."""
_ANONYMOUS: Final = {"epoll": "anon_inode:[eventpoll]", "eventfd": "anon_inode:[eventfd]"}
_READ, _WRITE, _BOTH = "lr-x------", "l-wx------", "lrwx------"


def proc_fd(moment: Moment) -> Iterator[str]:
    """`total 0`, then a link a line, in the order of their names."""
    world = moment.world
    if not world.process_started and not world.fds:
        yield "ls: cannot access '/proc/PID/fd': No such file or directory"
        return
    yield "total 0"
    for fd in sorted({*range(_STANDARD), *world.fds}, key=str):
        yield link(moment, fd)


def link(moment: Moment, fd: int) -> str:
    """One line."""
    mode, target = _link(moment.world.fds.get(fd))
    return f"{mode} 1 root root 64 {_DATE} {clock(moment.time_ns)[:5]} {fd} -> {target}"


def _link(entry: FdEntry | None) -> tuple[str, str]:
    """How the file may be used, and what it is; standard input, output and error have no entry."""
    if entry is None:
        return _BOTH, _TERMINAL
    if entry.object_kind in _ANONYMOUS:
        return _BOTH, _ANONYMOUS[entry.object_kind]
    if entry.object_kind == "file":
        return _READ, entry.description
    if entry.object_kind == "pipe":
        return _WRITE if entry.writes else _READ, f"pipe:[{entry.inode}]"
    return _BOTH, f"socket:[{entry.inode}]"
