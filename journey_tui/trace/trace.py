"""The trace: an ordered, immutable list of events, kept packed and pulled lazily from where it comes.

Events rest in compressed chunks of 256 (field names cost nothing that way) and are decoded on the way; a few
decoded chunks are kept at hand, so stepping costs no decoding. A source is pulled only as far as somebody asks:
the first frame never waits for a long run.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final

from journey_tui.trace.codec import pack_events, unpack_events
from journey_tui.trace.events import Event
from journey_tui.trace.header import TraceHeader
from journey_tui.trace.packing import PackedList

CHUNK_EVENTS: Final = 256
_CHUNKS_AT_HAND: Final = 24


class Trace:
    """Events in order, seekable by position, with the header that explains them."""

    def __init__(self, header: TraceHeader, source: Iterable[Event] = ()) -> None:
        self.header = header
        self._source: Iterator[Event] = iter(source)
        self._chunks = PackedList()
        self._tail: list[Event] = []
        self._at_hand: OrderedDict[int, list[Event]] = OrderedDict()
        self.complete = False
        """Whether the source has been read to its end."""

    def __len__(self) -> int:
        """Events pulled so far."""
        return len(self._chunks) * CHUNK_EVENTS + len(self._tail)

    def __getitem__(self, position: int) -> Event:
        """The event at a position that has been pulled; raises `IndexError`."""
        if not 0 <= position < len(self):
            raise IndexError(f"event {position} of {len(self)}")
        chunk, offset = divmod(position, CHUNK_EVENTS)
        return self._chunk(chunk)[offset]

    def __iter__(self) -> Iterator[Event]:
        """All events, pulling the source as needed."""
        position = 0
        while position < len(self) or self.pull(CHUNK_EVENTS):
            yield self[position]
            position += 1

    def pull(self, count: int) -> int:
        """Read up to `count` more events from the source; returns how many came."""
        pulled = 0
        while pulled < count and not self.complete:
            try:
                self._append(next(self._source))
                pulled += 1
            except StopIteration:
                self.complete = True
        return pulled

    def pull_all(self) -> None:
        """Read the source to its end."""
        while self.pull(CHUNK_EVENTS):
            pass

    def events(self, start: int, stop: int) -> Iterator[Event]:
        """The events of [start, stop) that have been pulled, chunk by chunk."""
        stop = min(stop, len(self))
        position = max(start, 0)
        while position < stop:
            chunk, offset = divmod(position, CHUNK_EVENTS)
            batch = self._chunk(chunk)[offset : offset + stop - position]
            yield from batch
            position += len(batch)

    def size_bytes(self) -> int:
        """Bytes that the packed chunks take."""
        return self._chunks.size_bytes()

    def _append(self, event: Event) -> None:
        self._tail.append(event)
        if len(self._tail) == CHUNK_EVENTS:
            self._chunks.append(pack_events(self._tail))
            self._keep(len(self._chunks) - 1, self._tail)  # whoever pulls them is about to read them
            self._tail = []

    def _chunk(self, index: int) -> list[Event]:
        if index == len(self._chunks):
            return self._tail
        events = self._at_hand.pop(index, None)
        if events is None:
            events = unpack_events(self._chunks[index])
        self._keep(index, events)
        return events

    def _keep(self, index: int, events: list[Event]) -> None:
        self._at_hand[index] = events
        if len(self._at_hand) > _CHUNKS_AT_HAND:
            self._at_hand.popitem(last=False)
