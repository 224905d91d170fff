"""Accounts that must balance in every run: bytes, packets, requests, descriptors, goroutines, Ps.

Each account reads the events alone, in order, and complains at the first that cannot be.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from journey_tui.trace import Event
from journey_tui.trace.events import descriptors, kernel, limits, outside, runtime

_AMOUNTS: Final = ("_bytes", "_length", "length", "size", "waiting", "work", "count", "budget")


def check_accounts(events: Iterable[Event], *, gomaxprocs: int, ended: bool) -> None:
    """All of them; `ended`: the run came to its end by itself, so nothing may be left over."""
    accounts = (Packets(), Requests(), Buffers(), Descriptors(), Goroutines(gomaxprocs))
    take_all(accounts, events, ended=ended)


def take_all(accounts: tuple["Account", ...], events: Iterable[Event], *, ended: bool) -> None:
    """Enter every event into these accounts, and close them; amounts and moments are looked at too."""
    amounts = Amounts()
    handlers: dict[type[Event], list[Callable[[Event], None]]] = {}
    for event in events:
        amounts.take(event)
        kind = type(event)
        if kind not in handlers:
            handlers[kind] = [
                handler for account in accounts if (handler := getattr(account, _handler_name(kind), None))
            ]
        for handler in handlers[kind]:
            handler(event)
    for account in accounts:
        account.close(ended=ended)


@cache
def _handler_name(kind: type[Event]) -> str:
    """`on_segment_sent`."""
    return "on" + re.sub("([A-Z])", lambda letter: f"_{letter[1].lower()}", kind.__name__)


class Account:
    """One of them; `on_segment_sent` takes every `SegmentSent`."""

    def close(self, *, ended: bool) -> None:
        """There are no more."""


class Amounts:
    """No amount is negative, and no moment is before another."""

    def __init__(self) -> None:
        self.now: int | None = None
        self._amounts: dict[type[Event], tuple[str, ...]] = {}

    def take(self, event: Event) -> None:
        assert self.now is None or event.time_ns >= self.now, event
        self.now = event.time_ns
        kind = type(event)
        if kind not in self._amounts:
            self._amounts[kind] = tuple(
                name for name in kind.__struct_fields__ if name.endswith(_AMOUNTS) and name != "window_bytes"
            )
        for name in self._amounts[kind]:
            value = getattr(event, name)
            assert not isinstance(value, int) or value >= 0, event


class Packets(Account):
    """Every packet arrives, or is dropped with a reason; none does so twice."""

    def __init__(self) -> None:
        self.under_way: set[int | None] = set()

    def on_segment_sent(self, event: outside.SegmentSent) -> None:
        assert event.packet not in self.under_way
        self.under_way.add(event.packet)

    def on_segment_received(self, event: outside.SegmentReceived) -> None:
        self.under_way.remove(event.packet)

    def on_segment_merged(self, event: kernel.SegmentMerged) -> None:
        assert event.into in self.under_way
        assert event.into != event.packet
        self.under_way.remove(event.packet)

    def on_packet_dropped(self, event: outside.PacketDropped) -> None:
        assert event.reason
        self.under_way.remove(event.packet)

    def close(self, *, ended: bool) -> None:
        assert not (ended and self.under_way)


class Requests(Account):
    """Every request ends once, in a way that has a name; so does every attempt to connect."""

    OUTCOMES: Final = frozenset(
        {"ok", "refused", "reset", "eof", "truncated", "timeout", "gave_up", "connect_timeout"}
        | {"not_sent", "unfinished"}
    )

    def __init__(self) -> None:
        self.sent: set[int | None] = set()
        self.finished: set[int | None] = set()
        self.connecting: set[int | None] = set()

    def on_request_sent(self, event: outside.RequestSent) -> None:
        assert event.request not in self.sent
        self.sent.add(event.request)

    def on_request_finished(self, event: outside.RequestFinished) -> None:
        assert event.outcome in self.OUTCOMES
        assert event.request not in self.finished
        assert event.latency_ns >= 0
        self.finished.add(event.request)

    def on_client_connecting(self, event: outside.ClientConnecting) -> None:
        self.connecting.add(event.connection)

    def on_client_connected(self, event: outside.ClientConnected) -> None:
        self.connecting.remove(event.connection)

    def on_connect_failed(self, event: outside.ConnectFailed) -> None:
        self.connecting.remove(event.connection)

    def close(self, *, ended: bool) -> None:
        assert self.sent <= self.finished
        assert self.finished == set(range(1, len(self.finished) + 1))
        assert not self.connecting


@dataclass
class Bytes:
    """One connection, as the server's socket sees it."""

    received: int = 0
    read: int = 0
    written: int = 0
    acknowledged: int = 0
    sent_to_server: set[tuple[int, int]] = field(default_factory=set)
    sent_to_client: set[tuple[int, int]] = field(default_factory=set)
    client_read: int = 0
    aborted: bool = False
    closed: bool = False
    """The server has closed its descriptor."""


class Buffers(Account):
    """What goes into a socket buffer comes out of it, lies in it, or is thrown away for a reason that is told."""

    def __init__(self) -> None:
        self.by_connection: dict[int | None, Bytes] = {}

    def of(self, event: Event) -> Bytes:
        return self.by_connection.setdefault(event.connection, Bytes())

    def on_data_queued(self, event: kernel.DataQueued) -> None:
        account = self.of(event)
        account.received += event.length_bytes
        assert event.queued_bytes == account.received - account.read, event

    def on_data_read(self, event: kernel.DataRead) -> None:
        account = self.of(event)
        account.read += event.length_bytes
        assert event.queued_bytes == account.received - account.read, event

    def on_data_written(self, event: kernel.DataWritten) -> None:
        account = self.of(event)
        account.written += event.length_bytes
        assert event.queued_bytes == account.written - account.acknowledged, event

    def on_data_acknowledged(self, event: kernel.DataAcknowledged) -> None:
        account = self.of(event)
        account.acknowledged += event.length_bytes
        assert account.acknowledged <= account.written, event

    def on_segment_sent(self, event: outside.SegmentSent) -> None:
        account = self.of(event)
        sent = account.sent_to_server if event.direction == "to_server" else account.sent_to_client
        if event.payload:
            sent.add((event.sequence_number, len(event.payload)))
        account.aborted = account.aborted or "RST" in event.flags

    def on_response_data_received(self, event: outside.ResponseDataReceived) -> None:
        self.of(event).client_read += event.length_bytes

    def on_fd_closed(self, event: descriptors.FdClosed) -> None:
        self.of(event).closed = event.connection is not None

    def on_connection_aborted(self, event: limits.ConnectionAborted) -> None:
        self.of(event).aborted = True

    def close(self, *, ended: bool) -> None:
        for account in self.by_connection.values():
            assert account.received <= covered(account.sent_to_server)
            assert account.client_read <= covered(account.sent_to_client) <= account.written
            if ended and not account.aborted:
                assert account.received == covered(account.sent_to_server)
                assert account.received == account.read or not account.closed


def covered(stretches: set[tuple[int, int]]) -> int:
    """How many different bytes these stretches of the sequence space hold (shorter than half of it)."""
    if not stretches:
        return 0
    origin = next(iter(stretches))[0]
    total, reached = 0, None
    for start, length in sorted(((start - origin + 2**31) % 2**32, length) for start, length in stretches):
        begins = start if reached is None else max(start, reached)
        end = start + length
        if reached is None or end > reached:
            total += end - begins
            reached = end
    return total


class Descriptors(Account):
    """A number is open once, is the lowest that is free, and is closed with its connection's goroutine."""

    def __init__(self) -> None:
        self.open: dict[int | None, str] = {}

    def on_fd_installed(self, event: descriptors.FdInstalled) -> None:
        assert event.fd not in self.open
        lowest = next(number for number in range(3, 4 + len(self.open)) if number not in self.open)
        assert event.fd == lowest, event
        self.open[event.fd] = event.object_kind

    def on_fd_closed(self, event: descriptors.FdClosed) -> None:
        del self.open[event.fd]


class Goroutines(Account):
    """Each is in one state, on one thread, and no more run at once than there are Ps."""

    def __init__(self, gomaxprocs: int) -> None:
        self.gomaxprocs = gomaxprocs
        self.states: dict[int | None, str] = {}
        self.reasons: dict[int | None, str] = {}
        self.functions: dict[int | None, str] = {}
        self.holders: dict[int, int | None] = {}

    def move(self, event: Event, new: str, *, out_of: str) -> None:
        assert self.states[event.goroutine] == out_of, event
        self.states[event.goroutine] = new

    def on_goroutine_created(self, event: runtime.GoroutineCreated) -> None:
        assert event.goroutine not in self.states, event
        self.states[event.goroutine] = "runnable"
        self.functions[event.goroutine] = event.function

    def on_goroutine_started(self, event: runtime.GoroutineStarted) -> None:
        self.move(event, "running", out_of="runnable")
        assert self.holders[event.processor] == event.thread, event

    def on_goroutine_parked(self, event: runtime.GoroutineParked) -> None:
        self.move(event, "waiting", out_of="running")
        self.reasons[event.goroutine] = event.reason

    def on_goroutine_readied(self, event: runtime.GoroutineReadied) -> None:
        # From queue to queue it stays runnable: a shed half, a batch of the global queue.
        assert self.states[event.goroutine] in ("waiting", "runnable"), event
        self.states[event.goroutine] = "runnable"

    def on_goroutine_preempted(self, event: runtime.GoroutinePreempted) -> None:
        self.move(event, "runnable", out_of="running")

    def on_goroutine_ended(self, event: runtime.GoroutineEnded) -> None:
        self.move(event, "ended", out_of="running")

    def on_processor_acquired(self, event: runtime.ProcessorAcquired) -> None:
        assert event.processor not in self.holders, event
        assert event.thread not in self.holders.values(), event
        self.holders[event.processor] = event.thread
        assert len(self.holders) <= self.gomaxprocs

    def on_processor_released(self, event: runtime.ProcessorReleased) -> None:
        assert self.holders.pop(event.processor) == event.thread, event

    def close(self, *, ended: bool) -> None:
        if ended:
            left = Counter(self.states.values())
            assert left["running"] == left["runnable"] == 0, left
            assert not self.holders
            waiting = [number for number, state in self.states.items() if state == "waiting"]
            assert all(self.reasons[number] for number in waiting)
