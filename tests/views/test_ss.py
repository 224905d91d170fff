"""The ss view: laid out as ss does it, with the states, queues and counters that a real kernel showed."""

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from journey_tui.trace import Event, Trace
from journey_tui.trace.events import descriptors, kernel, limits, outside, runtime
from journey_tui.views import Moment
from journey_tui.views.columns import Row, laid_out
from journey_tui.views.socket_end import SocketEnd
from journey_tui.views.sockets import Sockets, next_timeout_ns
from journey_tui.views.ss import duration, split_port, timer
from tests.views.runs import at_end, moment_after, recorded, run_of, shown

TABLES = recorded("ss_tables.txt").strip().split("\n\n")
ROW = re.compile(r"(\S+) +(\d+) +(\d+) +(\S+):(\S+) +(\S+):(\S+)(?: +(\S.*))?")


def rows_of(lines: list[str]) -> list[Row]:
    found = []
    for line in lines:
        cells = ROW.fullmatch(line)
        assert cells is not None, line
        state, received, sent, host, port, peer, peer_port, process = cells.groups()
        text = f" {process}" if process else ""
        found.append(Row((state, received, sent, f"{host}:", port, f"{peer}:", peer_port, text)))
    return found


@pytest.mark.parametrize("table", TABLES, ids=range(len(TABLES)))
def test_columns_are_laid_out_as_ss_did_it(table: str) -> None:
    lines = table.split("\n")
    assert list(laid_out(rows_of(lines[1:]))) == lines


# ── one connection, moment by moment ──

Happened = Callable[[Event], bool]


def _is_read(event: Event) -> bool:
    return isinstance(event, outside.ResponseDataReceived)


MOMENTS: dict[str, tuple[Happened, int, int]] = {
    "accepted": (lambda event: event.kind == "SyscallReturned" and "KEEPCNT" in event.operation, 1, 0),  # type: ignore[attr-defined]
    "read": (lambda event: isinstance(event, kernel.DataRead), 1, 0),
    "answered": (_is_read, 1, -1),
    "answer read": (_is_read, 1, 0),
}
"""The recorded moments: the event that each follows, its how-manieth time, and how many events to step back."""

LEFT_OUT = re.compile(
    r" (bbr|cwnd:\d+|rto:\S+|rtt:\S+|ato:\S+|mss:\S+|pmtu:\S+|rcvmss:\S+|wscale:\S+|)(?= |$)"
)
"""What is not modelled, and what depends on the machine: its congestion control, its largest receive buffer."""
NUMBERS = re.compile(r"pid=\d+,fd=\d+")


def recorded_tables() -> dict[str, list[str]]:
    parts = recorded("ss_keepalive.txt").split("## ")[1:]
    return {name: normal(lines) for name, *lines in (part.strip("\n").split("\n") for part in parts)}


def normal(lines: list[str]) -> list[str]:
    """Each socket's line with the one below, in the order of names; heading, numbers of process and fd apart."""
    text = "\n".join(lines[1:]).replace("\n\t", "\t")
    kept = [NUMBERS.sub("", LEFT_OUT.sub("", line)).rstrip() for line in text.split("\n")]
    return sorted(" ".join(line.split()).replace(' users:(("server",)) timer', " timer") for line in kept)


def without_client_process(line: str) -> str:
    return line.replace(' users:(("server",))', "") if ":40000 127.0.0.1:3000" in line else line


@pytest.mark.parametrize("name", MOMENTS)
def test_sockets_are_as_a_real_kernel_showed_them(name: str) -> None:
    happened, times, back = MOMENTS[name]
    trace = run_of("keepalive-two-requests")
    moment = Moment(trace, moment_after(trace, happened, times).position + back)
    expected = [without_client_process(line) for line in recorded_tables()[name]]
    assert normal(shown("ss", moment)) == expected


def test_the_first_closer_keeps_time_wait_for_a_minute_without_a_process() -> None:
    moment = at_end(run_of("keepalive-two-requests"))
    (line,) = [line for line in shown("ss", moment) if line.startswith("TIME-WAIT")]
    assert line in recorded("ss_keepalive.txt").split("\n")
    assert [line for line in normal(shown("ss", moment)) if "LISTEN" not in line] == [
        line for line in recorded_tables()["both closed"] if "LISTEN" not in line
    ]


def test_a_connection_that_nobody_accepted_belongs_to_no_process() -> None:
    trace = run_of("keepalive-two-requests")
    moment = moment_after(trace, lambda event: isinstance(event, kernel.HandshakeCompleted))
    listener, server = shown("ss", moment)[1], shown("ss", moment)[3]
    assert listener.split()[:3] == ["LISTEN", "1", "4096"]
    assert shown("ss", moment)[2] == "\t cwnd:10 unacked:1"
    assert server.split() == ["SYN-RECV", "0", "0", "127.0.0.1:3000", "127.0.0.1:40000"]


def test_a_half_open_connection_runs_its_timer() -> None:
    trace = run_of("keepalive-two-requests")
    moment = moment_after(
        trace, lambda event: isinstance(event, outside.SegmentSent) and event.direction == "to_client"
    )
    lines = shown("ss", moment)
    assert any(line.startswith("SYN-RECV") and line.endswith(" timer:(on,1sec,0)") for line in lines)
    assert any(line.startswith("SYN-SENT 0      1 ") and "timer:(on,999ms,0)" in line for line in lines)


def test_a_closed_window_is_probed_after_twice_the_time_until_it_opens() -> None:
    end = SocketEnd("127.0.0.1:1", "127.0.0.1:2", passive=False, state="ESTABLISHED")
    sockets = Sockets()
    sockets.connections[1] = {"client": end, "server": SocketEnd("127.0.0.1:2", "127.0.0.1:1", passive=True)}
    sockets.see(
        limits.WindowProbed(connection=1, host="client", probes=1, timeout_ns=400_000_000, time_ns=10**9)
    )
    assert timer(end, 10**9 + 100_000_000) == " timer:(persist,700ms,0)"
    window = outside.SegmentSent(
        direction="to_client",
        source="127.0.0.1:2",
        destination="127.0.0.1:1",
        flags=("ACK",),
        sequence_number=1,
        acknowledgement_number=1,
        window=0,
    )
    end.receives(window, 10**9)
    assert end.persist_until_ns is not None
    end.receives(replace(window, window=512), 10**9)
    assert timer(end, 10**9) == ""


def test_clients_on_other_machines_are_not_shown() -> None:
    trace = run_of("keepalive-two-requests")
    machine = replace(trace.header.machine, loopback=False)
    elsewhere = Trace(replace(trace.header, machine=machine), trace)
    elsewhere.pull_all()
    for position in range(0, len(elsewhere), 25):
        here, there = (shown("ss", Moment(run, position)) for run in (trace, elsewhere))
        assert {line.strip() for line in normal(there)} <= {line.strip() for line in normal(here)}
        assert not any("40000 127.0.0.1:3000" in line for line in normal(there))


def test_before_the_process_listens_there_is_only_the_heading() -> None:
    trace = run_of("keepalive-two-requests")
    moment = moment_after(trace, lambda event: isinstance(event, runtime.ProcessStarted))
    assert shown("ss", moment) == ["State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess"]


# ── parts ──


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (12, "012ms"),
        (688, "688ms"),
        (1_000, "1sec"),
        (1_812, "1.812ms"),
        (14_900, "14sec"),
        (65_000, "1min5sec"),
        (600_000, "10min"),
    ],
)
def test_a_timer_s_rest_is_written_as_ss_writes_it(milliseconds: int, text: str) -> None:
    assert duration(milliseconds) == text


def test_a_syn_is_repeated_evenly_at_first_and_then_ever_later() -> None:
    seconds = [next_timeout_ns("SYN_SENT", 0, retries) // 10**9 for retries in range(8)]
    assert seconds == [1, 1, 1, 1, 1, 2, 4, 8]
    assert next_timeout_ns("ESTABLISHED", 204_000_000, 1) == 408_000_000


def test_the_keep_alive_timer_starts_again_from_when_the_peer_was_heard() -> None:
    second = 1_000_000_000
    end = SocketEnd("server", "client", passive=True)
    end.keep_alive_after(15 * second, now_ns=0)
    end.heard_ns = 10 * second
    assert end.keepalive_left_ns(14 * second) == second
    assert end.keepalive_left_ns(15 * second) == 10 * second
    assert end.keepalive_left_ns(25 * second) == 15 * second
    assert end.keepalive_left_ns(10**6 * second) is not None


def test_addresses_of_both_families() -> None:
    assert split_port("127.0.0.1:3000") == ("127.0.0.1", "3000")
    assert split_port("[::]:3000") == ("*", "3000")
    assert split_port("[::1]:80") == ("[::1]", "80")


def test_the_end_that_was_closed_names_no_descriptor() -> None:
    trace = run_of("keepalive-two-requests")
    moment = moment_after(trace, lambda event: isinstance(event, descriptors.FdClosed) and event.fd == 6)
    assert all("fd=6" not in line for line in shown("ss", moment))
