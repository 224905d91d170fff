"""Which kind of socket a client of the scenario has: a plain one, a slow one, or half a handshake."""

from journey_tui.scenario.clients import Client
from journey_tui.simulation.client.seat import Seat
from journey_tui.simulation.client.slow_reader import SlowSocket
from journey_tui.simulation.client.socket import ClientSocket
from journey_tui.simulation.registry import ConnectionRecord
from journey_tui.simulation.tcp.connection import Received, TcpConnection
from journey_tui.simulation.tcp.segment import Segment
from journey_tui.simulation.tcp.stack import Stack


class SynOnly(TcpConnection):
    """A SYN from a raw socket, as in a SYN flood: sent once, and whatever comes back is thrown away."""

    def connect(self, now: int) -> None:
        """The SYN goes out and is never repeated."""
        super().connect(now)
        self.stop_syn_timer()

    def fail(self, error: str) -> None:
        """Its program may be gone; still nobody answers."""

    def receive(self, segment: Segment, now: int, echo_ns: int | None = None) -> Received:
        """Nobody listens; not even RST is sent."""
        return Received()


def socket_of(plan: Client, stack: Stack, seat: Seat, record: ConnectionRecord) -> ClientSocket:
    """A new socket for this client."""
    if plan.handshake == "syn_only":
        return ClientSocket(stack, seat, record, SynOnly)
    if plan.reads is not None:
        return SlowSocket(stack, seat, record, plan.reads)
    return ClientSocket(stack, seat, record)
