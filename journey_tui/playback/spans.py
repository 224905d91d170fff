"""Where one request lies in the trace, and the stays of its way."""

from operator import attrgetter
from sys import getsizeof, intern
from typing import Any, Final

import msgspec

from journey_tui.playback.doing import Doing, Stay
from journey_tui.playback.stays import Stays, StaysState
from journey_tui.stages import STAGE_BY_ID, Lane
from journey_tui.trace import Event
from journey_tui.trace.events.descriptors import SyscallReturned
from journey_tui.trace.events.http import (
    HandlerResumed,
    HandlerReturned,
    HandlerStarted,
    HandlerWaiting,
    RequestLineParsed,
)
from journey_tui.trace.events.kernel import DataAcknowledged, DataQueued
from journey_tui.trace.events.outside import RequestFinished, RequestSent, ResponseDataReceived
from journey_tui.trace.events.runtime import (
    GoroutineEnded,
    GoroutineParked,
    GoroutinePreempted,
    GoroutineReadied,
    GoroutineStarted,
)

_ARRIVALS: Final = frozenset({DataQueued, DataAcknowledged})
_GOES_ON: Final = frozenset({SyscallReturned, GoroutineStarted})
_AFTER_A_HANDLER: Final = "http"
"""Where a request is from its handler's return on: `finishRequest` writes the header (net/http/server.go, Go 1.27)."""
"""After one of these the handler's code goes on, if it has begun."""
_STOPS: Final = frozenset(
    {GoroutineParked, GoroutinePreempted, GoroutineEnded, GoroutineReadied, HandlerWaiting}
)
"""After one of these its goroutine does not run."""


class RequestSpan:
    """Where one request lies in the trace: from its connection's first packet (or its own, on a used connection)."""

    __slots__ = (
        "arrived",
        "behind",
        "changes",
        "client",
        "connection",
        "due_ns",
        "ended",
        "ended_ns",
        "flight",
        "handling",
        "id",
        "last",
        "method",
        "outcome",
        "parked",
        "place",
        "running",
        "sent",
        "sent_ns",
        "server",
        "status",
        "target",
    )

    def __init__(self, number: int, client: str, method: str, target: str, position: int) -> None:
        self.id = number
        self.client = client
        self.method = method
        self.target = target
        self.sent = position
        """The position at which the client writes it."""
        self.sent_ns = 0
        self.connection: int | None = None
        self.last = position
        self.outcome = ""
        """As `RequestFinished` says; empty while it is under way in what has been pulled."""
        self.status: int | None = None
        """Of the answer that the client has."""
        self.ended = 0
        """The position of its `RequestFinished`; 0 while it is under way."""
        self.ended_ns = 0
        self.due_ns = 0
        """When its client meant to begin: before its first stay where no connection was free, later where one was."""
        self.place = 0
        """In the order of sending."""
        self.changes = Stays()
        self.flight: int | None = None
        """The packet that carries it now."""
        self.arrived: int | None = None
        """The latest one whose bytes were queued: what is told of it afterwards (a delayed ACK) moves nothing."""
        self.behind = False
        """Whether another request of its connection is under way when it is sent (pipelining)."""
        self.parked = False
        """Whether its handler waits."""
        self.handling = False
        """Whether its handler has begun and not returned."""
        self.server: int | None = None
        """The goroutine that serves its connection."""
        self.running = False
        """Whether that goroutine runs."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RequestSpan) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def note(self, position: int, event: Event, stage: str) -> None:
        """Something happens to it, or for it."""
        kind = type(event)
        if event.packet is not None:
            told_after = event.packet == self.arrived and kind is not DataQueued
            aside = told_after or (isinstance(event, DataAcknowledged) and event.queued_bytes == 0)
            if kind is DataQueued:
                self.arrived = event.packet
            if not aside:  # a lost packet is out there still
                self.flight = None if kind in _ARRIVALS else event.packet
        else:
            if kind is ResponseDataReceived:
                self.flight = None
            aside = self._is_aside(event, stage)
        if kind is HandlerWaiting or kind is HandlerResumed:
            self.parked, aside = kind is HandlerWaiting, False
        if kind is HandlerStarted or kind is HandlerReturned:
            self.handling = kind is HandlerStarted
            stage = stage if self.handling else _AFTER_A_HANDLER
        doing = Doing.HANDLER if self.handling and kind in _GOES_ON else None
        if kind is RequestSent and self.behind:
            doing = Doing.QUEUED
        self.changes.note(position, event, stage, aside or bool(self.outcome), doing)

    def _is_aside(self, event: Event, stage: str) -> bool:
        """Whether the request itself is elsewhere: on its way, or where its own goroutine runs or sleeps."""
        kind, goroutine = type(event), event.goroutine
        if kind is RequestLineParsed:
            self.server = goroutine
        if goroutine is None or goroutine != self.server:
            elsewhere = self.running and STAGE_BY_ID[stage].lane is not Lane.OUTSIDE
            return elsewhere or self.flight is not None or self.parked
        if kind is GoroutineReadied:
            self.parked = False
        self.running = kind not in _STOPS if kind is not GoroutineStarted else True
        return self.flight is not None or self.parked

    def finish(self, position: int, event: RequestFinished) -> None:
        """Its client has its answer, or knows that there will be none."""
        self.outcome, self.status = intern(event.outcome), event.status
        self.ended, self.ended_ns = position, event.time_ns
        self.due_ns = event.time_ns - event.latency_ns

    @property
    def first(self) -> int:
        """The position at which it begins."""
        first = self.changes.first
        return self.sent if first is None else first

    @property
    def duration_ns(self) -> int | None:
        """From when it was due to its end; None while it is under way."""
        return self.ended_ns - self.due_ns if self.ended else None

    def way(self) -> list[Stay]:
        """Its stays, one after the other; their sum is the time from its beginning to its end."""
        if not self.ended:
            return self.changes.way()
        return self.changes.way(self.ended, self.ended_ns)

    def longest_wait(self) -> Stay | None:
        """The longest of its waits, as far as is known."""
        if not self.ended:
            return self.changes.longest_wait(self.changes.began_ns)
        longest = self.changes.longest_wait(self.due_ns, self.ended, self.ended_ns)
        waited_ns = self.changes.began_ns - self.due_ns
        if waited_ns > (0 if longest is None else longest.duration_ns or 0):
            return self._before(waited_ns)
        return longest

    def _before(self, waited_ns: int) -> Stay:
        """Its wait for a free connection."""
        return Stay(self.first, self.due_ns, "client", Doing.QUEUED, waited_ns)

    def spent(self) -> list[Stay]:
        """What its time went to, from when it was due; once it has ended the sum is its duration, to the nanosecond."""
        stays = self.way()
        if not self.ended or not stays:
            return stays
        if self.due_ns < stays[0].time_ns:
            return [self._before(stays[0].time_ns - self.due_ns), *stays]
        return [since for stay in stays if (since := stay.since(self.due_ns)) is not None]


# ── at rest ──


def pack_span(span: RequestSpan) -> bytes:
    """All that is known of a request; raises `OverflowError` and `ValueError` where a number or text cannot be packed."""
    return msgspec.msgpack.encode((_facts(span), span.changes.state()))


def unpack_span(packed: bytes) -> RequestSpan:
    """What `pack_span` was given."""
    facts, stays = _decoder.decode(packed)
    span = RequestSpan.__new__(RequestSpan)
    for name, value in zip(_FACTS, facts, strict=True):
        setattr(span, name, intern(value) if type(value) is str else value)
    span.changes = Stays.of_state(stays)
    return span


def span_bytes(span: RequestSpan) -> int:
    """Bytes of a request that is not packed."""
    numbers = sum(getsizeof(value) for value in _facts(span) if type(value) is int)
    return getsizeof(span) + getsizeof(span.changes) + numbers + span.changes.size_bytes()


_FACTS: Final = tuple(name for name in RequestSpan.__slots__ if name != "changes")
_facts: Final = attrgetter(*_FACTS)
_decoder: Final[msgspec.msgpack.Decoder[tuple[list[Any], StaysState]]] = msgspec.msgpack.Decoder(
    tuple[list[Any], StaysState]
)
