"""A listening socket: the SYN queue of half-open connections and the accept queue of whole ones."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.connection import TcpConnection
from journey_tui.simulation.tcp.endpoint import Endpoint

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
        """How long it waits for the ACK before it repeats the SYN-ACK."""
        return SYN_ACK_TIMEOUT_NS << self.retries

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
        self.cookies: dict[int, HalfOpen] = {}
        """Connections that a SYN cookie stands for."""
        self.accept_queue: deque[Endpoint] = deque()

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

    def half_open(self, connection: int) -> HalfOpen | None:
        """The handshake of a connection, if one is under way."""
        return self.syn_queue.get(connection) or self.cookies.get(connection)

    def end_handshake(self, half_open: HalfOpen) -> None:
        """It leaves its queue."""
        self.syn_queue.pop(half_open.record.id, None)
        self.cookies.pop(half_open.record.id, None)
        half_open.finish()
