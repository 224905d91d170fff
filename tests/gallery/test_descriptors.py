"""What runs out with descriptors: EMFILE and its back-off, and headers that never end."""

import itertools

from journey_tui.trace.events.descriptors import SyscallReturned
from journey_tui.trace.events.http import RequestRejected, ServerLogged
from journey_tui.trace.events.outside import RequestFinished
from journey_tui.trace.events.runtime import DeadlinePassed
from tests.gallery.runs import MILLISECOND, SECOND, counter, events_of, outcomes_of, result_of

BACK_OFF = ["5ms", "10ms", "20ms", "40ms", "80ms", "160ms", "320ms", "640ms", "1s", "1s", "1s"]
"""net/http, (*Server).Serve, Go 1.27: doubled from 5 ms up to a second."""


def failed_accepts(name: str) -> list[SyscallReturned]:
    returned = events_of(name, SyscallReturned)
    return [event for event in returned if event.name == "accept4" and event.errno == "EMFILE"]


def waits(name: str) -> list[str]:
    logged = [event.message for event in events_of(name, ServerLogged)]
    refused = [message for message in logged if "accept4: too many open files; retrying in " in message]
    return [message.rpartition(" ")[2] for message in refused]


def test_the_fifth_connection_finds_no_descriptor_and_accept_backs_off() -> None:
    assert waits("emfile") == BACK_OFF[:6]
    assert len(failed_accepts("emfile")) == 6


def test_naps_last_as_long_as_the_log_says() -> None:
    moments = [event.time_ns for event in failed_accepts("emfile")]
    slept = [after - before for before, after in itertools.pairwise(moments)]
    for nap, told in zip(slept, (5, 10, 20, 40, 80), strict=True):
        assert told * MILLISECOND <= nap < (told + 2) * MILLISECOND


def test_who_waits_is_connected_and_is_served_when_the_last_nap_ends() -> None:
    late = result_of("emfile").connections[4:]
    freed_ns = min(connection.closed_ns or 0 for connection in result_of("emfile").connections[:4])
    last_nap_ns = failed_accepts("emfile")[-1].time_ns
    for connection in late:
        assert connection.established_ns is not None
        assert connection.accepted_ns is not None
        assert connection.established_ns < 25 * MILLISECOND
        assert freed_ns + 50 * MILLISECOND < connection.accepted_ns
        assert 160 * MILLISECOND <= connection.accepted_ns - last_nap_ns < 162 * MILLISECOND
    assert [outcome for _, _, outcome in outcomes_of("emfile")] == ["ok"] * 6


def test_no_packet_is_lost_or_refused_for_want_of_a_descriptor() -> None:
    for counted in ("TcpExtListenOverflows", "TcpExtListenDrops", "TcpOutRsts", "TcpRetransSegs"):
        assert counter("emfile", counted) == 0
    accepted = [connection.fd for connection in result_of("emfile").connections]
    # Lowest free number first: 7 and 8 are epoll and eventfd, 12 is the limit.
    assert accepted[:4] == [6, 9, 10, 11]
    assert set(accepted[4:]) <= {6, 9, 10, 11}


def test_headers_without_an_end_hold_every_descriptor_and_alice_is_connected_for_nothing() -> None:
    *slow, alice = outcomes_of("slowloris")
    assert {outcome for _, _, outcome in slow} == {"timeout"}
    assert alice == ("alice", None, "timeout")
    connection = result_of("slowloris").connections[-1]
    assert connection.outcome == "established"
    assert connection.accepted_ns is None or connection.accepted_ns > 3 * SECOND
    assert waits("slowloris")[:9] == BACK_OFF[:9]
    assert events_of("slowloris", DeadlinePassed) == []


def test_read_header_timeout_closes_them_after_500_ms_without_an_answer() -> None:
    *slow, alice = result_of("slowloris-timeout").connections
    assert len(slow) == 4
    for connection in slow:
        assert connection.accepted_ns is not None
        assert connection.closed_ns is not None
        held = connection.closed_ns - connection.accepted_ns
        assert 500 * MILLISECOND <= held < 502 * MILLISECOND
        assert connection.closed_by == "server"
    assert alice.closed_by == "server"
    assert events_of("slowloris-timeout", RequestRejected) == []


def test_then_alice_is_served_at_the_end_of_the_nap_and_the_others_got_nothing() -> None:
    *slow, alice = outcomes_of("slowloris-timeout")
    assert {(status, outcome) for _, status, outcome in slow} == {(None, "eof")}
    assert alice == ("alice", 200, "ok")
    finished = {event.client: event for event in events_of("slowloris-timeout", RequestFinished)}
    # 5 + 10 + ... + 320 ms of back-off since the first accept that failed.
    assert 635 * MILLISECOND < finished["alice"].time_ns < 650 * MILLISECOND


def test_what_a_client_sends_after_the_server_closed_is_answered_with_rst() -> None:
    assert counter("slowloris-timeout", "TcpOutRsts") == 4
    assert counter("slowloris", "TcpOutRsts") == 0
