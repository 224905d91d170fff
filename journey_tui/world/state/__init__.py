"""The types of the world's state, by the part of the machine that they describe."""

from journey_tui.world.state.counted import CountedEnd
from journey_tui.world.state.crowd import Crowd
from journey_tui.world.state.kernel import Connection, Epoll, FdEntry, Listener, Syscall
from journey_tui.world.state.machine import Cpu, InterruptLine, RxRing, Softirq, TxRing
from journey_tui.world.state.outside import Client, Hop, Packet, Request, Tried
from journey_tui.world.state.runtime import Goroutine, Netpoll, PollDescriptor, Processor, Thread
from journey_tui.world.state.world import World, freeze, thaw

__all__ = [
    "Client",
    "Connection",
    "CountedEnd",
    "Cpu",
    "Crowd",
    "Epoll",
    "FdEntry",
    "Goroutine",
    "Hop",
    "InterruptLine",
    "Listener",
    "Netpoll",
    "Packet",
    "PollDescriptor",
    "Processor",
    "Request",
    "RxRing",
    "Softirq",
    "Syscall",
    "Thread",
    "Tried",
    "TxRing",
    "World",
    "freeze",
    "thaw",
]
