"""How strace writes the arguments of each system call: what it knows on entry, and what it adds on return."""

from typing import Final

from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.views.fd_names import FdNames

_SHOWN_BYTES: Final = 240
"""As with `strace -s 240`."""
_SOCKET_TYPE: Final = "SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK"
_ACCEPT_FLAGS: Final = "SOCK_CLOEXEC|SOCK_NONBLOCK"
_MAX_EVENTS: Final = 128  # runtime/netpoll_epoll.go, Go 1.27
_USER_ADDRESS: Final = 0xC000_0000_0000
"""Where Go's heap begins on linux/amd64; the pointers below it are illustrative."""
_ERRORS: Final = {
    "EAGAIN": "Resource temporarily unavailable",
    "EMFILE": "Too many open files",
    "EPIPE": "Broken pipe",
    "ENOTCONN": "Transport endpoint is not connected",
    "ECONNRESET": "Connection reset by peer",
    "ETIMEDOUT": "Connection timed out",
    "EBADF": "Bad file descriptor",
    "EINVAL": "Invalid argument",
    "ENOENT": "No such file or directory",
}
_LEVELS: Final = {"TCP_": "SOL_TCP", "SO_": "SOL_SOCKET", "IPV6_": "SOL_IPV6"}


def entered_part(call: SyscallEntered, names: FdNames) -> str:
    """`read(6<TCP:[…]>, `: up to where the kernel has to answer."""
    fd = names.named(call.fd)
    match call.name:
        case "read" | "pread64" | "accept4" | "getsockname" | "epoll_pwait":
            return f"{call.name}({fd}, "
        case "write":
            return f"write({fd}, "
        case "epoll_ctl":
            return f"epoll_ctl({fd}, {call.operation}, {names.named(call.target_fd)}, {_event(call)}"
        case "setsockopt":
            return f"setsockopt({fd}, {_level(call.operation)}, {call.operation}, [{call.value}], 4"
        case "bind":
            return f"bind({fd}, {sockaddr(call.address)}, 16"
        case "listen":
            return f"listen({fd}, {call.value}"
        case "close":
            return f"close({fd}"
        case "tgkill":
            return f"tgkill({names.pid}, {call.value}, {call.operation}"
        case "shutdown":
            return f"shutdown({fd}, {call.operation}"
        case _:
            return f"{call.name}({_other(call)}"


def _other(call: SyscallEntered) -> str:
    match call.name:
        case "socket":
            family = "AF_INET6" if call.address.startswith("AF_INET6") else "AF_INET"
            return f"{family}, {_SOCKET_TYPE}, {call.operation or 'IPPROTO_TCP'}"
        case "openat":
            return f'AT_FDCWD, "{call.address}", {call.operation or "O_RDONLY|O_CLOEXEC"}'
        case "epoll_create1":
            return "EPOLL_CLOEXEC"
        case "eventfd2":
            return "0, EFD_CLOEXEC|EFD_NONBLOCK"
        case "futex":
            return _futex(call)
        case _:
            parts = (call.operation, call.address, "" if call.value is None else str(call.value))
            return ", ".join(part for part in parts if part)


def _futex(call: SyscallEntered) -> str:
    word = f"{_USER_ADDRESS + 0x160 + (call.value or 0) * 0x800:#x}"
    operation = call.operation or "FUTEX_WAIT_PRIVATE"
    if "WAKE" in operation:
        return f"{word}, {operation}, 1"
    return f"{word}, {operation}, 0, {_timespec(call.timeout_ns)}"


def _timespec(time_ns: int | None) -> str:
    if time_ns is None:
        return "NULL"
    return f"{{tv_sec={time_ns // 1_000_000_000}, tv_nsec={time_ns % 1_000_000_000}}}"


def _event(call: SyscallEntered) -> str:
    if not call.events:
        return f"{_USER_ADDRESS + 0x578AC:#x}"
    return f"{{events={'|'.join(call.events)}, data={_cookie(call.target_fd or 0)}}}"


def _cookie(fd: int) -> str:
    """The 64 bits that epoll gives back: in Go a tagged pollDesc pointer; here one that names the fd."""
    low = 0x2700_0001 + fd
    return f"{{u32={low}, u64={(0x3FBD_0789 << 32) + low}}}"


def returned_part(call: SyscallReturned, names: FdNames) -> str:
    """What strace adds on return: the outputs, the bracket, and the result."""
    return f"{_outputs(call)}) = {_result(call, names)}"


def _outputs(call: SyscallReturned) -> str:
    failed = bool(call.errno)
    pointer = f"{_USER_ADDRESS + 0xB9DC:#x}"
    match call.name:
        case "read" | "pread64":
            return f"{pointer if failed else quoted(call.data, call.result)}, {call.size}"
        case "write":
            return f"{quoted(call.data, call.size or 0)}, {call.size}"
        case "accept4":
            return (
                f"{pointer}, [112], {_ACCEPT_FLAGS}" if failed else f"{_address_out(call)}, {_ACCEPT_FLAGS}"
            )
        case "getsockname":
            return _address_out(call)
        case "epoll_pwait":
            events = ", ".join(
                f"{{events={'|'.join(events)}, data={_cookie(fd)}}}" for fd, events in call.ready
            )
            timeout = -1 if call.timeout_ns is None else -(-call.timeout_ns // 1_000_000)
            return f"[{events}], {_MAX_EVENTS}, {timeout}, NULL, 0"
        case _:
            return ""


def _address_out(call: SyscallReturned) -> str:
    return f"{sockaddr(call.address)}, [112 => 16]"


def _result(call: SyscallReturned, names: FdNames) -> str:
    if call.errno:
        meaning = f" ({_ERRORS[call.errno]})" if call.errno in _ERRORS else ""
        return f"-1 {call.errno}{meaning}"
    if call.name in ("accept4", "socket", "openat", "epoll_create1", "eventfd2"):
        return names.named(call.result)
    return str(call.result)


def sockaddr(address: str) -> str:
    """`{sa_family=AF_INET, sin_port=htons(3000), sin_addr=inet_addr("127.0.0.1")}`."""
    host, _, port = address.rpartition(":")
    if ":" in host:
        host = host.strip("[]")
        return (
            f"{{sa_family=AF_INET6, sin6_port=htons({port}), sin6_flowinfo=htonl(0), "
            f'inet_pton(AF_INET6, "{host}", &sin6_addr), sin6_scope_id=0}}'
        )
    return f'{{sa_family=AF_INET, sin_port=htons({port}), sin_addr=inet_addr("{host}")}}'


def _level(option: str) -> str:
    return next((level for prefix, level in _LEVELS.items() if option.startswith(prefix)), "SOL_SOCKET")


_ESCAPES: Final = {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t", ord('"'): '\\"', ord("\\"): "\\\\"}


def quoted(data: bytes, length: int) -> str:
    """Bytes as strace writes a string; `...` when there are more than are shown."""
    shown = data[:_SHOWN_BYTES]
    text = "".join(_ESCAPES.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\{byte:o}") for byte in shown)
    return f'"{text}"' + ("..." if length > len(shown) else "")
