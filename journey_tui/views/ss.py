"""`ss -tanopi`: every TCP socket of the server's machine, as iproute2 6.1 prints it.

A client's sockets are there when it runs on the same machine (loopback). Left out is what the events do not tell: the
name of the congestion control, round-trip times and what is derived from them, a client's congestion window and
process, what a client has written and not yet sent, and a timer that no timeout has told of.
"""

from collections.abc import Iterator
from typing import Final

from journey_tui.text import clean_line
from journey_tui.views.columns import Row, laid_out
from journey_tui.views.moment import Moment
from journey_tui.views.socket_end import INITIAL_WINDOW, TIMESTAMP_BYTES, SocketEnd
from journey_tui.views.sockets import TIME_WAIT_NS, Sockets
from journey_tui.world import World

PROCESS: Final = "server"
"""Illustrative: the name of the program, which a trace does not know."""
STATES: Final = {
    "ESTABLISHED": "ESTAB",
    "SYN_SENT": "SYN-SENT",
    "SYN_RECV": "SYN-RECV",
    "FIN_WAIT1": "FIN-WAIT-1",
    "FIN_WAIT2": "FIN-WAIT-2",
    "TIME_WAIT": "TIME-WAIT",
    "CLOSE_WAIT": "CLOSE-WAIT",
    "LAST_ACK": "LAST-ACK",
    "LISTEN": "LISTEN",
    "CLOSING": "CLOSING",
}
"""As ss names them (misc/ss.c); the keys are the kernel's."""
_FIN_PENDING: Final = frozenset({"FIN_WAIT1", "CLOSING", "LAST_ACK"})


def ss(moment: Moment) -> Iterator[str]:
    """The listener, then each connection's sockets in the order of connecting."""
    sockets = Sockets()
    for event in moment.events():
        sockets.see(event)
    sockets.end_waits(moment.time_ns)
    rows = list(listener_rows(moment.world, sockets.pid))
    for ends in sockets.connections.values():
        for host, end in ends.items():
            if end.state in STATES and (host == "server" or moment.loopback):
                rows.append(socket_row(end, moment.time_ns, sockets.pid))
    yield from laid_out(rows)


def listener_rows(world: World, pid: int | None) -> Iterator[Row]:
    """The listening socket, if there is one."""
    listener = world.listener
    if listener.state != "listening":
        return
    host, port = split_port(listener.address)
    peer = "*" if host == "*" else "[::]" if ":" in host else "0.0.0.0"  # noqa: S104 - nothing is bound
    waiting = len(listener.accept_queue)
    queues = (str(waiting), str(listener.backlog))
    cells = ("LISTEN", *queues, f"{host}:", port, f"{peer}:", "*", _users(pid, listener.fd))
    yield Row(cells, f" cwnd:{INITIAL_WINDOW}" + (f" unacked:{waiting}" if waiting else ""))


def socket_row(end: SocketEnd, now_ns: int, pid: int | None) -> Row:
    """One end of a connection."""
    ghost = is_timewait(end)
    queues = ("0", "0") if ghost else (str(receive_queue(end)), str(send_queue(end)))
    process = _users(pid, end.fd) + timer(end, now_ns)
    (host, port), (peer, peer_port) = split_port(end.local), split_port(end.peer)
    cells = (STATES[end.state], *queues, f"{host}:", port, f"{peer}:", peer_port, process)
    return Row(cells, "" if ghost or end.state == "SYN_RECV" else info(end))


def split_port(address: str) -> tuple[str, str]:
    """An address as ss shows it, and its port; the wildcard of both families is a star."""
    host, _, port = clean_line(address, 80).rpartition(":")
    return ("*" if host in {"", "[::]"} else host), port


def _users(pid: int | None, fd: int | None) -> str:
    return "" if fd is None or pid is None else f' users:(("{PROCESS}",pid={pid},fd={fd}))'


# ── queues ──


def is_timewait(end: SocketEnd) -> bool:
    """Whether only a timewait sock is left: an orphan in FIN-WAIT-2 is one too (`tcp_rcv_state_process`)."""
    return end.state == "TIME_WAIT" or (end.state == "FIN_WAIT2" and end.orphan)


def receive_queue(end: SocketEnd) -> int:
    """Bytes that the process has not read; a FIN counts as one until it is read (`tcp_diag_get_info`)."""
    if end.passive:
        return end.receive_queued + (not end.end_read)
    return max(end.stream.payload_bytes - end.bytes_read, 0)


def send_queue(end: SocketEnd) -> int:
    """Bytes that the peer has not acknowledged, SYN and FIN included; a half-open connection has none."""
    if end.state == "SYN_RECV":
        return 0
    if end.passive:
        return end.send_queued + (end.state in _FIN_PENDING)
    return end.next - end.unacknowledged


# ── timers ──


def timer(end: SocketEnd, now_ns: int) -> str:
    """` timer:(on,688ms,0)`, as far as it is known."""
    if is_timewait(end):
        return _timer("timewait", end.since_ns + TIME_WAIT_NS - now_ns, 0)
    if end.timeout_ns and (end.next > end.unacknowledged):
        return _timer("on", end.timer_ns + end.timeout_ns - now_ns, end.retries)
    if end.persist_until_ns is not None:
        return _timer("persist", end.persist_until_ns - now_ns, 0)  # icsk_probes_out: the peer has answered
    left = end.keepalive_left_ns(now_ns)
    if left is not None and end.state in {"ESTABLISHED", "CLOSE_WAIT"} and not send_queue(end):
        return _timer("keepalive", left, 0)
    return ""


def _timer(name: str, left_ns: int, retries: int) -> str:
    return f" timer:({name},{duration(max(left_ns, 0) // 1_000_000)},{retries})"


def duration(milliseconds: int) -> str:
    """A timer's rest as `print_ms_timer` writes it (misc/ss.c): `012ms`, `3.024ms`, `14sec`, `1min5sec`."""
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    if minutes:
        return f"{minutes}min" + (f"{seconds}sec" if seconds and minutes <= 9 else "")
    if seconds > 9:
        return f"{seconds}sec"
    if seconds:
        return f"{seconds}.{milliseconds:03}ms" if milliseconds else f"{seconds}sec"
    return f"{milliseconds:03}ms" if milliseconds else ""


# ── the second line ──


def info(end: SocketEnd) -> str:
    """What `-i` adds, in its order; what is zero is not printed (`tcp_stats_print`, misc/ss.c)."""
    own, peer = end.options, end.peer_options
    words = []
    if own and peer:
        words += ["ts"] * (own.timestamp_value is not None and peer.timestamp_value is not None)
        words += ["sack"] * (own.sack_permitted and peer.sack_permitted)
        if own.window_scale is not None and peer.window_scale is not None:
            words.append(f"wscale:{peer.window_scale},{own.window_scale}")
    if own and own.mss:
        words.append(f"advmss:{own.mss - TIMESTAMP_BYTES * (own.timestamp_value is not None)}")
    words += [f"{name}:{value}" for name, value in _counts(end) if value]
    return "".join(f" {word}" for word in words)


def _counts(end: SocketEnd) -> list[tuple[str, int]]:
    """SYN and FIN count as bytes where they move the window (`tcp_snd_una_update`, `tcp_rcv_nxt_update`)."""
    acknowledged = max(end.unacknowledged - end.passive, 0)
    return [
        ("cwnd", end.congestion_window if end.passive else 0),
        ("bytes_sent", end.bytes_sent),
        ("bytes_retrans", end.bytes_repeated),
        ("bytes_acked", acknowledged),
        ("bytes_received", max(end.stream.next - 1, 0)),
        ("segs_out", end.segments_out),
        ("segs_in", end.segments_in),
        ("data_segs_out", end.data_segments_out),
        ("data_segs_in", end.data_segments_in),
    ]
