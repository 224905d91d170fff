"""One end of a connection in its host's table, with the lock that keeps programs and softirqs apart.

A program that is in a system call owns the socket; segments that arrive meanwhile wait in its backlog and are handled
when the call lets go (`lock_sock`, `sk_add_backlog`, `release_sock`; Linux 6.12). That is why, on loopback, the ACK for
a request is handled only after the softirq that brought it.
"""

from collections import deque
from typing import Protocol

from journey_tui.simulation.packet import Packet
from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.connection import Received, TcpConnection
from journey_tui.trace.wire import tcp_options


class Owner(Protocol):
    """Whoever is told when something has happened to a connection."""

    def changed(self, received: Received) -> None:
        """A segment or a timer changed it."""


class Endpoint:
    """A socket."""

    def __init__(self, record: ConnectionRecord, tcp: TcpConnection, owner: Owner | None = None) -> None:
        self.record = record
        self.tcp = tcp
        self.owner = owner
        self.cpu = 0
        """The core that last handled it: its timers run there."""
        self.owned = False
        """A system call has it."""
        self.in_softirq = False
        """A softirq has it."""
        self.backlog: deque[Packet] = deque()
        """Segments that came while a system call had it."""
        self.timers_put_off = False
        """A timer was due while a system call had it."""
        self.armed_ns: int | None = None
        """When the clock will look at its timers next."""
        self.due_ns: int | None = None
        """When its next timer was due at the last look."""
        self.fires_ns = 0
        """When the timer wheel of its machine fires that one."""
        self.tick_phase_ns = 0
        """When the clock of its machine ticks."""
        self.counted = False
        """Whether a timer is pending that will cause something."""

    def put_off(self, packet: Packet) -> bool:
        """It waits in the backlog; answers whether an ACK that waited there is merged with it (`tcp_add_backlog`).

        Both must carry the same options, so the same timestamps. The program's kernel never sees the window of the
        first: that is why a window which opened for a moment does not make longer segments (11b in the recordings).
        """
        last = self.backlog[-1] if self.backlog else None
        if last is None or not _merges(last, packet):
            self.backlog.append(packet)
            return False
        self.backlog[-1] = packet
        return True

    @property
    def locked(self) -> bool:
        """Whether anybody has it."""
        return self.owned or self.in_softirq


def _merges(last: Packet, packet: Packet) -> bool:
    """Whether a bare ACK tells nothing that this later segment does not."""
    before, after = last.segment, packet.segment
    return (
        before.flags == ("ACK",)
        and not before.length
        and before.sequence == after.sequence
        and before.acknowledgement <= after.acknowledgement
        and after.has("ACK")
        and not (after.has("SYN") or after.has("RST"))
        and _options(last) == _options(packet)
    )


def _options(packet: Packet) -> bytes:
    return tcp_options(packet.sent)
