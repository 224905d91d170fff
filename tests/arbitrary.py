"""Hypothesis strategies for events that no host would make: every kind, with missing, unknown and absurd values.

Half of the numbers are small, so that ids and slots meet those of other events; half of the words are ones that the
program knows, so that what depends on them is reached.
"""

from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from journey_tui.stages import STAGES
from journey_tui.trace import EVENT_KINDS, Event

KNOWN_WORDS = (
    *(stage.id for stage in STAGES),
    *("r", "w", "runnext", "local", "global", "direct", "epoll", "connection", "futex", "epoll_pwait"),
    *("idle", "thread", "softirq", "ok", "CLOSED", "TIME_WAIT", "ESTABLISHED", "read", "write", "accept4"),
    *("alice", "bob", "response", "EPOLLIN", "SYN", "ACK", "FIN", "RST"),
)
SMALL = st.integers(-2, 9)
NUMBERS = SMALL | st.integers(-(2**63), 2**63 - 1)
WORDS = st.sampled_from(KNOWN_WORDS) | st.text(max_size=20)
BYTES = st.sampled_from((b"GET /hello HTTP/1.1\r\n", b"HTTP/1.1 200 OK\r\n")) | st.binary(max_size=20)


def _values(hint: Any) -> st.SearchStrategy[Any]:
    """Whatever a field of that type may hold."""
    if hint is int:
        return NUMBERS
    simple = {str: WORDS, bytes: BYTES, bool: st.booleans(), type(None): st.none()}
    if hint in simple:
        return simple[hint]
    arguments = get_args(hint)
    if get_origin(hint) is tuple and arguments[-1] is Ellipsis:
        return st.lists(_values(arguments[0]), max_size=4).map(tuple)
    if get_origin(hint) is tuple:
        return st.tuples(*map(_values, arguments))
    if isinstance(arguments[0], str):  # a Literal
        return st.sampled_from(arguments)
    return st.one_of(*(_values(argument) for argument in arguments))


def events_of(kind: str) -> st.SearchStrategy[Event]:
    """Any event of one kind."""
    hints = get_type_hints(EVENT_KINDS[kind])
    fields = {name: _values(hints[name]) for name in EVENT_KINDS[kind].__struct_fields__}
    return st.builds(EVENT_KINDS[kind], **fields)


def any_events(max_size: int = 30) -> st.SearchStrategy[list[Event]]:
    """A list of events of any kinds, in no sensible order."""
    return st.lists(st.sampled_from(sorted(EVENT_KINDS)).flatmap(events_of), max_size=max_size)
