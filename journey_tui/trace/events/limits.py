"""What TCP does at its limits: full queues, cookies, closed windows, lost segments, broken connections."""

from typing import ClassVar

from journey_tui.trace.events.base import Event, Host


class SynDropped(Event, frozen=True):
    """The listener ignores a SYN before it looks at the accept queue (`tcp_conn_request`, net/ipv4/tcp_input.c)."""

    at_stage: ClassVar[str] = "socket"
    reason: str
    """syn_queue_full: without SYN cookies | reserved: the last quarter of tcp_max_syn_backlog is for proven peers."""
    syn_queue_length: int


class SynCookieSent(Event, frozen=True):
    """The SYN queue is full: the SYN-ACK's number says all that the kernel will not keep (`cookie_v4_init_sequence`)."""

    at_stage: ClassVar[str] = "socket"
    syn_queue_length: int


class SynCookieChecked(Event, frozen=True):
    """An ACK without a request_sock: its number is taken for a cookie and checked (`cookie_v4_check`)."""

    at_stage: ClassVar[str] = "socket"
    valid: bool


class HalfOpenDropped(Event, frozen=True):
    """A half-open connection leaves the SYN queue without becoming a whole one (`inet_csk_reqsk_queue_drop`)."""

    at_stage: ClassVar[str] = "socket"
    reason: str
    """no_ack | overflow (tcp_abort_on_overflow) | reset | listener_closed."""
    syn_queue_length: int


class _OfEitherHost(Event, frozen=True):
    """Base: the host says the stage."""

    host: Host

    @property
    def stage(self) -> str:
        """The host that it happens on."""
        return "client" if self.host == "client" else "kernel"


class WindowClosed(_OfEitherHost, frozen=True):
    """A receiver tells its peer for the first time that it takes no more: window 0 (`tcp_select_window`)."""

    queued_bytes: int


class WindowKept(_OfEitherHost, frozen=True):
    """A receiver without room must keep the window that it has promised: it never shrinks (`tcp_select_window`)."""

    window_bytes: int


class WindowOpened(_OfEitherHost, frozen=True):
    """The program has read: a window update ends the zero window (`tcp_select_window`, `tcp_cleanup_rbuf`)."""

    window_bytes: int


class WindowProbed(_OfEitherHost, frozen=True):
    """The persist timer: the sender asks a peer whose window is too small whether it has opened (`tcp_send_probe0`)."""

    probes: int
    """How many there have been in a row."""
    timeout_ns: int


class LossProbeSent(_OfEitherHost, frozen=True):
    """No ACK for two round trips: the last segment goes out again before the RTO (`tcp_send_loss_probe`)."""

    timeout_ns: int


class FastRetransmitted(_OfEitherHost, frozen=True):
    """Segments sent later have arrived: one counts as lost and goes out again (`tcp_rack_mark_lost`, `tcp_xmit_retransmit_queue`)."""

    congestion_window: int
    """In segments."""


class DelayedAckSent(_OfEitherHost, frozen=True):
    """The delayed-ACK timer: no data came along that the ACK could ride on (`tcp_delack_timer_handler`)."""


class AckMerged(_OfEitherHost, frozen=True):
    """A system call had the socket: an ACK that waited is merged with the next segment, its window lost (`tcp_add_backlog`)."""


class ConnectionAborted(_OfEitherHost, frozen=True):
    """A connection ends with RST, or without a word, instead of FIN."""

    reason: str
    """unread_data or no_linger (`__tcp_close`) | data_after_close (`tcp_rcv_state_process`) | timeout (`tcp_write_err`) |
    reset: somebody left without a counter."""
