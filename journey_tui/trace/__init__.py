"""The trace: the event types, the packed list of them, and its file. The two halves of the program meet only here."""

from journey_tui.trace.events import EVENT_KINDS, Event
from journey_tui.trace.header import TraceHeader
from journey_tui.trace.trace import Trace

__all__ = ["EVENT_KINDS", "Event", "Trace", "TraceHeader"]
