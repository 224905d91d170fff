"""What an open file is called in a drawing: who is at its other end, rather than what kind of inode it has."""

from journey_tui.tui.stages.parts import connection_name
from journey_tui.world.state import FdEntry, World

_EPOLL, _WAKE_UP = "epoll instance", "eventfd: wakes epoll_pwait"


def file_name(world: World, number: int | None, *, short: bool = False) -> str:
    """`listener 0.0.0.0:3000`, `alice 198.18.0.1:40000`, or the file's path; short, only the port of an address."""
    entry = world.fds.get(number) if number is not None else None
    if entry is None:
        return "-"
    if entry.fd == world.listener.fd and world.listener.state == "bound":
        return f"{entry.description}, bound to {_address(world.listener.address, short)}"
    if is_listener(world, entry):
        return f"listener {_address(world.listener.address, short)}".rstrip()
    if entry.connection is not None and entry.connection in world.connections:
        connection = world.connections[entry.connection]
        return f"{connection_name(connection)} {_address(connection.local, short)}".rstrip()
    if entry.object_kind == "epoll":
        return _EPOLL
    if entry.object_kind == "eventfd":
        return _WAKE_UP
    return entry.description or entry.object_kind


def _address(address: str, short: bool) -> str:
    """The port alone where room is short."""
    return f":{address.rpartition(':')[2]}" if short and address else address


def is_listener(world: World, entry: FdEntry) -> bool:
    """Whether it is the listening socket's descriptor; one that is only bound does not listen."""
    return entry.fd == world.listener.fd and world.listener.state == "listening"


def kind_name(world: World, entry: FdEntry) -> str:
    """The kind of thing it is: listener, connection, epoll, eventfd, file, socket."""
    return "listener" if is_listener(world, entry) else entry.object_kind
