"""A P: the right to run Go code, with a queue of goroutines that are ready (runtime/runtime2.go, Go 1.27).

There are GOMAXPROCS of them, however many threads there are. Only the thread that holds a P takes from the front of
its queue; others steal half of it.
"""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from journey_tui.simulation.go.goroutine import Goroutine

if TYPE_CHECKING:
    from journey_tui.simulation.go.machine import Machine

RUN_QUEUE_LENGTH: Final = 256  # len(p.runq), runtime/runtime2.go


class Processor:
    """One P."""

    def __init__(self, number: int) -> None:
        self.id = number
        self.machine: Machine | None = None
        self.run_next: Goroutine | None = None
        """Runs before the queue: what the running goroutine has just made ready (`runnext`)."""
        self.run_queue: deque[Goroutine] = deque()
        self.idle = False
        """Nobody holds it, and it is on the list of idle ones; between the two a thread is on its way to it."""
        self.schedule_tick = 0
        """Time slices begun here (`schedtick`): runnext shares the slice of whoever made it ready."""
        self.syscall_tick = 0
        """System calls that have ended here (`syscalltick`)."""
        self.goroutine_ids: Iterator[int] = iter(())
        """What is left of its batch of numbers for new goroutines (`goidcache`)."""

    def __len__(self) -> int:
        """Goroutines that wait here, runnext included."""
        return len(self.run_queue) + (self.run_next is not None)

    def put(self, goroutine: Goroutine, *, as_next: bool) -> list[Goroutine]:
        """Queue a goroutine, as runnext or at the tail; answers those that a full queue sheds (`runqput`).

        As runnext it moves the one that was there to the tail. A full queue sheds its older half and the one that did
        not fit, for the global queue (`runqputslow`).
        """
        if as_next:
            self.run_next, kicked = goroutine, self.run_next
            if kicked is None:
                return []
            goroutine = kicked
        if len(self.run_queue) < RUN_QUEUE_LENGTH:
            self.run_queue.append(goroutine)
            return []
        half = [self.run_queue.popleft() for _ in range(RUN_QUEUE_LENGTH // 2)]
        return [*half, goroutine]

    def get(self) -> tuple[Goroutine, str] | None:
        """The next goroutine and where it stood: runnext or local (`runqget`)."""
        if self.run_next is not None:
            goroutine, self.run_next = self.run_next, None
            return goroutine, "runnext"
        return (self.run_queue.popleft(), "local") if self.run_queue else None

    def give_half(self) -> list[Goroutine]:
        """Half of the queue, oldest first, rounded up, for a thief (`runqgrab`); runnext is not touched."""
        return [self.run_queue.popleft() for _ in range((len(self.run_queue) + 1) // 2)]

    def give_next(self) -> Goroutine | None:
        """Runnext, for a thief on his last attempt."""
        goroutine, self.run_next = self.run_next, None
        return goroutine
