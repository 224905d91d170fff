"""The netpoller: one epoll instance that idle threads ask, timers, and sysmon that watches."""

from collections.abc import Callable

from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.poll_fd import TIMED_OUT, Done, PollFD
from journey_tui.trace.events.runtime import (
    GoroutineParked,
    GoroutineReadied,
    GoroutineStarted,
    NetpollCalled,
    NetpollReturned,
    PollDescriptorArmed,
    PollDescriptorReady,
)
from tests.simulation.go.fake_machine import FakeFile
from tests.simulation.go.programs import Files, Program, computing

MILLISECOND = 1_000_000


def read(size: int = 4096) -> Callable[[PollFD, Goroutine], Code[Done]]:
    return lambda fd, goroutine: fd.read(goroutine, size)


def write(data: bytes) -> Callable[[PollFD, Goroutine], Code[Done]]:
    return lambda fd, goroutine: fd.write(goroutine, data)


# ── reading and writing ──


def test_the_epoll_instance_is_made_when_the_first_file_is_opened() -> None:
    files = Files()
    assert not files.program.scheduler.netpoller.initialized
    files.run()
    assert files.names("epoll_create1", "eventfd2", "epoll_ctl") == [
        ("epoll_create1", 4),
        ("eventfd2", 5),
        ("epoll_ctl", 0),
        ("epoll_ctl", 0),
    ]


def test_a_file_is_watched_once_for_all_changes_and_each_is_told_once() -> None:
    files = Files()
    files.connection.arrive(b"abc")
    files.run(read(1), read(1), read(1))
    added = [call.detail for call in files.syscalls.calls if call.name == "epoll_ctl" and call.fd == 3]
    assert added == [("EPOLL_CTL_ADD", ("EPOLLIN", "EPOLLOUT", "EPOLLRDHUP", "EPOLLET"))]


def test_read_is_tried_first_and_data_that_is_there_parks_nobody() -> None:
    files = Files()
    files.connection.arrive(b"hello")
    files.run(read())
    assert files.done == [Done(5, b"hello")]
    assert files.names("read") == [("read", 5)]
    assert files.program.events(GoroutineParked) == []


def test_eagain_parks_the_goroutine_and_epoll_makes_it_try_again() -> None:
    files = Files().run(read())
    assert files.names("read") == [("read", "EAGAIN")]
    parked = files.program.events(GoroutineParked)
    assert [(event.reason, event.fd) for event in parked] == [("IO wait", 3)]
    assert [event.mode for event in files.program.events(PollDescriptorArmed)] == ["r"]
    files.connection.arrive(b"hello")
    files.program.kernel.settle()
    assert files.done == [Done(5, b"hello")]
    assert files.names("read") == [("read", "EAGAIN"), ("read", 5)]
    assert files.program.events(NetpollReturned)[-1].goroutines == (1,)
    assert [event.source for event in files.program.events(GoroutineStarted)] == ["runnext", "netpoll"]
    assert [event.queue for event in files.program.events(GoroutineReadied)] == ["direct"]


def test_io_wait_holds_no_thread_but_one_waits_in_epoll_for_all() -> None:
    files = Files().run(read())
    assert [thread.goroutine for thread in files.program.kernel.threads] == [None]
    assert files.program.kernel.blocked("epoll_pwait") == ["M0"]


def test_the_end_of_the_input_is_a_read_of_nothing() -> None:
    files = Files()
    files.connection.finish()
    assert files.run(read()).done == [Done(0)]


def test_an_error_is_handed_on() -> None:
    files = Files()
    files.connection.reset = True
    assert files.run(read()).done == [Done(error="ECONNRESET")]


def test_an_edge_that_nobody_waits_for_is_remembered() -> None:
    files = Files(gomaxprocs=1)

    def main(goroutine: Goroutine) -> Code[None]:
        fd = yield from files.open(goroutine)
        assert (yield from files.syscalls.read(goroutine.thread, 3, 10)).errno == "EAGAIN"  # type: ignore[arg-type]
        files.connection.arrive(b"x")
        yield from files.program.scheduler.netpoller.poll(goroutine.thread, 0)
        assert (yield from fd.descriptor.wait(goroutine, "r"))

    files.program.run(main)
    told = [(event.mode, event.remembered) for event in files.program.events(PollDescriptorReady)]
    assert told == [("r", True), ("w", True)]
    assert files.program.events(GoroutineParked) == []


def test_news_that_was_remembered_is_not_told_again() -> None:
    files = Files(gomaxprocs=1)

    def main(goroutine: Goroutine) -> Code[None]:
        yield from files.open(goroutine)
        for _ in range(2):
            files.connection.arrive(b"x")
            yield from files.program.scheduler.netpoller.poll(goroutine.thread, 0)

    files.program.run(main)
    assert len(files.program.events(PollDescriptorReady)) == 2


def test_a_write_that_finds_no_room_parks_until_there_is_some_and_writes_the_rest() -> None:
    files = Files()
    files.connection.room = 4
    files.run(write(b"0123456789"))
    assert [event.mode for event in files.program.events(PollDescriptorArmed)] == ["w"]
    files.connection.make_room(100)
    files.program.kernel.settle()
    assert files.connection.written == b"0123456789"
    assert files.names("write") == [("write", 4), ("write", "EAGAIN"), ("write", 6)]
    assert files.done == [Done(10)]


def test_a_write_to_a_client_that_is_gone_fails() -> None:
    files = Files()
    files.connection.broken = True
    assert files.run(write(b"x")).done == [Done(0, error="EPIPE")]


def test_a_deadline_in_the_past_wakes_who_reads() -> None:
    files = Files()

    def main(goroutine: Goroutine) -> Code[None]:
        fd = yield from files.open(goroutine)
        yield from files.program.scheduler.go(goroutine, "late", late(fd))
        files.done.append((yield from fd.read(goroutine, 1)))

    def late(fd: PollFD) -> Callable[[Goroutine], Code[None]]:
        def body(goroutine: Goroutine) -> Code[None]:
            yield from fd.expire(goroutine)

        return body

    files.program.run(main)
    assert files.done == [Done(error=TIMED_OUT)]


def test_who_comes_after_the_deadline_makes_no_system_call() -> None:
    files = Files()

    def expired(fd: PollFD, goroutine: Goroutine) -> Code[Done]:
        yield from fd.expire(goroutine)
        done = yield from fd.read(goroutine, 1)
        fd.clear_deadline(goroutine)
        return done

    files.connection.arrive(b"x")
    files.run(expired, read())
    assert files.done == [Done(error=TIMED_OUT), Done(1, b"x")]
    assert files.names("read") == [("read", 1)]


def test_events_of_a_file_that_was_closed_meanwhile_are_dropped() -> None:
    files = Files()

    def main(goroutine: Goroutine) -> Code[None]:
        fd = yield from files.open(goroutine)
        descriptor = fd.descriptor
        yield from fd.close(goroutine)
        assert descriptor.deliver(("EPOLLIN",), goroutine.thread) == []

    files.program.run(main)
    assert files.program.events(PollDescriptorReady) == []


# ── who asks ──


def waiting_for(files: Files, count: int) -> list[FakeFile]:
    """So many goroutines, each waiting for a file of its own."""
    connections = [FakeFile("connection", room=0) for _ in range(count)]

    def reader(fd: PollFD) -> Callable[[Goroutine], Code[None]]:
        def body(goroutine: Goroutine) -> Code[None]:
            files.done.append((yield from fd.read(goroutine, 10)))
            yield from goroutine.thread.run(MILLISECOND)

        return body

    def main(goroutine: Goroutine) -> Code[None]:
        for connection in connections:
            fd = yield from files.open(goroutine, connection)
            yield from files.program.scheduler.go(goroutine, "reader", reader(fd))

    files.program.run(main)
    return connections


def test_only_one_thread_waits_in_epoll_and_the_others_sleep() -> None:
    files = Files(gomaxprocs=4, syscall=1_000, goroutine_switch=400)
    connections = waiting_for(files, 12)
    assert len(files.program.kernel.blocked("epoll_pwait")) == 1
    assert len(files.program.kernel.blocked("futex")) == len(files.program.kernel.threads) - 1
    for connection in connections:
        connection.arrive(b"x")
    files.program.kernel.settle()
    assert len(files.done) == 12
    assert files.syscalls.most_waits == 1


def test_what_became_ready_last_runs_first_and_the_others_are_queued_for_other_threads() -> None:
    files = Files(gomaxprocs=4)
    connections = waiting_for(files, 3)
    before = len(files.program.events(GoroutineReadied))
    for connection in connections:
        connection.arrive(b"x")
    files.program.kernel.settle()
    returned = max((event.goroutines for event in files.program.events(NetpollReturned)), key=len)
    readied = files.program.events(GoroutineReadied)[before:]
    assert len(returned) == 3
    assert list(returned) == sorted(returned, reverse=True)
    assert [(event.goroutine, event.queue) for event in readied[:3]] == [
        (returned[0], "direct"),
        (returned[1], "global"),
        (returned[2], "global"),
    ]


def test_when_more_is_ready_than_ps_are_idle_the_rest_waits_locally() -> None:
    files = Files(gomaxprocs=2)
    connections = waiting_for(files, 5)
    before = len(files.program.events(GoroutineReadied))
    for connection in connections:
        connection.arrive(b"x")
    files.program.kernel.settle()
    queues = [event.queue for event in files.program.events(GoroutineReadied)[before : before + 5]]
    assert queues == ["direct", "global", "local", "local", "local"]
    assert len(files.done) == 5


def test_nobody_asks_the_network_when_no_goroutine_waits_for_it() -> None:
    program = Program()

    def main(goroutine: Goroutine) -> Code[None]:
        yield from program.scheduler.go(goroutine, "f", computing(MILLISECOND))
        yield from goroutine.thread.run(MILLISECOND)

    program.run(main)
    assert program.events(NetpollCalled) == []
