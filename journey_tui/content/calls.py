"""A system call in one short line, as a sentence can carry it: `read(6, 4096)`, `epoll_ctl(7, ADD, 6)`."""

from journey_tui.content.phrases import Phrases
from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.units import format_time

Call = SyscallEntered | SyscallReturned


def call_text(call: Call, words: Phrases) -> str:
    """Name and the arguments that matter."""
    return f"{call.name}({', '.join(_arguments(call, words))})"


def _arguments(call: Call, words: Phrases) -> list[str]:
    fd = [] if call.fd is None else [str(call.fd)]
    match call.name:
        case "read" | "write" | "pread64":
            return [*fd, *([] if call.size is None else [_size(call.size)])]
        case "epoll_ctl":
            target = [] if call.target_fd is None else [str(call.target_fd)]
            return [*fd, call.operation.removeprefix("EPOLL_CTL_"), *target]
        case "epoll_pwait":
            return [*fd, _timeout(call.timeout_ns, words)]
        case "setsockopt":
            return [*fd, call.operation, str(call.value)]
        case "listen":
            return [*fd, f"backlog {call.value}"]
        case "tgkill":
            return [str(call.value), call.operation]
        case "futex":
            return [call.operation.removesuffix("_PRIVATE")]
        case _:
            return [part for part in (*fd, call.operation, call.address) if part]


def _size(count: int) -> str:
    """As it is given to the call: without thousands apart."""
    return "1 byte" if count == 1 else f"{count} bytes"


def _timeout(timeout_ns: int | None, words: Phrases) -> str:
    if timeout_ns is None:
        return words["wait"]
    return words["do_not_wait"] if timeout_ns == 0 else words["wait_for"].format(time=format_time(timeout_ns))


def outcome_text(call: SyscallReturned) -> str:
    """What came back: the number, or the error's name."""
    return call.errno or str(call.result)
