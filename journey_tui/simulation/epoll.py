"""epoll: a list of files to watch, a list of those that are ready, and threads that wait for the second.

Edge-triggered files leave the ready list when they are reported; level-triggered ones go back to its end while they are
ready (`ep_send_events`, fs/eventpoll.c, Linux 6.12).
"""

from collections import deque
from typing import Final

from journey_tui.simulation.files import AnonymousFile, File, Watcher
from journey_tui.simulation.recorder import Recorder
from journey_tui.simulation.thread import Thread
from journey_tui.trace.events.descriptors import (
    EpollEventQueued,
    EpollEventsDelivered,
    EpollInterestAdded,
    EpollInterestRemoved,
)

MAX_EVENTS: Final = 128  # runtime/netpoll_epoll.go asks for so many, Go 1.27
_ALWAYS: Final = frozenset({"EPOLLERR", "EPOLLHUP"})
"""Reported whether asked for or not."""


class Item(Watcher):
    """One watched file (struct epitem)."""

    def __init__(self, epoll: "Epoll", fd: int, file: File, events: tuple[str, ...]) -> None:
        self.epoll = epoll
        self.fd = fd
        self.file = file
        self.events = events
        self.wanted = frozenset(events) | _ALWAYS

    def notify(self, events: tuple[str, ...]) -> None:
        """The file says that it became ready for these."""
        if any(event in self.wanted for event in events):
            self.epoll.queue(self, tuple(event for event in events if event in self.wanted))

    def ready(self) -> tuple[str, ...]:
        """What of its readiness was asked for."""
        return tuple(event for event in self.file.poll() if event in self.wanted)


class Epoll(AnonymousFile):
    """One epoll instance."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__("epoll", "anon_inode:[eventpoll]")
        self._recorder = recorder
        self._items: dict[int, Item] = {}
        self._ready: deque[Item] = deque()
        self.waiters: list[Thread] = []

    def add(self, fd: int, file: File, events: tuple[str, ...]) -> None:
        """EPOLL_CTL_ADD; a file that is ready already goes to the list at once (`ep_insert`)."""
        item = self._items[fd] = Item(self, fd, file, events)
        file.watchers.append(item)
        self._recorder.emit(EpollInterestAdded(fd=fd, events=events, connection=_connection(file)))
        ready = item.ready()
        if ready:
            self.queue(item, ready)

    def remove(self, fd: int) -> None:
        """EPOLL_CTL_DEL."""
        item = self._items.pop(fd, None)
        if item is None:
            return
        item.file.watchers.remove(item)
        if item in self._ready:
            self._ready.remove(item)
        self._recorder.emit(EpollInterestRemoved(fd=fd, connection=_connection(item.file)))

    def watches(self, fd: int) -> bool:
        """Whether a file is watched."""
        return fd in self._items

    def queue(self, item: Item, events: tuple[str, ...]) -> None:
        """`ep_poll_callback`: onto the ready list, and wake one waiter."""
        if item not in self._ready:
            self._ready.append(item)
            self._recorder.emit(
                EpollEventQueued(
                    fd=item.fd,
                    events=events,
                    ready_length=len(self._ready),
                    connection=_connection(item.file),
                )
            )
        if self.waiters:
            self.waiters.pop(0).wake("epoll")

    def collect(self, thread: Thread) -> list[tuple[int, tuple[str, ...]]]:
        """`ep_send_events`: what is ready, at most 128."""
        found: list[tuple[int, tuple[str, ...]]] = []
        again: list[Item] = []
        while self._ready and len(found) < MAX_EVENTS:
            item = self._ready.popleft()
            events = item.ready()
            if events:
                found.append((item.fd, events))
                if "EPOLLET" not in item.events:
                    again.append(item)
        self._ready.extend(again)
        if found:
            self._recorder.emit(
                EpollEventsDelivered(
                    fds=tuple(fd for fd, _ in found),
                    ready_length=len(self._ready),
                    thread=thread.id,
                    cpu=thread.cpu,
                )
            )
        return found


def _connection(file: File) -> int | None:
    return file.record.id if file.record else None
