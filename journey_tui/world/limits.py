"""How the world changes at TCP's limits: mostly counters, under the names that nstat prints (net/ipv4/proc.c)."""

from typing import Final

from journey_tui.trace.events import limits, outside
from journey_tui.world import counters
from journey_tui.world.lookup import connection_of, count, counts_for, take_out
from journey_tui.world.state import World

_ABORTED: Final = {
    "unread_data": "TcpExtTCPAbortOnClose",
    "data_after_close": "TcpExtTCPAbortOnData",
    "no_linger": "TcpExtTCPAbortOnData",
    "timeout": "TcpExtTCPAbortOnTimeout",
}


def syn_dropped(world: World, event: limits.SynDropped) -> None:
    """`tcp_listendrop`; a full SYN queue has a counter of its own."""
    if event.reason == "syn_queue_full":
        count(world, "TcpExtTCPReqQFullDrop")
    count(world, "TcpExtListenDrops")


def syn_cookie_sent(world: World, event: limits.SynCookieSent) -> None:
    """Nothing is kept of it."""
    count(world, "TcpExtTCPReqQFullDoCookies")
    count(world, "TcpExtSyncookiesSent")


def syn_cookie_checked(world: World, event: limits.SynCookieChecked) -> None:
    """The cookie is right, or it is not."""
    count(world, "TcpExtSyncookiesRecv" if event.valid else "TcpExtSyncookiesFailed")


def half_open_dropped(world: World, event: limits.HalfOpenDropped) -> None:
    """It leaves the SYN queue."""
    take_out(world.listener.syn_queue, event.connection)
    if event.reason in {"overflow", "reset"}:
        count(world, "TcpExtEmbryonicRsts")  # tcp_check_req, as is the next
        if event.reason == "reset":
            count(world, "TcpAttemptFails")
    elif event.reason == "no_ack":
        count(world, "TcpExtTCPTimeouts")  # tcp_syn_ack_timeout counts the last one too


def window_closed(world: World, event: limits.WindowClosed) -> None:
    """The peer may send nothing."""
    if counts_for(world, event.host):
        count(world, "TcpExtTCPToZeroWindowAdv")


def window_kept(world: World, event: limits.WindowKept) -> None:
    """It would rather be 0."""
    if counts_for(world, event.host):
        count(world, "TcpExtTCPWantZeroWindowAdv")


def window_opened(world: World, event: limits.WindowOpened) -> None:
    """The peer may go on."""
    if counts_for(world, event.host):
        count(world, "TcpExtTCPFromZeroWindowAdv")


def window_probed(world: World, event: limits.WindowProbed) -> None:
    """The probe itself is a segment like any other."""
    if counts_for(world, event.host):
        count(world, "TcpExtTCPWinProbe")


def loss_probe_sent(world: World, event: limits.LossProbeSent) -> None:
    """The segment that is sent again counts itself."""
    if counts_for(world, event.host):
        count(world, "TcpExtTCPLossProbes")


def fast_retransmitted(world: World, event: limits.FastRetransmitted) -> None:
    """The segment that is sent again counts itself."""
    counters.fast_retransmitted(world, event, event.host)


def delayed_ack_sent(world: World, event: limits.DelayedAckSent) -> None:
    """The ACK itself is a segment like any other."""
    if counts_for(world, event.host):
        count(world, "TcpExtDelayedACKs")


def ack_merged(world: World, event: limits.AckMerged) -> None:
    """Two segments become one before TCP looks at them."""
    counters.ack_merged(world, event)


def connection_aborted(world: World, event: limits.ConnectionAborted) -> None:
    """Some reasons have a counter of their own."""
    if not counts_for(world, event.host):
        return
    if counter := _ABORTED.get(event.reason):
        count(world, counter)
    connection = connection_of(world, event)
    if event.host == "client" and connection is not None and connection.client_state == "SYN_SENT":
        count(world, "TcpAttemptFails")  # tcp_done, behind tcp_write_err


def fault_struck(world: World, event: outside.FaultStruck) -> None:
    """What it does is told by the events that follow; a listener that is shut down keeps its descriptor."""
    if event.fault == "close_listener" and world.listener.state == "listening":
        world.listener.state = "closed"
        world.listener.syn_queue.clear()
        world.listener.accept_queue.clear()
