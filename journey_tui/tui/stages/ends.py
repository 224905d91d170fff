"""The server's end of a connection in its first moments, when it is not yet a socket.

A SYN finds the listening socket; what the handshake leaves there is a small request_sock without queues. The socket
with its receive and send queues comes with the final ACK (`tcp_v4_syn_recv_sock`, net/ipv4/tcp_ipv4.c, Linux 6.12).
"""

from journey_tui.world.state import Connection, World


def has_socket(world: World, connection: Connection) -> bool:
    """Whether the server has, or had, a full socket for this connection."""
    if connection.server_state not in {"CLOSED", "SYN_RECV"} or connection.fd is not None:
        return True
    moved = connection.received_total or connection.receive_queued or connection.sent_total
    return bool(moved) or connection.closed_ns is not None or connection.id in world.listener.accept_queue


def server_state(world: World, connection: Connection) -> str:
    """Of the server's end: until it has taken the SYN only its listener stands there."""
    if connection.server_state == "CLOSED" and not has_socket(world, connection):
        return "LISTEN" if world.listener.state == "listening" else "CLOSED"
    return connection.server_state


def instead_of_socket(world: World, connection: Connection) -> str:
    """What the server has of a connection that has no socket there."""
    if connection.server_state == "SYN_RECV":
        return "half-open: a request_sock without queues"
    return "not begun: only the listener stands there"
