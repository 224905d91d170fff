"""What a connection has to tell besides its segments and states: each note becomes one event of its host."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from journey_tui.trace.events import Event, Host, limits


@dataclass(frozen=True, slots=True)
class Note:
    """Something happened."""

    kind: str
    """aborted | window_closed | window_opened | window_kept | window_probed | loss_probe | fast_retransmit | delayed_ack."""
    reason: str = ""
    value: int = 0
    """Bytes, segments, or how many."""
    timeout_ns: int = 0


def event_of(note: Note, host: Host, connection: int) -> Event:
    """The event that tells it."""
    return _EVENTS[note.kind](note, host, connection)


_EVENTS: Final[dict[str, Callable[[Note, Host, int], Event]]] = {
    "aborted": lambda note, host, connection: limits.ConnectionAborted(
        host=host, reason=note.reason, connection=connection
    ),
    "window_closed": lambda note, host, connection: limits.WindowClosed(
        host=host, queued_bytes=note.value, connection=connection
    ),
    "window_opened": lambda note, host, connection: limits.WindowOpened(
        host=host, window_bytes=note.value, connection=connection
    ),
    "window_kept": lambda note, host, connection: limits.WindowKept(
        host=host, window_bytes=note.value, connection=connection
    ),
    "window_probed": lambda note, host, connection: limits.WindowProbed(
        host=host, probes=note.value, timeout_ns=note.timeout_ns, connection=connection
    ),
    "loss_probe": lambda note, host, connection: limits.LossProbeSent(
        host=host, timeout_ns=note.timeout_ns, connection=connection
    ),
    "fast_retransmit": lambda note, host, connection: limits.FastRetransmitted(
        host=host, congestion_window=note.value, connection=connection
    ),
    "delayed_ack": lambda note, host, connection: limits.DelayedAckSent(host=host, connection=connection),
}
