"""The kernel's counters, rule by rule: both ends of connections over loopback, and the server's alone elsewhere."""

from typing import Any

import pytest

from journey_tui.trace import Event, TraceHeader
from journey_tui.trace.events import kernel, limits, outside
from journey_tui.trace.events.base import Host
from journey_tui.trace.header import MachineSetup
from journey_tui.world import World, freeze, thaw
from tests.world.worlds import LOCAL, SERVER, connecting, world_after

LOOPBACK = TraceHeader(title="test", machine=MachineSetup(loopback=True))
CLIENT, ITS_PEER = 1_000, 9_000
"""The first sequence numbers of both."""
SCALE = 7


class Wire:
    """Events of one connection over loopback; sequence numbers follow from what was said before."""

    def __init__(self, start: int = CLIENT) -> None:
        self.events: list[Event] = [connecting()]
        self.next = {"client": start, "server": ITS_PEER}
        self.packet = 0

    def send(self, host: Host, *flags: str, size: int = 0, **other: Any) -> "Wire":
        """A segment that does not arrive by itself."""
        self.packet += 1
        peer: Host = "server" if host == "client" else "client"
        values: dict[str, Any] = {
            "sequence_number": self.next[host],
            "acknowledgement_number": self.next[peer] if "ACK" in flags else 0,
            "window": 512,
            "window_scale": SCALE if "SYN" in flags else None,
            "payload": b"x" * size,
        }
        to_server = host == "client"
        self.events.append(
            outside.SegmentSent(
                packet=self.packet,
                connection=1,
                direction="to_server" if to_server else "to_client",
                source=LOCAL if to_server else SERVER,
                destination=SERVER if to_server else LOCAL,
                flags=flags,
                **{**values, **other},
            )
        )
        if "retransmission" not in other and "sequence_number" not in other:
            self.next[host] = (self.next[host] + size + ("SYN" in flags) + ("FIN" in flags)) % 2**32
        return self

    def arrive(self, host: Host, state: str = "ESTABLISHED", matched: str = "connection") -> "Wire":
        """The latest segment has come."""
        sent = self.events[-1]
        assert isinstance(sent, outside.SegmentSent)
        self.events.append(
            outside.SegmentReceived(
                packet=self.packet,
                connection=1,
                host=host,
                flags=sent.flags,
                payload_bytes=len(sent.payload),
                matched=matched,
                state=state,
            )
        )
        return self

    def pass_on(self, host: Host, *flags: str, size: int = 0, **other: Any) -> "Wire":
        """A segment, and its arrival at the peer's established socket."""
        return self.send(host, *flags, size=size, **other).arrive("server" if host == "client" else "client")

    def then(self, event: Event) -> "Wire":
        self.events.append(event)
        return self

    def world(self) -> World:
        return world_after(*self.events, header=LOOPBACK)

    def counts(self, *names: str) -> tuple[int, ...]:
        """These counters, TcpExt left out."""
        counters = self.world().counters
        return tuple(counters[f"TcpExt{name}"] for name in names)


def established(start: int = CLIENT) -> Wire:
    """Three segments: both ends stand."""
    wire = Wire(start).send("client", "SYN").arrive("server", "LISTEN", "listener")
    wire.send("server", "SYN", "ACK", window=65_483).arrive("client", "SYN_SENT")
    wire.send("client", "ACK").arrive("server", "SYN_RECV", "request")
    return wire.then(
        kernel.HandshakeCompleted(packet=wire.packet, connection=1, accept_queue_length=1, syn_queue_length=0)
    )


def asked(start: int = CLIENT) -> Wire:
    """The client has asked, the server's ACK has come; nothing is read."""
    return established(start).pass_on("client", "ACK", "PSH", size=80).pass_on("server", "ACK")


READ_80 = kernel.DataRead(connection=1, length_bytes=80, queued_bytes=0, window_bytes=65_536)


def test_a_handshake_s_last_ack_is_pure_and_its_syn_is_delivered_but_no_data() -> None:
    assert established().counts("TCPPureAcks", "TCPHPAcks", "TCPDelivered", "TCPOrigDataSent") == (1, 0, 1, 0)


def test_a_client_predicts_only_after_the_first_window_that_it_is_told() -> None:
    wire = asked()
    assert wire.counts("TCPPureAcks", "TCPHPAcks") == (2, 0)
    wire.pass_on("client", "ACK", "PSH", size=80).pass_on("server", "ACK")
    assert wire.counts("TCPPureAcks", "TCPHPAcks") == (2, 1)


def test_an_ack_that_tells_another_window_is_not_predicted() -> None:
    wire = asked().pass_on("client", "ACK", "PSH", size=80).pass_on("server", "ACK", window=500)
    assert wire.counts("TCPPureAcks", "TCPHPAcks") == (3, 0)


def test_data_takes_the_short_way_only_if_memory_is_charged_already() -> None:
    first = established().pass_on("client", "ACK", "PSH", size=80)
    assert first.counts("TCPHPHits") == (0,)
    unread = first.pass_on("client", "ACK", "PSH", size=80)
    assert unread.counts("TCPHPHits") == (1,)
    read = established().pass_on("client", "ACK", "PSH", size=80).then(READ_80)
    assert read.pass_on("client", "ACK", "PSH", size=80).counts("TCPHPHits") == (0,)
    large = established().pass_on("client", "ACK", "PSH", size=80).pass_on("client", "ACK", "PSH", size=8000)
    assert large.counts("TCPHPHits") == (0,)


def test_an_answer_that_carries_the_ack_is_a_hit_and_a_predicted_ack() -> None:
    wire = asked().then(READ_80).pass_on("client", "ACK", "PSH", size=80)
    wire.pass_on("server", "ACK", "PSH", size=120)
    assert wire.counts("TCPHPHits", "TCPHPAcks", "TCPPureAcks") == (1, 1, 2)


def test_data_joins_the_sk_buff_before_it_once_the_sender_has_its_ack() -> None:
    cloned = established().pass_on("client", "ACK", size=80).pass_on("client", "ACK", size=80)
    assert cloned.counts("TCPRcvCoalesce") == (0,)
    assert asked().pass_on("client", "ACK", size=80).counts("TCPRcvCoalesce") == (1,)
    assert asked().pass_on("client", "ACK", "FIN").counts("TCPRcvCoalesce") == (1,)
    assert asked().then(READ_80).pass_on("client", "ACK", size=80).counts("TCPRcvCoalesce") == (0,)


def test_every_segment_of_data_is_delivered_once_however_often_it_was_sent() -> None:
    wire = established().send("client", "ACK", size=80)
    wire.pass_on("client", "ACK", size=80, sequence_number=CLIENT + 1, retransmission=True)
    assert wire.counts("TCPOrigDataSent", "TCPDelivered") == (1, 1)
    wire.pass_on("server", "ACK")
    assert wire.counts("TCPOrigDataSent", "TCPDelivered") == (1, 2)


def test_data_that_had_come_before_is_an_ack_that_was_lost() -> None:
    wire = asked().pass_on("client", "ACK", size=80, sequence_number=CLIENT + 1, retransmission=True)
    assert wire.counts("DelayedACKLost", "TCPDSACKOldSent", "TCPOFOQueue") == (1, 1, 0)


def test_data_behind_a_gap_waits_and_turns_prediction_off_until_the_gap_is_filled() -> None:
    wire = asked().send("client", "ACK", size=80).pass_on("client", "ACK", size=80)
    assert wire.counts("TCPOFOQueue", "TCPHPHits") == (1, 0)
    wire.pass_on("client", "ACK", size=80, sequence_number=CLIENT + 81, retransmission=True)
    wire.pass_on("client", "ACK", size=80)
    assert wire.counts("TCPOFOQueue", "TCPHPHits") == (1, 1)


def test_what_a_sack_has_told_of_is_delivered_once_and_a_d_sack_delivers_nothing() -> None:
    wire = established().send("client", "ACK", size=80).send("client", "ACK", size=80).arrive("server")
    told = ((CLIENT + 81, CLIENT + 161),)
    wire.pass_on("server", "ACK", acknowledgement_number=CLIENT + 1, sack_blocks=told)
    assert wire.counts("TCPDelivered", "TCPDSACKRecv") == (2, 0)
    wire.pass_on("server", "ACK", sack_blocks=((CLIENT + 1, CLIENT + 81),))
    assert wire.counts("TCPDelivered", "TCPDSACKRecv", "TCPDSACKIgnoredNoUndo") == (3, 1, 1)


def test_what_is_sent_again_counts_by_what_it_repairs() -> None:
    wire = established()
    for _ in range(4):
        wire.send("client", "ACK", size=80)
    again = {"sequence_number": CLIENT + 1, "retransmission": True, "size": 80}
    for _ in range(2):
        wire.then(limits.FastRetransmitted(connection=1, host="client", congestion_window=5))
        wire.send("client", "ACK", **again)
    assert wire.counts("TCPSackRecovery", "TCPFastRetrans", "TCPSlowStartRetrans") == (1, 2, 0)
    wire.then(kernel.RetransmissionTimedOut(connection=1, host="client", timeout_ns=1, retries=1))
    wire.send("client", "ACK", **again).send("client", "ACK", **again)
    assert wire.counts("TCPSackRecovery", "TCPFastRetrans", "TCPSlowStartRetrans") == (1, 2, 1)


def test_probes_of_the_past_are_no_pure_acks_and_answered_twice_a_second() -> None:
    wire = asked()
    before = wire.counts("TCPPureAcks")
    for _ in range(3):
        wire.pass_on("client", "ACK", sequence_number=CLIENT)
    assert (wire.counts("TCPPureAcks"), wire.counts("TCPACKSkippedSeq")) == (before, (2,))


def test_a_syn_ack_for_a_connection_that_stands_is_challenged() -> None:
    wire = established().send("server", "SYN", "ACK", sequence_number=ITS_PEER, retransmission=True)
    wire.arrive("client")
    assert wire.counts("TCPChallengeACK", "TCPSYNChallenge", "TCPPureAcks") == (1, 1, 1)
    assert wire.world().counters["TcpInErrs"] == 1


def test_a_timewait_socket_counts_no_acks() -> None:
    ghost = kernel.TcpStateChanged(
        connection=1, host="client", old="FIN_WAIT1", new="FIN_WAIT2", timewait=True
    )
    wire = asked().then(ghost)
    before = wire.counts("TCPPureAcks", "TCPHPAcks")
    assert wire.pass_on("server", "ACK").counts("TCPPureAcks", "TCPHPAcks") == before


def test_two_acks_that_the_backlog_merged_count_as_one() -> None:
    wire = asked().pass_on("client", "ACK", size=80).pass_on("client", "ACK", size=80)
    wire.pass_on("server", "ACK", acknowledgement_number=CLIENT + 161)
    one = wire.counts("TCPHPAcks", "TCPPureAcks")
    wire.pass_on("server", "ACK").then(limits.AckMerged(host="client", connection=1, packet=wire.packet))
    assert wire.counts("TCPHPAcks", "TCPPureAcks", "TCPBacklogCoalesce") == (*one, 1)


def test_ip_counts_octets_with_both_headers_and_options() -> None:
    counters = Wire().send("client", "SYN", mss=1460, timestamp_value=1).world().counters
    assert counters["IpExtOutOctets"] == 20 + 20 + 4 + 12 + 4
    assert counters["IpOutRequests"] == counters["IpOutTransmits"] == 1


@pytest.mark.parametrize(
    ("reason", "counter", "failed"),
    [("reset", "EmbryonicRsts", 1), ("overflow", "EmbryonicRsts", 0), ("no_ack", "TCPTimeouts", 0)],
)
def test_a_half_open_connection_that_is_reset_is_an_attempt_that_failed(
    reason: str, counter: str, failed: int
) -> None:
    wire = Wire().then(limits.HalfOpenDropped(connection=1, reason=reason, syn_queue_length=0))
    assert (wire.counts(counter), wire.world().counters["TcpAttemptFails"]) == ((1,), failed)


def test_a_connection_that_nobody_answers_is_an_attempt_that_failed() -> None:
    wire = Wire().then(kernel.TcpStateChanged(connection=1, host="client", old="CLOSED", new="SYN_SENT"))
    wire.then(limits.ConnectionAborted(connection=1, host="client", reason="timeout"))
    assert wire.world().counters["TcpAttemptFails"] == 1
    assert wire.counts("TCPAbortOnTimeout") == (1,)


@pytest.mark.parametrize(
    ("reason", "data", "close"),
    [("no_linger", 1, 0), ("data_after_close", 1, 0), ("unread_data", 0, 1), ("reset", 0, 0)],
)
def test_an_aborted_connection_counts_by_its_reason(reason: str, data: int, close: int) -> None:
    wire = asked().then(limits.ConnectionAborted(connection=1, host="client", reason=reason))
    assert wire.counts("TCPAbortOnData", "TCPAbortOnClose") == (data, close)
    assert wire.world().counters["TcpAttemptFails"] == 0


def test_numbers_go_around_the_end_of_32_bits() -> None:
    plain, around = (
        asked(start).pass_on("client", "ACK", size=80).pass_on("server", "ACK").world().counters
        for start in (CLIENT, 2**32 - 40)
    )
    assert around == plain


def test_what_is_remembered_survives_a_snapshot() -> None:
    world = asked().pass_on("client", "ACK", size=80).world()
    assert thaw(freeze(world)) == world
    end = world.connections[1].counted_server
    assert end is not None
    assert len(end.queue) == 1


def test_a_client_on_another_machine_is_not_followed() -> None:
    world = world_after(*asked().events)
    assert world.connections[1].counted_client is None
    assert world.counters["TcpExtTCPPureAcks"] == 1
