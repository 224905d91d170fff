"""The values that a sentence may name, each written for people: an event's own fields and what the world knows.

A value that the trace does not have becomes a plain word ("a thread"), so that no sentence ever shows a hole.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from journey_tui.content.calls import call_text, outcome_text
from journey_tui.text import clean
from journey_tui.trace.events import Event, descriptors, hardware, http, kernel, outside, runtime
from journey_tui.trace.header import TraceHeader
from journey_tui.units import format_bytes, format_time
from journey_tui.world.state import World

_IDS: Final = frozenset({"seq", "time_ns", "basis", "request", "connection", "packet", "thread", "cpu", "fd"})
_LONGEST_VALUE: Final = 60
_MOST_READY: Final = 2
"""Files of which a sentence says what made each ready."""
_MOST_NAMED: Final = 8


class Value(str):
    """A value's text; a number takes its noun from the sentence: `{count:page|pages}`."""

    __slots__ = ()

    def __format__(self, nouns: str) -> str:
        one, _, many = nouns.partition("|")
        if not nouns:
            return str(self)
        return f"{self} {one if self == '1' else many}"


def values_of(event: Event, world: World, header: TraceHeader) -> dict[str, Value]:
    """Every name that a sentence about this event may use, with its text."""
    values = {
        name: _field(name, value) for name, value in msgspec.structs.asdict(event).items() if name not in _IDS
    }
    values |= _ids(event, world) | _machine(event, header) | _special(event, world)
    return {name: Value(clean(value, 200)) for name, value in values.items()}


def _field(name: str, value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, int) and not isinstance(value, bool):
        return _number(name, value)
    if isinstance(value, bytes):
        return shown_bytes(value)
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


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


def _ids(event: Event, world: World) -> dict[str, str]:
    thread = world.threads.get(event.thread) if event.thread is not None else None
    packet = world.packets.get(event.packet) if event.packet is not None else None
    return {
        "thread": thread.name if thread else "a thread",
        "goroutine": f"G{event.goroutine}" if event.goroutine is not None else "a goroutine",
        "cpu": f"CPU {event.cpu}" if event.cpu is not None else "the CPU",
        "packet": packet.label if packet else "a packet",
        "fd_number": str(event.fd) if event.fd is not None else "?",
        "client": client_name(event, world),
    }


def client_name(event: Event, world: World) -> str:
    """The client that the event is about, by its name in the scenario."""
    named = getattr(event, "client", "")
    if named:
        return str(named)
    connection = world.connections.get(event.connection) if event.connection is not None else None
    return connection.client if connection else "the client"


def _machine(event: Event, header: TraceHeader) -> dict[str, str]:
    machine = header.machine
    processor = getattr(event, "processor", None)
    return {
        "nic": machine.nic,
        "rx_ring": str(machine.rx_ring),
        "tx_ring": str(machine.tx_ring),
        "processor": f"P{processor}" if processor is not None else "a P",
    }


def _special(event: Event, world: World) -> dict[str, str]:
    special = _SPECIAL.get(type(event))
    return special(event, world) if special else {}


def _segment_sent(event: outside.SegmentSent, world: World) -> dict[str, str]:
    sender = client_name(event, world) if event.direction == "to_server" else "The server"
    return {
        "sender": sender,
        "payload_bytes": format_bytes(len(event.payload)),
        "flags": " ".join(event.flags),
    }


def _cpu_resumed(event: hardware.CpuResumed, world: World) -> dict[str, str]:
    return {"resumed": "idling" if event.resumed == "idle" else _who_runs(event, world)}


def _returned(event: descriptors.SyscallReturned, world: World) -> dict[str, str]:
    ready = ", ".join(f"fd {fd} is {'|'.join(events)}" for fd, events in event.ready)
    if len(event.ready) > _MOST_READY:
        ready = f"{', '.join(f'fd {fd}' for fd, _ in event.ready[:_MOST_NAMED])} are ready"
        ready = ready if len(event.ready) <= _MOST_NAMED else f"{len(event.ready)} files are ready"
    return {
        "call": call_text(event),
        "outcome": outcome_text(event),
        "result_bytes": format_bytes(event.result),
        "ready": ready or "nothing is ready",
    }


def _netpoll_called(event: runtime.NetpollCalled, world: World) -> dict[str, str]:
    if event.timeout_ns is None:
        return {"timeout": "until something happens"}
    return {"timeout": f"at most {format_time(event.timeout_ns)}"}


def _readied(event: runtime.GoroutineReadied, world: World) -> dict[str, str]:
    places = {
        "runnext": f"it is next on P{event.processor}",
        "local": f"it joins the queue of P{event.processor}",
        "global": "it joins the global queue",
        "direct": "the thread that found it runs it at once",
    }
    return {"place": places.get(event.queue, event.queue)}


def _ip_received(event: kernel.IpReceived, world: World) -> dict[str, str]:
    """IP knows addresses; the ports are TCP's."""
    return {"source": _address(event.source), "destination": _address(event.destination)}


def _merged(event: kernel.SegmentMerged, world: World) -> dict[str, str]:
    first = world.packets.get(event.into)
    return {"first": first.label if first else "a packet"}


def _address(endpoint: str) -> str:
    return endpoint.rpartition(":")[0] or endpoint


def _poll_descriptor(event: runtime.PollDescriptorReady, world: World) -> dict[str, str]:
    if event.mode == "r":
        return {"mode_word": "to read", "mode_past": "read"}
    return {"mode_word": "to write", "mode_past": "written"}


def _queued_at_hop(event: outside.PacketQueuedAtHop, world: World) -> dict[str, str]:
    """A hop's queue ends where its link begins; what is on the link is no longer queued."""
    hop = world.hops[event.hop_index] if 0 <= event.hop_index < len(world.hops) else None
    held = [] if hop is None else hop.to_server if event.direction == "to_server" else hop.to_client
    sent = len(held) - event.queue_length
    return {"on_the_link": f", {sent} on the link already" if sent > 0 else ""}


def _timer(event: runtime.TimerStarted, world: World) -> dict[str, str]:
    return {"due_in": format_time(max(event.when_ns - event.time_ns, 0))}


def _events(event: descriptors.EpollEventQueued, world: World) -> dict[str, str]:
    return {"events": "|".join(event.events)}


_SPECIAL: Final[dict[type[Event], Callable[[Any, World], dict[str, str]]]] = {
    outside.SegmentSent: _segment_sent,
    outside.SegmentReceived: lambda event, world: {"flags": " ".join(event.flags)},
    hardware.FrameArrived: lambda event, world: {"rss_hash": f"0x{event.rss_hash:08x}"},
    hardware.CpuInterrupted: lambda event, world: {"stopped": _who_runs(event, world)},
    hardware.CpuResumed: _cpu_resumed,
    http.ResponseFinished: lambda event, world: {
        "fate": "is kept for the next request" if event.keep_alive else "will be closed"
    },
    http.RouteMatched: lambda event, world: {
        "values": ", ".join(f"{name} = {value}" for name, value in event.values)
    },
    descriptors.SyscallEntered: lambda event, world: {"call": call_text(event)},
    descriptors.SyscallReturned: _returned,
    descriptors.EpollInterestAdded: _events,
    descriptors.EpollEventQueued: _events,
    descriptors.EpollEventsDelivered: lambda event, world: {
        "fds": (", ".join(f"fd {fd}" for fd in event.fds) or "nothing")
        if len(event.fds) <= _MOST_NAMED
        else f"{len(event.fds)} files"
    },
    kernel.IpReceived: _ip_received,
    kernel.SegmentMerged: _merged,
    outside.PacketQueuedAtHop: _queued_at_hop,
    runtime.TimerStarted: _timer,
    runtime.GoroutineReadied: _readied,
    runtime.NetpollCalled: _netpoll_called,
    runtime.NetpollReturned: lambda event, world: {
        "goroutines": ", ".join(f"G{goroutine}" for goroutine in event.goroutines)
    },
    runtime.PollDescriptorArmed: _poll_descriptor,
    runtime.PollDescriptorReady: _poll_descriptor,
}


def _who_runs(event: Event, world: World) -> str:
    thread = world.threads.get(event.thread) if event.thread is not None else None
    if thread is None:
        return "a thread"
    return f"G{event.goroutine} on {thread.name}" if event.goroutine is not None else thread.name
