"""The nstat view: in nstat's format, and every counter as far up as it went when the same was recorded."""

import re

import pytest

from journey_tui.scenario.bundled import path
from journey_tui.scenario.loader import load
from journey_tui.simulation.engine import simulate
from journey_tui.trace import Trace, TraceHeader
from journey_tui.trace.events import kernel, outside
from journey_tui.trace.events.base import Event, Host
from journey_tui.trace.header import MachineSetup
from journey_tui.views import Moment
from journey_tui.views.nstat import counters
from journey_tui.views.tcp_counters import COUNTED
from tests.views.runs import at_end, recorded, run_of, shown

RECORDED = {
    "02_get_hello_close": "get-hello-close",
    "03_keepalive_two_requests": "keepalive-two-requests",
    "04a_two_concurrent_slow": "two-concurrent-slow",
    "05a_statuses_404_405_head_307_chunked": "statuses",
}
OVER_LOOPBACK = TraceHeader(title="test", machine=MachineSetup(loopback=True))


@pytest.mark.parametrize(("recording", "scenario"), RECORDED.items())
def test_counters_go_up_as_recorded_at_both_ends(recording: str, scenario: str) -> None:
    lines = recorded(f"{recording}.netstat.txt").splitlines()
    rose = {name: int(count) for name, count in (line.split() for line in lines)}
    told = counters(at_end(run_of(scenario)))
    assert {name: told[name] for name in COUNTED} == {name: rose.get(name, 0) for name in COUNTED}


def test_lines_are_as_nstat_writes_them() -> None:
    first, *lines = shown("nstat", at_end(run_of("get-hello-close")))
    assert first == "#kernel"
    assert "TcpInSegs                       10                 0.0" in lines
    assert all(re.fullmatch(r"[A-Z]\w+ +\d+ +0\.0", line) and line.index("0.0") >= 51 for line in lines)


def test_what_only_the_world_counts_is_told_in_its_group() -> None:
    trace = run_of("get-hello-close")
    moment = at_end(trace)
    moment.world.counters["TcpExtTCPAbortOnClose"] = 3
    names = list(counters(moment))
    assert counters(moment)["TcpExtTCPAbortOnClose"] == 3
    assert names.index("TcpOutRsts") < names.index("TcpExtTCPAbortOnClose") < names.index("IpExtInOctets")
    assert "rx_packets" not in names


# ── what goes wrong ──


def told(*events: Event, header: TraceHeader = OVER_LOOPBACK) -> dict[str, int]:
    trace = Trace(header, events)
    trace.pull_all()
    return {name: count for name, count in counters(at_end(trace)).items() if count}


def segment(packet: int, *flags: str, **fields: object) -> outside.SegmentSent:
    there = fields.pop("direction", "to_server")
    return outside.SegmentSent(
        packet=packet,
        connection=1,
        direction=there,  # type: ignore[arg-type]
        source="127.0.0.1:1",
        destination="127.0.0.1:2",
        flags=flags,
        sequence_number=100,
        acknowledgement_number=0,
        window=0 if fields.pop("shut", False) else 512,
        **fields,  # type: ignore[arg-type]
    )


def timeout(host: Host, retries: int, what: str = "data") -> kernel.RetransmissionTimedOut:
    return kernel.RetransmissionTimedOut(
        connection=1, host=host, timeout_ns=10**9, what=what, retries=retries
    )


def test_a_syn_that_is_sent_again_is_a_retransmission_and_no_new_segment() -> None:
    counts = told(
        segment(1, "SYN"),
        timeout("client", 1),
        segment(2, "SYN", retransmission=True),
        timeout("client", 2),
        segment(3, "SYN", retransmission=True),
    )
    assert counts == {
        "IpOutRequests": 3,
        "IpOutTransmits": 3,
        "IpExtOutOctets": 120,
        "TcpOutSegs": 1,
        "TcpRetransSegs": 2,
        "TcpExtTCPSynRetrans": 2,
        "TcpExtTCPTimeouts": 2,
        "TcpExtTcpTimeoutRehash": 2,
        "TcpExtTCPLostRetransmit": 1,
    }


def test_a_syn_ack_that_is_sent_again_counts_as_a_segment_too() -> None:
    half_open = kernel.TcpStateChanged(connection=1, host="server", old="LISTEN", new="SYN_RECV")
    counts = told(
        half_open,
        segment(1, "SYN", "ACK", direction="to_client"),
        timeout("server", 1, what="syn_ack"),
        segment(2, "SYN", "ACK", direction="to_client", retransmission=True),
    )
    assert counts["TcpOutSegs"] == 2
    assert counts["TcpRetransSegs"] == counts["TcpExtTCPSynRetrans"] == counts["TcpExtTCPTimeouts"] == 1
    assert "TcpExtTcpTimeoutRehash" not in counts
    assert "TcpExtSyncookiesSent" not in counts


def test_a_syn_ack_for_which_nothing_is_kept_is_a_cookie() -> None:
    finished = kernel.HandshakeCompleted(connection=1, accept_queue_length=1, syn_queue_length=0)
    counts = told(segment(1, "SYN", "ACK", direction="to_client"), finished)
    assert counts["TcpExtSyncookiesSent"] == counts["TcpExtTCPReqQFullDoCookies"] == 1
    assert counts["TcpExtSyncookiesRecv"] == counts["TcpPassiveOpens"] == 1


def test_an_overflow_is_both_an_overflow_and_a_drop() -> None:
    full = kernel.AcceptQueueOverflowed(connection=1, accept_queue_length=2, cause="syn")
    dropped = outside.PacketDropped(connection=1, where="socket", reason="the SYN queue is full")
    counts = told(full, dropped)
    assert counts["TcpExtListenOverflows"] == counts["TcpExtTCPReqQFullDrop"] == 1
    assert counts["TcpExtListenDrops"] == 2


def test_a_window_that_shuts_and_opens_is_told_once_each() -> None:
    counts = told(
        segment(1, "ACK"),
        segment(2, "ACK", shut=True),
        segment(3, "ACK", shut=True),
        segment(4, "ACK"),
    )
    assert counts["TcpExtTCPToZeroWindowAdv"] == counts["TcpExtTCPFromZeroWindowAdv"] == 1


def test_a_reset_ends_what_was_established_and_refuses_what_was_not() -> None:
    refused = outside.SegmentReceived(
        packet=1,
        connection=1,
        host="client",
        flags=("RST",),
        payload_bytes=0,
        matched="connection",
        state="SYN_SENT",
    )
    counts = told(segment(1, "RST", direction="to_client"), refused)
    assert counts["TcpOutRsts"] == counts["TcpAttemptFails"] == 1
    lost = kernel.TcpStateChanged(connection=2, host="server", old="ESTABLISHED", new="CLOSED")
    assert told(lost) == {"TcpEstabResets": 1}


def test_another_machine_s_kernel_is_not_counted() -> None:
    elsewhere = TraceHeader(title="test")
    assert told(segment(1, "SYN"), timeout("client", 1), header=elsewhere) == {}
    trace = run_of("get-hello-close")
    position = len(trace) // 2
    apart = Trace(elsewhere, trace.events(0, position))
    apart.pull_all()
    here, there = counters(Moment(trace, position)), counters(at_end(apart))
    assert all(there[name] <= here[name] for name in COUNTED)
    assert there["TcpActiveOpens"] == 0 < here["TcpActiveOpens"]


def bundled_run(name: str) -> Trace:
    trace = simulate(load(path(name)))
    trace.pull_all()
    return trace


def test_what_the_kernel_drops_and_lets_expire_in_a_flood_is_counted() -> None:
    trace = bundled_run("syn-flood")
    told = counters(at_end(trace))
    assert told["TcpExtListenDrops"] == told["TcpExtTCPReqQFullDrop"] == 17
    assert told["TcpExtTCPTimeouts"] == 58 + 17  # each half-open connection's last timer finds it given up


@pytest.mark.parametrize("name", ["lost-syn-ack", "slowloris-timeout", "syn-flood", "slow-reader"])
def test_no_counter_of_the_world_is_larger_than_what_is_printed(name: str) -> None:
    trace = bundled_run(name)
    moment = at_end(trace)
    printed = counters(moment)
    assert all(printed[key] >= value for key, value in moment.world.counters.items() if key in printed)
    assert printed["TcpExtTCPSynRetrans"] == moment.world.counters["TcpExtTCPSynRetrans"]
