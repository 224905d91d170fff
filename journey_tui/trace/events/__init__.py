"""Every kind of event, by the place where it happens, and the one union that the codecs know."""

from typing import Final

from journey_tui.trace.events import descriptors, hardware, http, kernel, limits, outside, runtime
from journey_tui.trace.events.base import Basis, Direction, Event, Host

__all__ = ["EVENT_KINDS", "Basis", "Direction", "Event", "Host"]


def _kinds() -> dict[str, type[Event]]:
    found: dict[str, type[Event]] = {}
    for module in (outside, hardware, kernel, limits, descriptors, runtime, http):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Event) and value is not Event:
                if value.__name__.startswith("_"):
                    continue
                found[value.__name__] = value
    return found


EVENT_KINDS: Final[dict[str, type[Event]]] = _kinds()
"""Event type by its name in traces."""
