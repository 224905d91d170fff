"""Keeps what happens: stamps each event with its place and time, and hands finished batches out.

Times count from the moment the accept loop first parks, which is known only when it happens: events of the boot are
held back until then.
"""

from collections.abc import Callable

import msgspec
import simpy

from journey_tui.trace.events import Basis, Event

_LATER_TIMES = ("until_ns", "when_ns")
"""Fields that hold another moment, which must move with the event's own."""


class Recorder:
    """The only way into the trace."""

    def __init__(
        self, env: simpy.Environment, basis_of: Callable[[Event], Basis | None] = lambda event: None
    ) -> None:
        self._env = env
        self._basis_of = basis_of
        """Says where an event's moment comes from; None: from a rule."""
        self._zero_ns: int | None = None
        self._held: list[tuple[int, Event]] = []
        self._ready: list[Event] = []
        self._seq = 0

    @property
    def now(self) -> int:
        """Nanoseconds since zero; before zero is marked, since the start of the simulation."""
        return int(self._env.now) - (self._zero_ns or 0)

    @property
    def started(self) -> bool:
        """Whether zero has been marked."""
        return self._zero_ns is not None

    def emit(self, event: Event) -> None:
        """Something happens now."""
        if self._zero_ns is None:
            self._held.append((int(self._env.now), event))
        else:
            self._stamp(event, int(self._env.now) - self._zero_ns)

    def mark_zero(self) -> None:
        """The server is ready: this moment is zero."""
        if self._zero_ns is not None:
            return
        self._zero_ns = int(self._env.now)
        for time_ns, event in self._held:
            for name in _LATER_TIMES:
                if hasattr(event, name):
                    msgspec.structs.force_setattr(event, name, getattr(event, name) - self._zero_ns)
            self._stamp(event, time_ns - self._zero_ns)
        self._held.clear()

    def drain(self) -> list[Event]:
        """The events that are ready, once."""
        ready, self._ready = self._ready, []
        return ready

    def _stamp(self, event: Event, time_ns: int) -> None:
        msgspec.structs.force_setattr(event, "seq", self._seq)
        msgspec.structs.force_setattr(event, "time_ns", time_ns)
        basis = self._basis_of(event)
        if basis is not None:
            msgspec.structs.force_setattr(event, "basis", basis)
        self._seq += 1
        self._ready.append(event)
