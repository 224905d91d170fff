"""What a real host would print at a moment of a run, in the real tool's format; pure functions of the trace."""

from collections.abc import Callable, Iterator
from typing import Final

from journey_tui.trace.trace import Trace
from journey_tui.views.strace import strace

View = Callable[[Trace, int], Iterator[str]]

VIEWS: Final[dict[str, View]] = {"strace": strace}
"""Lines of the tool's output from (trace, position): the state after that many events."""
