"""Encoders and decoders of events, made once from the union of all kinds."""

from functools import reduce
from operator import or_
from typing import Any, Final

import msgspec

from journey_tui.trace.events import EVENT_KINDS, Event

_UNION: Final[Any] = reduce(or_, EVENT_KINDS.values())

_json_encoder: Final = msgspec.json.Encoder()
_json_decoder: Final[msgspec.json.Decoder[Event]] = msgspec.json.Decoder(_UNION)
_pack_encoder: Final = msgspec.msgpack.Encoder()
_pack_decoder: Final[msgspec.msgpack.Decoder[list[Event]]] = msgspec.msgpack.Decoder(list[_UNION])


def event_to_json(event: Event) -> bytes:
    """One line of a trace file, without its newline; `stage` is added for readers that don't know the kinds."""
    return b'{"stage":"%s",' % event.stage.encode() + _json_encoder.encode(event)[1:]


def event_from_json(line: bytes) -> Event:
    """The event of one line; raises `msgspec.DecodeError` or `msgspec.ValidationError`."""
    return _json_decoder.decode(line)


def pack_events(events: list[Event]) -> bytes:
    """A chunk of events as msgpack."""
    return _pack_encoder.encode(events)


def unpack_events(packed: bytes) -> list[Event]:
    """The events of a packed chunk."""
    return _pack_decoder.decode(packed)
