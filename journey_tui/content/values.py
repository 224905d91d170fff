"""The values that a sentence may name, each written for people: an event's own fields and what the world knows.

A value that the trace does not have becomes a plain word ("a thread"), so that no sentence ever shows a hole. Words are
those of the sentence's language; numbers, units, ids and the field's own terms are the same in every language.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

import msgspec

from journey_tui.content.calls import call_text, outcome_text
from journey_tui.content.phrases import Phrases, phrases, said_in
from journey_tui.content.templates import with_noun
from journey_tui.text import clean
from journey_tui.trace.events import EVENT_KINDS, Event, descriptors, hardware, http, kernel, outside, runtime
from journey_tui.trace.header import TraceHeader
from journey_tui.units import format_bytes, format_time
from journey_tui.world.state import World

_IDS: Final = frozenset({"seq", "time_ns", "basis", "request", "connection", "packet", "thread", "cpu", "fd"})
_TOLD: Final = frozenset({"outcome", "reason", "detail"})
"""Fields in which a trace says something in English."""
_LONGEST_VALUE: Final = 60
_MOST_READY: Final = 2
"""Files of which a sentence says what made each ready."""
_MOST_NAMED: Final = 8

Special = Callable[[Any, World, Phrases], str]


class Value(str):
    """A value's text; a number takes its noun from the sentence: `{count:page|pages}`."""

    __slots__ = ()

    def __format__(self, nouns: str) -> str:
        one, _, many = nouns.partition("|")
        return with_noun(str(self), one, many) if nouns else str(self)


def values_of(event: Event, world: World, header: TraceHeader, language: str = "en") -> dict[str, Value]:
    """Every name that a sentence about this event may use, with its text in the language."""
    words = phrases(language)
    values = {
        name: _field(name, value, words, language)
        for name, value in msgspec.structs.asdict(event).items()
        if name not in _IDS
    }
    values |= _ids(event, world, words) | _machine(event, header, words)
    for name, special in _SPECIAL.get(type(event), {}).items():
        values[name] = special(event, world, words)
    return {name: Value(clean(value, 200)) for name, value in values.items()}


@cache
def value_names(kind: str) -> frozenset[str]:
    """The names that a sentence about events of this kind may use. Raises `KeyError` for a kind that there is not."""
    event_type = EVENT_KINDS[kind]
    fields = {name for name in event_type.__struct_fields__ if name not in _IDS}
    return frozenset(fields | _COMMON | _SPECIAL.get(event_type, {}).keys())


def _field(name: str, value: Any, words: Phrases, language: str) -> str:
    if value is None:
        return words["none"]
    if isinstance(value, int) and not isinstance(value, bool):
        return _number(name, value)
    if isinstance(value, bytes):
        return shown_bytes(value)
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return said_in(language, value) if name in _TOLD else str(value)


def _number(name: str, value: int) -> str:
    if name.endswith("_bytes"):
        return format_bytes(value)
    if name.endswith("_ns"):
        return format_time(value)
    return str(value)


def shown_bytes(data: bytes) -> str:
    """The beginning of some bytes as one line of text, cut, with line ends made visible; in hex, when no text is left."""
    text = data.decode("latin-1").replace("\r\n", "⏎").replace("\n", "⏎")
    cut = text[:_LONGEST_VALUE]
    return (clean(cut) or data[: len(cut)].hex(" ")) + ("…" if len(text) > len(cut) else "")


_COMMON: Final = frozenset(
    {"thread", "goroutine", "cpu", "packet", "fd_number", "client", "nic", "rx_ring", "tx_ring", "processor"}
)
"""What `_ids` and `_machine` give for every event."""


def _ids(event: Event, world: World, words: Phrases) -> dict[str, str]:
    thread = world.threads.get(event.thread) if event.thread is not None else None
    return {
        "thread": thread.name if thread else words["a_thread"],
        "goroutine": f"G{event.goroutine}" if event.goroutine is not None else words["a_goroutine"],
        "cpu": f"CPU {event.cpu}" if event.cpu is not None else words["the_cpu"],
        "packet": _packet(event.packet, world, words),
        "fd_number": str(event.fd) if event.fd is not None else "?",
        "client": _client(event, world, words),
    }


def _packet(number: int | None, world: World, words: Phrases) -> str:
    packet = world.packets.get(number) if number is not None else None
    return packet.label if packet else words["a_packet"]


def _client(event: Event, world: World, words: Phrases) -> str:
    """The client that the event is about, by its name in the scenario."""
    named = getattr(event, "client", "")
    if named:
        return str(named)
    connection = world.connections.get(event.connection) if event.connection is not None else None
    return connection.client if connection else words["the_client"]


def _machine(event: Event, header: TraceHeader, words: Phrases) -> dict[str, str]:
    machine = header.machine
    processor = getattr(event, "processor", None)
    return {
        "nic": machine.nic,
        "rx_ring": str(machine.rx_ring),
        "tx_ring": str(machine.tx_ring),
        "processor": f"P{processor}" if processor is not None else words["a_processor"],
    }


def _sender(event: outside.SegmentSent, world: World, words: Phrases) -> str:
    return _client(event, world, words) if event.direction == "to_server" else words["the_server"]


def _resumed(event: hardware.CpuResumed, world: World, words: Phrases) -> str:
    return words["idling"] if event.resumed == "idle" else _who_runs(event, world, words)


def _who_runs(event: Event, world: World, words: Phrases) -> str:
    thread = world.threads.get(event.thread) if event.thread is not None else None
    if thread is None:
        return words["a_thread"]
    if event.goroutine is None:
        return thread.name
    return words["running_on"].format(goroutine=f"G{event.goroutine}", thread=thread.name)


def _ready(event: descriptors.SyscallReturned, world: World, words: Phrases) -> str:
    if not event.ready:
        return words["nothing_is_ready"]
    if len(event.ready) > _MOST_NAMED:
        return words["files_are_ready"].format(count=len(event.ready))
    if len(event.ready) > _MOST_READY:
        return words["these_are_ready"].format(fds=", ".join(f"fd {fd}" for fd, _ in event.ready))
    each = (words["file_is_ready"].format(fd=fd, events="|".join(events)) for fd, events in event.ready)
    return ", ".join(each)


def _fds(event: descriptors.EpollEventsDelivered, world: World, words: Phrases) -> str:
    if len(event.fds) > _MOST_NAMED:
        return words["files"].format(count=len(event.fds))
    return ", ".join(f"fd {fd}" for fd in event.fds) or words["nothing"]


def _timeout(event: runtime.NetpollCalled, world: World, words: Phrases) -> str:
    if event.timeout_ns is None:
        return words["until_something_happens"]
    return words["at_most"].format(time=format_time(event.timeout_ns))


def _place(event: runtime.GoroutineReadied, world: World, words: Phrases) -> str:
    template = words.get(f"queue_{event.queue}")
    return event.queue if template is None else template.format(processor=f"P{event.processor}")


def _address(endpoint: str) -> str:
    """IP knows addresses; the ports are TCP's."""
    return endpoint.rpartition(":")[0] or endpoint


def _on_the_link(event: outside.PacketQueuedAtHop, world: World, words: Phrases) -> str:
    """A hop's queue ends where its link begins; what is on the link is no longer queued."""
    hop = world.hops[event.hop_index] if 0 <= event.hop_index < len(world.hops) else None
    held = [] if hop is None else hop.to_server if event.direction == "to_server" else hop.to_client
    sent = len(held) - event.queue_length
    return words["on_the_link"].format(count=sent) if sent > 0 else ""


_EVENTS: Final[dict[str, Special]] = {"events": lambda event, world, words: "|".join(event.events)}
_FLAGS: Final[dict[str, Special]] = {"flags": lambda event, world, words: " ".join(event.flags)}
_CALL: Final[dict[str, Special]] = {"call": lambda event, world, words: call_text(event, words)}
_MODE: Final[dict[str, Special]] = {
    "mode_word": lambda event, world, words: words["to_read" if event.mode == "r" else "to_write"],
    "mode_past": lambda event, world, words: words["read" if event.mode == "r" else "written"],
}

_SPECIAL: Final[dict[type[Event], dict[str, Special]]] = {
    outside.SegmentSent: _FLAGS
    | {"sender": _sender, "payload_bytes": lambda event, world, words: format_bytes(len(event.payload))},
    outside.SegmentReceived: _FLAGS,
    outside.PacketQueuedAtHop: {"on_the_link": _on_the_link},
    hardware.FrameArrived: {"rss_hash": lambda event, world, words: f"0x{event.rss_hash:08x}"},
    hardware.CpuInterrupted: {"stopped": _who_runs},
    hardware.CpuResumed: {"resumed": _resumed},
    kernel.IpReceived: {
        "source": lambda event, world, words: _address(event.source),
        "destination": lambda event, world, words: _address(event.destination),
    },
    kernel.SegmentMerged: {"first": lambda event, world, words: _packet(event.into, world, words)},
    descriptors.SyscallEntered: _CALL,
    descriptors.SyscallReturned: _CALL
    | {
        "outcome": lambda event, world, words: outcome_text(event),
        "result_bytes": lambda event, world, words: format_bytes(event.result),
        "ready": _ready,
    },
    descriptors.EpollInterestAdded: _EVENTS,
    descriptors.EpollEventQueued: _EVENTS,
    descriptors.EpollEventsDelivered: {"fds": _fds},
    runtime.TimerStarted: {
        "due_in": lambda event, world, words: format_time(max(event.when_ns - event.time_ns, 0))
    },
    runtime.GoroutineReadied: {"place": _place},
    runtime.NetpollCalled: {"timeout": _timeout},
    runtime.NetpollReturned: {
        "goroutines": lambda event, world, words: ", ".join(f"G{number}" for number in event.goroutines)
    },
    runtime.PollDescriptorArmed: _MODE,
    runtime.PollDescriptorReady: _MODE,
    http.ResponseFinished: {
        "fate": lambda event, world, words: words["kept" if event.keep_alive else "closed"]
    },
    http.RouteMatched: {
        "values": lambda event, world, words: ", ".join(f"{name} = {value}" for name, value in event.values)
    },
}
"""Values of a kind of event beyond its fields, and fields that are said in a way of their own; a name's function each."""
