"""A listening socket: the SYN queue of half-open connections and the accept queue of whole ones."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.connection import TcpConnection
from journey_tui.simulation.tcp.endpoint import Endpoint
from journey_tui.simulation.tcp.round_trip import RTO_MAX_NS

COOKIE_VALID_NS: Final = 120_000_000_000
"""TCP_SYNCOOKIE_VALID, include/net/tcp.h, Linux 6.12: cookies are believed for so long after the queue was full."""
_SMALL_QUEUE: Final = 8
_FEWEST_RETRIES: Final = 2
"""Both from `reqsk_timer_handler`, net/ipv4/inet_connection_sock.c, Linux 6.12."""
SYN_ACK_TIMEOUT_NS: Final = 1_000_000_000  # TCP_TIMEOUT_INIT; doubles with each retry (`reqsk_timer_handler`)


class Readiness(Protocol):
    """The file of a socket: told when its readiness may have changed."""

    def became_ready(self, *events: str) -> None:
        """Say what it became ready for."""


@dataclass(frozen=True, slots=True)
class ListenSettings:
    """What sysctl says of listeners."""

    synack_retries: int = 5
    syncookies: bool = True
    abort_on_overflow: bool = False
    max_syn_backlog: int = 2048


@dataclass(slots=True)
class HalfOpen:
    """A request_sock: the SYN came, the final ACK has not."""

    record: ConnectionRecord
    tcp: TcpConnection
    """Made from the final ACK in Linux; here it keeps the numbers until then."""
    peer_sequence: int
    sent_ns: int
    """When the SYN-ACK went out."""
    cookie: bool = False
    """Linux keeps nothing of it and finds all this in the ACK's number; it takes no place in the SYN queue."""
    retries: int = 0
    done: bool = False
    cpu: int = 0
    finished: Callable[[], None] = lambda: None
    """Told when it is done."""

    @property
    def timeout_ns(self) -> int:
        """How long it waits for the ACK before it repeats the SYN-ACK (`reqsk_timeout`)."""
        return min(SYN_ACK_TIMEOUT_NS << self.retries, RTO_MAX_NS)

    def finish(self) -> None:
        """The handshake is over, one way or the other."""
        if not self.done:
            self.done = True
            self.finished()


class Listener:
    """A listening socket."""

    def __init__(self, backlog: int, settings: ListenSettings, file: Readiness) -> None:
        self.backlog = backlog
        self.settings = settings
        self.file = file
        self.syn_queue: dict[int, HalfOpen] = {}
        self.young = 0
        """Half-open connections whose SYN-ACK was not repeated yet."""
        self.cookies: dict[int, HalfOpen] = {}
        """Connections that a SYN cookie stands for."""
        self.accept_queue: deque[Endpoint] = deque()
        self.closed = False
        """It does not listen any more."""
        self.overflowed_ns: int | None = None
        """When the SYN queue was last found full: cookies are believed for a while after that."""

    @property
    def accept_queue_full(self) -> bool:
        """`sk_acceptq_is_full`: more than the backlog, so that backlog N holds N + 1 (include/net/sock.h)."""
        return len(self.accept_queue) > self.backlog

    @property
    def syn_queue_full(self) -> bool:
        """`inet_csk_reqsk_queue_is_full`, Linux 6.12: more than the backlog."""
        return len(self.syn_queue) > self.backlog

    @property
    def keeps_rest_for_proven_peers(self) -> bool:
        """Without cookies, the last quarter of tcp_max_syn_backlog is not for strangers (`tcp_conn_request`)."""
        most = self.settings.max_syn_backlog
        return not self.settings.syncookies and most - len(self.syn_queue) < most >> 2

    @property
    def most_retries(self) -> int:
        """How often a SYN-ACK is repeated: fewer times while old half-open connections fill half of the queue.

        Half of the room is kept for young ones, whose SYN-ACK was not repeated yet (`reqsk_timer_handler`).
        """
        most, length = self.settings.synack_retries, len(self.syn_queue)
        if 2 * length > max(_SMALL_QUEUE, self.backlog):
            young = 2 * self.young
            while most > _FEWEST_RETRIES and length >= young:
                most, young = most - 1, 2 * young
        return most

    def believes_cookies(self, now: int) -> bool:
        """Whether the SYN queue was full lately (`tcp_synq_no_recent_overflow`)."""
        return self.overflowed_ns is not None and now <= self.overflowed_ns + COOKIE_VALID_NS

    def begin_handshake(self, half_open: HalfOpen) -> None:
        """It joins the SYN queue."""
        self.syn_queue[half_open.record.id] = half_open
        self.young += 1

    def retried(self, half_open: HalfOpen) -> None:
        """Its SYN-ACK is repeated once more."""
        self.young -= half_open.retries == 0
        half_open.retries += 1

    def end_handshake(self, half_open: HalfOpen) -> None:
        """It leaves its queue."""
        if self.syn_queue.pop(half_open.record.id, None) is not None:
            self.young -= half_open.retries == 0
        self.cookies.pop(half_open.record.id, None)
        half_open.finish()
