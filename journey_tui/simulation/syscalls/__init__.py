"""The system calls that a Go server makes, each on the thread that makes it, each told when it is entered and left."""

from journey_tui.simulation.syscalls.files import FileCalls
from journey_tui.simulation.syscalls.sockets import SocketCalls
from journey_tui.simulation.syscalls.waiting import WaitingCalls

__all__ = ["Syscalls"]


class Syscalls(SocketCalls, FileCalls, WaitingCalls):
    """All of them."""
