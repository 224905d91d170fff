"""epoll and futex: the calls in which threads sleep."""

from collections.abc import Callable
from typing import Any

from journey_tui.simulation.cpu import Process
from journey_tui.simulation.epoll import Epoll
from journey_tui.simulation.syscalls.base import Calls
from journey_tui.simulation.thread import Thread

Ready = list[tuple[int, tuple[str, ...]]]


class WaitingCalls(Calls):
    """System calls that wait."""

    def __init__(self, *around: Any) -> None:
        super().__init__(*around)
        self._futexes: dict[int, Thread] = {}
        """Who sleeps at which word of memory; of the runtime's notes, one at most."""

    def epoll_create1(self, thread: Thread) -> Process:
        """A new epoll instance."""
        yield from self.enter(thread, "epoll_create1")
        fd = self.files.install(Epoll(self.recorder))
        self.leave(thread, "epoll_create1", fd)
        return fd

    def epoll_ctl(
        self, thread: Thread, epfd: int, operation: str, fd: int, events: tuple[str, ...]
    ) -> Process:
        """Watch a file, or no longer."""
        record = self.file(fd).record
        fields: dict[str, Any] = {"operation": operation, "target_fd": fd, "events": events}
        yield from self.enter(thread, "epoll_ctl", epfd, **fields)
        yield from thread.run(self.costs["epoll_ctl"])
        epoll = self.epoll(epfd)
        if operation == "EPOLL_CTL_ADD":
            epoll.add(fd, self.file(fd), events)
        else:
            epoll.remove(fd)
        assert record is None or record.fd == fd
        self.leave(thread, "epoll_ctl", 0, epfd, **fields)
        return 0

    def epoll_pwait(self, thread: Thread, epfd: int, timeout_ns: int | None) -> Process:
        """What is ready; sleeps until something is, unless the timeout is 0."""
        yield from self.enter(thread, "epoll_pwait", epfd, timeout_ns=timeout_ns)
        yield from thread.run(self.costs["epoll_wait"])
        epoll = self.epoll(epfd)
        ready: Ready = epoll.collect(thread)
        if not ready and timeout_ns != 0:
            ready = yield from self._wait(thread, epoll, timeout_ns)
        self.leave(thread, "epoll_pwait", len(ready), epfd, timeout_ns=timeout_ns, ready=tuple(ready))
        return ready

    def _wait(self, thread: Thread, epoll: Epoll, timeout_ns: int | None) -> Process:
        """`ep_poll`: who wakes up and finds that another thread has taken everything sleeps again."""
        deadline = None if timeout_ns is None else thread.env.now + timeout_ns
        while True:
            left = None if deadline is None else int(deadline - thread.env.now)
            if left is not None and left <= 0:
                return []
            epoll.waiters.append(thread)
            cause = yield from self._sleep(thread, "epoll_pwait", left)
            if thread in epoll.waiters:
                epoll.waiters.remove(thread)
            ready = epoll.collect(thread)
            if ready or cause == "timeout":
                return ready

    def futex_wait(
        self, thread: Thread, key: int, changed: Callable[[], bool], timeout_ns: int | None = None
    ) -> Process:
        """Sleep until woken, or until the timeout; EAGAIN when the word has `changed` by now (`futex_wait_setup`)."""
        fields: dict[str, Any] = {"operation": "FUTEX_WAIT_PRIVATE", "value": key, "timeout_ns": timeout_ns}
        yield from self.enter(thread, "futex", **fields)
        yield from thread.run(self.costs["futex_wait"])
        errno = "EAGAIN"
        if not changed():
            self._futexes[key] = thread
            cause = yield from self._sleep(thread, "futex", timeout_ns)
            self._futexes.pop(key, None)
            errno = "ETIMEDOUT" if cause == "timeout" else ""
        self.leave(thread, "futex", -1 if errno else 0, errno=errno, **fields)

    def futex_wake(self, thread: Thread, key: int) -> Process:
        """Wake the thread that sleeps there, if one does; answers how many did."""
        fields: dict[str, Any] = {"operation": "FUTEX_WAKE_PRIVATE", "value": key}
        yield from self.enter(thread, "futex", **fields)
        yield from thread.run(self.costs["futex_wake"])
        sleeper = self._futexes.pop(key, None)
        woken = int(sleeper is not None and sleeper.asleep)
        if sleeper is not None:
            sleeper.wake("futex")
        self.leave(thread, "futex", woken, **fields)
        return woken

    def tgkill(self, thread: Thread, target: Thread) -> Process:
        """Send SIGURG to another thread of the process: what it computes is broken off."""
        fields: dict[str, Any] = {"operation": "SIGURG", "value": target.id}
        yield from self.enter(thread, "tgkill", **fields)
        target.signal()
        self.leave(thread, "tgkill", 0, **fields)

    def _sleep(self, thread: Thread, where: str, timeout_ns: int | None) -> Process:
        timer = thread.env.timeout(timeout_ns) if timeout_ns is not None else None
        if timer is not None:
            ticket = thread.sleeps
            timer.callbacks.append(
                lambda _: thread.wake("timeout", "timeout") if thread.sleeps == ticket else None
            )
        return (yield from thread.block(where))
