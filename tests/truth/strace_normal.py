"""What two strace texts of the same experiment must agree on, whatever races there were.

For each accepted connection, in order: its fd, and each system call on it with the argument that matters and its
result. Left out is what depends on who was quicker: reads that found nothing (EAGAIN), the background reader's end
of file, the listener's EAGAIN; and futex, epoll_pwait and threads, which belong to no connection.
"""

import re
from collections.abc import Iterator

_CUT = re.compile(r"^(?P<thread>\d+)\s+(?P<time>\S+)\s+(?P<begin>.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(?P<thread>\d+)\s+\S+\s+<\.\.\. \w+ resumed>\s?(?P<end>.*)$")
_CALL = re.compile(r"^\d+\s+\S+\s+(\w+)\((.*)\)\s+=\s+(-?\d+)(?:<.*?>)?(?:\s+([A-Z]+))?")
_EPOLL_CTL = re.compile(r"\d+(?:<[^>]*>)?, (EPOLL_CTL_\w+), (\d+)")

Call = tuple[str, ...]


def connections(text: str) -> list[list[Call]]:
    """The calls of each accepted connection, accept4 first."""
    accepted: list[list[Call]] = []
    open_by_fd: dict[str, list[Call]] = {}
    for name, arguments, result, errno in calls(text):
        if name == "accept4" and not errno:
            open_by_fd[result] = [("accept4", result)]
            accepted.append(open_by_fd[result])
            continue
        fd = _fd_of(name, arguments)
        if fd not in open_by_fd:
            continue
        call = _normal(name, arguments, errno or result)
        if call is not None:
            open_by_fd[fd].append(call)
        if name == "close":
            del open_by_fd[fd]
    return accepted


def calls(text: str) -> Iterator[tuple[str, str, str, str]]:
    """(name, arguments, result, errno) of each finished call."""
    for line in _whole_lines(text):
        if match := _CALL.match(line):
            name, arguments, result, errno = match.groups()
            yield name, arguments, result, errno or ""


def _whole_lines(text: str) -> Iterator[str]:
    begun: dict[str, str] = {}
    for line in text.splitlines():
        if match := _CUT.match(line):
            begun[match["thread"]] = f"{match['thread']} {match['time']} {match['begin']}"
        elif match := _RESUMED.match(line):
            if match["thread"] in begun:
                yield begun.pop(match["thread"]) + match["end"]
        else:
            yield line


def _fd_of(name: str, arguments: str) -> str:
    if name == "epoll_ctl" and (match := _EPOLL_CTL.match(arguments)):
        return match[2]
    match = re.match(r"\d+", arguments)
    return match[0] if match else ""


def _normal(name: str, arguments: str, outcome: str) -> Call | None:
    size = arguments.rpartition(", ")[2]
    match name:
        case "epoll_ctl":
            operation = _EPOLL_CTL.match(arguments)
            events = re.search(r"events=([A-Z|]+)", arguments)
            added = operation is not None and operation[1] == "EPOLL_CTL_ADD"
            return (name, operation[1] if operation else "", events[1] if events and added else "", outcome)
        case "read" if outcome == "EAGAIN" or (size == "1" and outcome == "0"):
            return None
        case "read" | "write":
            return (name, size, outcome)
        case "setsockopt":
            return (name, arguments.partition(", ")[2], outcome)
        case "close" | "shutdown":
            return (name, outcome)
        case _:
            return None
