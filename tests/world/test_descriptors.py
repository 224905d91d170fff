"""File descriptors, epoll's two lists, and threads in system calls."""

import pytest

from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import (
    EpollEventQueued,
    EpollEventsDelivered,
    EpollInterestAdded,
    EpollInterestRemoved,
    FdClosed,
    FdInstalled,
    SyscallEntered,
    SyscallReturned,
)
from journey_tui.trace.events.kernel import HandshakeCompleted, ListenStarted, SocketBound, SocketCreated
from journey_tui.trace.events.runtime import (
    GoroutineCreated,
    GoroutineStarted,
    PollDescriptorReady,
    ThreadBlocked,
)
from tests.world.worlds import connecting, world_after

INSTALLED = FdInstalled(object_kind="connection", description="TCP 198.51.100.1:40001", fd=6, connection=1)
CLOSED = FdClosed(object_kind="connection", fd=6, connection=1)
WATCHED = EpollInterestAdded(events=("EPOLLIN", "EPOLLET"), fd=6)
READY = EpollEventQueued(events=("EPOLLIN",), ready_length=1, fd=6)


def test_a_connection_has_its_number_until_it_is_closed() -> None:
    world = world_after(connecting(), INSTALLED)
    assert (world.fds[6].object_kind, world.fds[6].connection) == ("connection", 1)
    assert world.connections[1].fd == 6
    world = world_after(connecting(), INSTALLED, CLOSED)
    assert (world.fds, world.connections[1].fd) == ({}, None)


def test_a_number_that_is_used_again_belongs_to_the_new_file() -> None:
    again = FdInstalled(object_kind="connection", description="TCP", fd=6, connection=2)
    world = world_after(connecting(1), connecting(2), INSTALLED, CLOSED, again)
    assert (world.connections[1].fd, world.connections[2].fd) == (None, 6)


def test_the_epoll_instance_knows_its_number() -> None:
    assert world_after(FdInstalled(object_kind="epoll", description="[eventpoll]", fd=7)).epoll.fd == 7


def test_a_probe_that_never_listened_leaves_no_listener() -> None:
    probe = (SocketCreated(protocol="TCP", fd=5), SocketBound(address="127.0.0.1:0", fd=5))
    assert world_after(*probe, FdClosed(object_kind="socket", fd=5)).listener.state == "none"


def test_a_closed_listener_loses_its_queues() -> None:
    listening = ListenStarted(address="0.0.0.0:3000", backlog=4096, fd=5)
    waiting = HandshakeCompleted(accept_queue_length=1, syn_queue_length=0, connection=1)
    listener = world_after(listening, waiting, FdClosed(object_kind="listener", fd=5)).listener
    assert (listener.state, listener.fd, listener.accept_queue) == ("closed", None, [])


def test_epoll_watches_a_file_until_it_is_removed() -> None:
    assert world_after(WATCHED).epoll.interest == {6: ("EPOLLIN", "EPOLLET")}
    assert world_after(WATCHED, EpollInterestRemoved(fd=6)).epoll.interest == {}


@pytest.mark.parametrize("gone", [EpollInterestRemoved(fd=6), CLOSED], ids=lambda event: event.kind)
def test_a_file_that_is_gone_is_not_ready(gone: Event) -> None:
    waiting = PollDescriptorReady(mode="r", remembered=True, fd=6)
    world = world_after(INSTALLED, WATCHED, READY, waiting, gone)
    assert (world.epoll.interest, world.epoll.ready, world.epoll.ready_events) == ({}, [], {})
    assert world.netpoll.descriptors == {}


def test_a_file_is_ready_once_with_all_that_made_it_so() -> None:
    hung_up = EpollEventQueued(events=("EPOLLIN", "EPOLLRDHUP"), ready_length=1, fd=6)
    epoll = world_after(WATCHED, READY, hung_up).epoll
    assert (epoll.ready, epoll.ready_events) == ([6], {6: ("EPOLLIN", "EPOLLRDHUP")})


def test_what_is_delivered_leaves_the_ready_list() -> None:
    other = EpollEventQueued(events=("EPOLLIN",), ready_length=2, fd=9)
    world = world_after(
        WATCHED,
        ThreadBlocked(where="epoll_pwait", thread=1000),
        READY,
        other,
        EpollEventsDelivered(fds=(6,), ready_length=1, thread=1000),
    )
    assert (world.epoll.ready, world.epoll.delivered) == ([9], [6])
    assert world.epoll.ready_events == {9: ("EPOLLIN",)}
    assert world.epoll.waiting_thread is None


def test_an_empty_ready_list_is_empty_whatever_was_delivered() -> None:
    epoll = world_after(READY, EpollEventsDelivered(fds=(), ready_length=0)).epoll
    assert (epoll.ready, epoll.ready_events) == ([], {})


@pytest.mark.parametrize(
    ("entered", "detail"),
    [
        (SyscallEntered(name="read", fd=6, size=4096, thread=1000), "4096 B"),
        (SyscallEntered(name="accept4", fd=5, thread=1000), ""),
        (SyscallEntered(name="bind", fd=5, address="0.0.0.0:3000", thread=1000), "0.0.0.0:3000"),
        (
            SyscallEntered(name="setsockopt", fd=6, operation="TCP_NODELAY", value=1, thread=1000),
            "TCP_NODELAY",
        ),
        (
            SyscallEntered(name="epoll_ctl", fd=7, operation="EPOLL_CTL_ADD", target_fd=6, thread=1000),
            "EPOLL_CTL_ADD 6",
        ),
    ],
)
def test_a_thread_is_in_its_system_call_until_it_returns(entered: SyscallEntered, detail: str) -> None:
    syscall = world_after(entered).threads[1000].syscall
    assert syscall is not None
    assert (syscall.name, syscall.fd, syscall.detail) == (entered.name, entered.fd, detail)
    returned = SyscallReturned(name=entered.name, result=0, thread=1000)
    assert world_after(entered, returned).threads[1000].syscall is None


def test_a_running_goroutine_is_in_the_system_call_too() -> None:
    events = (
        GoroutineCreated(function="main.main", creator=None, processor=0, goroutine=1),
        GoroutineStarted(processor=0, source="runnext", goroutine=1, thread=1000),
        SyscallEntered(name="accept4", fd=5, thread=1000, goroutine=1),
        SyscallReturned(name="accept4", result=-1, errno="EAGAIN", fd=5, thread=1000, goroutine=1),
    )
    assert [world_after(*events[:count]).goroutines[1].state for count in (2, 3, 4)] == [
        "running",
        "syscall",
        "running",
    ]


@pytest.mark.parametrize(("name", "mode"), [("read", "r"), ("accept4", "r"), ("write", "w")])
def test_trying_again_spends_a_remembered_edge(name: str, mode: str) -> None:
    remembered = PollDescriptorReady(mode=mode, remembered=True, fd=6)
    descriptor = world_after(remembered).netpoll.descriptors[6]
    assert (descriptor.read_ready, descriptor.write_ready) == (mode == "r", mode == "w")
    descriptor = world_after(remembered, SyscallEntered(name=name, fd=6, thread=1)).netpoll.descriptors[6]
    assert (descriptor.read_ready, descriptor.write_ready) == (False, False)
