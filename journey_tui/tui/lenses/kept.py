"""What several lenses ask of a timeline again and again at each frame, kept as long as it holds."""

from collections import OrderedDict
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.playback.doing import Stay
from journey_tui.playback.spans import RequestSpan
from journey_tui.playback.spread import Spreads

_WAYS: Final = 256
"""Requests whose stays are kept: more than any screen has rows."""


class Kept:
    """Stays of requests, and how long requests take, of one timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._ways: OrderedDict[tuple[int, int, int, bool], list[Stay]] = OrderedDict()
        self._spreads: tuple[int, Spreads] | None = None

    def way(self, span: RequestSpan, whole: bool = False) -> list[Stay]:
        """A request's stays since it was due; of one that has not ended the last one has no duration.

        The whole way has what came before that too: the handshake of a connection that it had not to wait for.
        """
        key = (span.id, len(span.changes), span.ended, whole)
        way = self._ways.pop(key, None)
        self._ways[key] = way = _stays(span, whole) if way is None else way
        if len(self._ways) > _WAYS:
            self._ways.popitem(last=False)
        return way

    def spreads(self) -> Spreads:
        """How long the requests take; while a trace is still being read, of the first power of two of them."""
        count = len(self.timeline.requests)
        if not self.timeline.complete:
            count = 1 << count.bit_length() >> 1
        if self._spreads is None or self._spreads[0] != count:
            self._spreads = (count, Spreads(self.timeline.requests[:count]))
        return self._spreads[1]


def _stays(span: RequestSpan, whole: bool) -> list[Stay]:
    spent = span.spent()
    before = whole and bool(spent) and spent[0].time_ns > span.changes.began_ns
    return span.way() if before else spent
