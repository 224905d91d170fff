"""One event changes the world: the table of handlers, and what every event changes.

Each handler is a small function that knows one kind. None of them raises, whatever the trace says, and none looks
at anything but the world and the event: the same events give the same world, wherever they come from.
"""

from collections.abc import Callable
from typing import Any, Final

from journey_tui.stages import STAGE_BY_ID
from journey_tui.trace import EVENT_KINDS, Event
from journey_tui.world import descriptors, hardware, http, kernel, limits, netpoll, outside, runtime
from journey_tui.world.state import World

Handler = Callable[[World, Any], None]
"""Changes the world by one event of the kind that it is registered for."""

HANDLERS: Final[dict[str, Handler]] = {
    "ClientConnecting": outside.client_connecting,
    "ClientConnected": outside.client_connected,
    "ConnectFailed": outside.connect_failed,
    "RequestSent": outside.request_sent,
    "ResponseDataReceived": outside.response_data_received,
    "RequestFinished": outside.request_finished,
    "ClientClosed": outside.client_closed,
    "SegmentSent": outside.segment_sent,
    "SegmentReceived": outside.segment_received,
    "PacketQueuedAtHop": outside.packet_queued_at_hop,
    "PacketForwarded": outside.packet_forwarded,
    "PacketDropped": outside.packet_dropped,
    "FrameArrived": hardware.frame_arrived,
    "DmaWritten": hardware.dma_written,
    "DescriptorFilled": hardware.descriptor_filled,
    "DescriptorCleaned": hardware.descriptor_cleaned,
    "DescriptorsPosted": hardware.descriptors_posted,
    "InterruptDelayed": hardware.interrupt_delayed,
    "InterruptRaised": hardware.interrupt_raised,
    "CpuInterrupted": hardware.cpu_interrupted,
    "NapiScheduled": hardware.napi_scheduled,
    "InterruptEnabled": hardware.interrupt_enabled,
    "CpuResumed": hardware.cpu_resumed,
    "TxDescriptorFilled": hardware.tx_descriptor_filled,
    "DoorbellRung": hardware.doorbell_rung,
    "TxDmaRead": hardware.tx_dma_read,
    "FrameTransmitted": hardware.frame_transmitted,
    "TxCompleted": hardware.tx_completed,
    "SoftirqStarted": kernel.softirq_started,
    "NapiPolled": kernel.napi_polled,
    "SkbBuilt": kernel.skb_built,
    "SegmentMerged": kernel.segment_merged,
    "BacklogQueued": kernel.backlog_queued,
    "NapiCompleted": kernel.napi_completed,
    "TimeSqueezed": kernel.time_squeezed,
    "SoftirqFinished": kernel.softirq_finished,
    "IpReceived": kernel.ip_received,
    "TcpStateChanged": kernel.tcp_state_changed,
    "TimeWaitStarted": kernel.time_wait_started,
    "AckDelayed": kernel.ack_delayed,
    "SegmentOutOfOrder": kernel.segment_out_of_order,
    "SocketCreated": kernel.socket_created,
    "SocketBound": kernel.socket_bound,
    "ListenStarted": kernel.listen_started,
    "SynReceived": kernel.syn_received,
    "HandshakeCompleted": kernel.handshake_completed,
    "AcceptQueueOverflowed": kernel.accept_queue_overflowed,
    "ConnectionAccepted": kernel.connection_accepted,
    "DataQueued": kernel.data_queued,
    "FinQueued": kernel.fin_queued,
    "DataRead": kernel.data_read,
    "DataWritten": kernel.data_written,
    "SendBufferFull": kernel.send_buffer_full,
    "DataAcknowledged": kernel.data_acknowledged,
    "RetransmissionTimedOut": kernel.retransmission_timed_out,
    "SynDropped": limits.syn_dropped,
    "SynCookieSent": limits.syn_cookie_sent,
    "SynCookieChecked": limits.syn_cookie_checked,
    "HalfOpenDropped": limits.half_open_dropped,
    "WindowClosed": limits.window_closed,
    "WindowKept": limits.window_kept,
    "WindowOpened": limits.window_opened,
    "WindowProbed": limits.window_probed,
    "LossProbeSent": limits.loss_probe_sent,
    "FastRetransmitted": limits.fast_retransmitted,
    "DelayedAckSent": limits.delayed_ack_sent,
    "ConnectionAborted": limits.connection_aborted,
    "AckMerged": limits.ack_merged,
    "FaultStruck": limits.fault_struck,
    "FdInstalled": descriptors.fd_installed,
    "FdClosed": descriptors.fd_closed,
    "EpollInterestAdded": descriptors.epoll_interest_added,
    "EpollInterestRemoved": descriptors.epoll_interest_removed,
    "EpollEventQueued": descriptors.epoll_event_queued,
    "EpollEventsDelivered": descriptors.epoll_events_delivered,
    "SyscallEntered": descriptors.syscall_entered,
    "SyscallReturned": descriptors.syscall_returned,
    "ProcessStarted": runtime.process_started,
    "ThreadCreated": runtime.thread_created,
    "ThreadBlocked": runtime.thread_blocked,
    "ThreadWoken": runtime.thread_woken,
    "ThreadScheduled": runtime.thread_scheduled,
    "ProcessorAcquired": runtime.processor_acquired,
    "ProcessorReleased": runtime.processor_released,
    "GoroutineCreated": runtime.goroutine_created,
    "GoroutineReadied": runtime.goroutine_readied,
    "GoroutineStolen": runtime.goroutine_stolen,
    "GoroutineStarted": runtime.goroutine_started,
    "GoroutineParked": runtime.goroutine_parked,
    "GoroutinePreempted": runtime.goroutine_preempted,
    "GoroutineEnded": runtime.goroutine_ended,
    "TimerStarted": netpoll.timer_started,
    "TimerFired": netpoll.timer_fired,
    "DeadlineSet": netpoll.deadline_set,
    "DeadlinePassed": netpoll.deadline_passed,
    "NetpollCalled": netpoll.netpoll_called,
    "NetpollReturned": netpoll.netpoll_returned,
    "PollDescriptorArmed": netpoll.poll_descriptor_armed,
    "PollDescriptorReady": netpoll.poll_descriptor_ready,
    "ServerListening": http.server_listening,
    "ConnStateChanged": http.conn_state_changed,
    "RequestLineParsed": http.request_line_parsed,
    "HeaderParsed": http.header_parsed,
    "RequestParsed": http.request_parsed,
    "RequestRejected": http.request_rejected,
    "BackgroundReadStarted": http.background_read_started,
    "BackgroundReadStopped": http.background_read_stopped,
    "RequestContextCancelled": http.request_context_cancelled,
    "ServerLogged": http.server_logged,
    "ConnectionLingering": http.connection_lingering,
    "ResponseBuffered": http.response_buffered,
    "ResponseHeaderWritten": http.response_header_written,
    "ResponseFinished": http.response_finished,
    "RoutePatternTried": http.route_pattern_tried,
    "RouteMatched": http.route_matched,
    "RouteNotMatched": http.route_not_matched,
    "HandlerStarted": http.handler_started,
    "HandlerComputed": http.handler_computed,
    "HandlerWaiting": http.handler_waiting,
    "HandlerResumed": http.handler_resumed,
    "HandlerWrote": http.handler_wrote,
    "HandlerReturned": http.handler_returned,
}
"""The handler of each kind, by the kind's name in traces."""

_OF_KIND: Final[dict[type[Event], tuple[Handler, str]]] = {
    EVENT_KINDS[kind]: (HANDLERS[kind], EVENT_KINDS[kind].at_stage) for kind in HANDLERS
}
"""Handler and stage of each kind; a kind that happens at several stages says its own with each event."""


def apply(world: World, event: Event) -> None:
    """Change the world to what it is after the event; never raises on an event that a trace can hold."""
    handle, stage = _OF_KIND[type(event)]
    world.position += 1
    world.time_ns = event.time_ns
    world.request = request_id = event.request
    world.connection = event.connection
    world.packet = packet_id = event.packet
    handle(world, event)
    stage = stage or event.stage
    if stage not in STAGE_BY_ID:  # a lost packet's place is only the trace's word
        return
    world.stage = stage
    visits = world.stage_visits
    visits[stage] = visits.get(stage, 0) + 1
    if request_id is not None:
        request = world.requests.get(request_id)
        if request is not None and request.stage != stage:
            request.stage = stage
            request.stage_since_ns = event.time_ns
    if packet_id is not None:
        packet = world.packets.get(packet_id)
        if packet is not None:
            packet.stage = stage
