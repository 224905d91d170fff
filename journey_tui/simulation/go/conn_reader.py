"""Reading one connection, in two places at once: connReader of net/http (server.go, Go 1.27).

While a handler runs, a second goroutine reads one byte ahead, only to notice a client that goes away. When the answer
is out, the connection's goroutine aborts that read with a deadline in the past, and waits until it has ended. A byte
that did come belongs to the next request and is kept.
"""

from typing import Final

from journey_tui.simulation.go.context import Context
from journey_tui.simulation.go.goroutine import Code, Goroutine, Park
from journey_tui.simulation.go.operating_system import ConnectionRecord, Process
from journey_tui.simulation.go.poll_fd import TIMED_OUT, Done, PollFD
from journey_tui.simulation.go.scheduler import Scheduler
from journey_tui.trace.events.http import BackgroundReadStarted, BackgroundReadStopped

BACKGROUND_READ: Final = "net/http.(*connReader).backgroundRead"


class ConnReader:
    """One connReader."""

    def __init__(
        self, scheduler: Scheduler, fd: PollFD, record: ConnectionRecord | None, context: Context
    ) -> None:
        self._scheduler = scheduler
        self._fd = fd
        self._record = record
        self._context = context
        self._byte = b""
        self._in_background = False
        self._aborted = False
        self._waiting: Goroutine | None = None

    @property
    def has_byte(self) -> bool:
        """Whether a byte was read ahead, which the next read returns (`hasByte`)."""
        return bool(self._byte)

    def read(self, goroutine: Goroutine, size: int) -> Code[Done]:
        """Read up to `size` bytes, beginning with the byte that was read ahead."""
        assert not self._in_background, "invalid concurrent Body.Read call"
        if self._byte:
            data, self._byte = self._byte, b""
            return Done(1, data)
        done = yield from self._fd.read(goroutine, size)
        if done.error or not done.value:
            yield from self._context.cancel(goroutine, "read")
        return done

    def start_background_read(self, goroutine: Goroutine) -> Process[None]:
        """Read ahead from now on, in a goroutine of its own."""
        if self._byte or self._in_background:
            return
        self._in_background = True
        self._fd.clear_deadline(goroutine)
        yield from goroutine.thread.run(self._scheduler.costs["background_read_start"])
        reader = self._scheduler.create(goroutine, BACKGROUND_READ, self._read_ahead, self._record)
        self._scheduler.emit(BackgroundReadStarted(**goroutine.m.about(reader)))
        yield from self._scheduler.created(goroutine.m)

    def abort(self, goroutine: Goroutine) -> Code[None]:
        """End the background read and wait for its end (`abortPendingRead`)."""
        if not self._in_background:
            return
        self._aborted = True
        yield from self._fd.expire(goroutine)
        while self._in_background:
            self._waiting = goroutine
            yield Park("sync.Cond.Wait")
        self._fd.clear_deadline(goroutine)

    def _read_ahead(self, goroutine: Goroutine) -> Code[None]:
        done = yield from self._fd.read(goroutine, 1)
        outcome = "byte"
        if self._aborted and done.error == TIMED_OUT:
            outcome = "aborted"
        elif done.error or not done.value:
            outcome = "reset" if done.error else "eof"
            yield from self._context.cancel(goroutine, "read")
        else:
            self._byte = done.data
        self._aborted = self._in_background = False
        self._scheduler.emit(BackgroundReadStopped(outcome=outcome, **goroutine.m.about(goroutine)))
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            yield from self._scheduler.ready(goroutine.m, waiting)
