"""The strace view: lines as strace writes them, cut where another thread's call comes between."""

import re

from journey_tui.trace import Event, Trace, TraceHeader
from journey_tui.trace.events.descriptors import FdInstalled, SyscallEntered, SyscallReturned
from journey_tui.trace.events.outside import ClientConnecting
from journey_tui.views.strace import clock, strace
from journey_tui.views.syscall_arguments import quoted, sockaddr
from tests.samples import sample_events, sample_header

HEADER = TraceHeader(title="test")
LISTENER = FdInstalled(fd=5, object_kind="listener", description="TCP:[127.0.0.1:3000]")
CONNECTING = ClientConnecting(
    connection=1, client="alice", local="127.0.0.1:40000", remote="127.0.0.1:3000", time_ns=0
)
CONNECTION = FdInstalled(fd=6, connection=1, object_kind="connection", description="")
NAMED = "6<TCP:[127.0.0.1:3000->127.0.0.1:40000]>"


def lines(*events: Event) -> list[str]:
    trace = Trace(HEADER, events)
    trace.pull_all()
    return [line.split(" ", 2)[2] for line in strace(trace, len(trace))]


def entered(name: str, thread: int = 1, **fields: object) -> SyscallEntered:
    return SyscallEntered(name=name, thread=thread, time_ns=0, **fields)  # type: ignore[arg-type]


def returned(name: str, result: int, thread: int = 1, **fields: object) -> SyscallReturned:
    return SyscallReturned(name=name, result=result, thread=thread, time_ns=0, **fields)  # type: ignore[arg-type]


def test_a_signal_to_a_thread_names_process_thread_and_signal() -> None:
    trace = Trace(sample_header(), sample_events())
    trace.pull_all()
    (line,) = [line for line in strace(trace, len(trace)) if "tgkill" in line]
    assert line.endswith("tgkill(1000, 1000, SIGURG) = 0")


def test_a_call_that_nothing_interrupts_is_one_line() -> None:
    data = b"GET / HTTP/1.1\r\n\r\n"
    assert lines(
        CONNECTING,
        CONNECTION,
        entered("read", fd=6, size=4096),
        returned("read", len(data), fd=6, size=4096, data=data),
    ) == [f'read({NAMED}, "GET / HTTP/1.1\\r\\n\\r\\n", 4096) = 18']


def test_a_call_is_cut_in_two_when_another_thread_calls_meanwhile() -> None:
    assert lines(
        LISTENER,
        entered("epoll_pwait", thread=1, fd=5),
        entered("close", thread=2, fd=5),
        returned("close", 0, thread=2, fd=5),
        returned("epoll_pwait", 0, thread=1, fd=5),
    ) == [
        "epoll_pwait(5<TCP:[127.0.0.1:3000]>,  <unfinished ...>",
        "close(5<TCP:[127.0.0.1:3000]>) = 0",
        "<... epoll_pwait resumed>[], 128, -1, NULL, 0) = 0",
    ]


def test_a_call_under_way_at_the_end_is_unfinished() -> None:
    assert lines(entered("accept4", fd=5)) == ["accept4(5,  <unfinished ...>"]


def test_a_failure_shows_errno_and_its_meaning() -> None:
    (line,) = lines(LISTENER, entered("accept4", fd=5), returned("accept4", -1, fd=5, errno="EAGAIN"))
    assert line.endswith("= -1 EAGAIN (Resource temporarily unavailable)")


def test_accept4_names_the_peer_and_the_new_descriptor() -> None:
    (line,) = lines(
        CONNECTING,
        LISTENER,
        entered("accept4", fd=5),
        CONNECTION,
        returned("accept4", 6, fd=5, address="127.0.0.1:40000"),
    )
    assert 'sin_port=htons(40000), sin_addr=inet_addr("127.0.0.1")' in line
    assert line.endswith(f"SOCK_CLOEXEC|SOCK_NONBLOCK) = {NAMED}")


def test_setsockopt_names_level_and_option() -> None:
    (line,) = lines(
        entered("setsockopt", fd=6, operation="TCP_KEEPIDLE", value=15), returned("setsockopt", 0, fd=6)
    )
    assert line == "setsockopt(6, SOL_TCP, TCP_KEEPIDLE, [15], 4) = 0"


def test_bytes_that_do_not_print_are_escaped_and_long_ones_cut() -> None:
    assert quoted(b'a"\\\x00\x1b\xff', 6) == '"a\\"\\\\\\0\\33\\377"'
    assert quoted(b"x" * 256, 4096) == '"' + "x" * 240 + '"...'


def test_no_escape_reaches_the_terminal() -> None:
    hostile = b"\x1b]0;owned\x07"
    said = "\n".join(
        lines(entered("write", fd=6, size=9), returned("write", 9, fd=6, size=9, data=hostile))
        + lines(FdInstalled(fd=6, object_kind="file", description="\x1b[2J"), entered("close", fd=6))
    )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said)


def test_addresses_of_both_families_are_written() -> None:
    assert sockaddr("127.0.0.1:80").startswith("{sa_family=AF_INET, sin_port=htons(80)")
    assert 'inet_pton(AF_INET6, "::1", &sin6_addr)' in sockaddr("[::1]:80")


def test_the_clock_starts_at_noon_and_boot_is_before_it() -> None:
    assert clock(1_500) == "12:00:00.000001"
    assert clock(-1_000_000) == "11:59:59.999000"


def test_the_view_stops_at_the_position_asked_for() -> None:
    trace = Trace(sample_header(), sample_events())
    trace.pull_all()
    whole = list(strace(trace, len(trace)))
    assert len(whole) > 5
    assert list(strace(trace, 0)) == []
    for position in range(0, len(trace), 7):
        part = list(strace(trace, position))
        assert part[:-1] == whole[: max(len(part) - 1, 0)]
