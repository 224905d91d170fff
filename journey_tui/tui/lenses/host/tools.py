"""Which tools there are, and how each one's lines are read for one frame without reading the run again.

Most are told by the world. Where ten thousand things would each have a line, only those in view are written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.trace import Event, TraceHeader
from journey_tui.tui.lenses.connection import connection_at
from journey_tui.tui.lenses.host.calls import Calls
from journey_tui.tui.lenses.host.printed import Printed, Row
from journey_tui.tui.lenses.host.request import RequestReader
from journey_tui.tui.lenses.host.sockets import SocketTable
from journey_tui.tui.lenses.lens import Ask
from journey_tui.tui.lenses.listing import first_row
from journey_tui.tui.target import Follow, Look, Target
from journey_tui.views import VIEWS, Moment
from journey_tui.views.proc_fd import link
from journey_tui.views.schedtrace import goroutine_line, machine_numbers, machines
from journey_tui.world.state import World

MANY: Final = 256
"""More goroutines or descriptors than these are not all written, and not sorted as ls does."""
_MOST_BEYOND: Final = 3
_Line = tuple[str, Target | None]


class _Pulled:
    """The events of a timeline, for views."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    @property
    def header(self) -> TraceHeader:
        return self._timeline.header

    def __len__(self) -> int:
        return self._timeline.length

    def __getitem__(self, position: int) -> Event:
        event = self._timeline.event_at(position + 1)
        assert event is not None
        return event

    def events(self, start: int, stop: int) -> Iterator[Event]:
        return self._timeline.events(start, stop)


class Reader:
    """Reads what the tools print in one run."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._pulled = _Pulled(timeline)
        self._calls = Calls(timeline)
        self._sockets = SocketTable(timeline)
        self._requests = RequestReader(timeline)
        self._kept: tuple[Ask | None, set[str]] = (None, set())
        """The lines of the last moment."""

    def printed(self, tool: str, ask: Ask, room: int) -> Printed:
        """What a tool prints at a moment, as far as there is room."""
        if tool == "strace":
            return self._calls.printed(ask.position, room, ask.scroll)
        if tool == "ss":
            return self._sockets.printed(ask.position, room, ask.scroll, connection_at(self.timeline, ask))
        earlier = replace(ask, position=ask.position - 1)
        before = self._kept[1] if self._kept[0] == earlier else None
        if before is None:
            before = {text for text, _ in self._lines(tool, ask, max(ask.position - 1, 0), room)}
        lines = self._lines(tool, ask, ask.position, room)
        self._kept = (ask, {text for text, _ in lines})
        rows = [Row(text, bool(ask.position) and text not in before, target) for text, target in lines]
        return _window(rows, room, ask.scroll, self._note(tool, ask, bool(rows)))

    def _lines(self, tool: str, ask: Ask, position: int, room: int) -> Sequence[_Line]:
        if tool == "curl":
            request = ask.request if ask.subject is None else ask.subject
            follow = None if request is None else Follow(request)
            return [(text, follow) for text in self._requests.lines(request, position)]
        moment = Moment(self._pulled, position, self.timeline.world_at(position))
        return list(_READ.get(tool, _whole(tool))(moment, ask.scroll, room))

    def _note(self, tool: str, ask: Ask, printed: bool) -> str:
        world = self.timeline.world_at(ask.position)
        if tool == "curl" and self._requests.is_behind(ask.position):
            return "still reading the run"
        if tool == "scheddetail" and len(world.goroutines) > MANY:
            return f"{len(world.goroutines):,} goroutines: the rest has no room here"
        if tool == "proc-fd" and len(world.fds) > MANY:
            return f"{len(world.fds):,} files: the rest has no room here"
        return "" if printed else _NOTHING.get(tool, "nothing yet")


_NOTHING: Final = {
    "curl": "the request has not begun",
    "schedtrace": "the server's process has not started",
    "scheddetail": "the server's process has not started",
}


def _window(rows: Sequence[Row], room: int, scroll: int, note: str) -> Printed:
    """The rows that find room; of those that changed beyond them, a few are told all the same."""
    room -= bool(note)
    first = first_row(len(rows), room, 0, scroll)
    outside = [*rows[:first], *rows[first + room :]]
    beyond = [row for row in outside if row.new][:_MOST_BEYOND]
    return Printed(rows[first : first + max(room - len(beyond), 1)], len(rows), first, beyond, note)


# ── one tool each ──

_Lines = Callable[[Moment, int, int], Iterator[_Line]]


def _whole(tool: str) -> _Lines:
    """All that the view says."""

    def lines(moment: Moment, _scroll: int, _room: int) -> Iterator[_Line]:
        yield from ((text, None) for text in VIEWS[tool].lines(moment))

    return lines


def _nstat(moment: Moment, _scroll: int, _room: int) -> Iterator[_Line]:
    """Without `-z`: what has counted."""
    yield from ((text, None) for text in VIEWS["nstat"].lines(moment) if text.split()[1:2] != ["0"])


def _ethtool(moment: Moment, _scroll: int, _room: int) -> Iterator[_Line]:
    yield from ((text, None) for text in VIEWS["ethtool"].lines(moment) if not text.endswith(": 0"))


def _scheddetail(moment: Moment, scroll: int, room: int) -> Iterator[_Line]:
    world = moment.world
    if len(world.goroutines) <= MANY:
        for text in VIEWS["scheddetail"].lines(moment):
            number = text.split(":")[0].removeprefix("  G")
            yield text, Look("goroutine", int(number)) if number.isdigit() else None
        return
    yield from ((text, None) for text in machines(moment))
    numbers = machine_numbers(world)
    for goroutine in _at_hand(world.goroutines, _goroutines_at_hand(world), scroll + room):
        text = goroutine_line(world.goroutines[goroutine], world, numbers)
        yield text, Look("goroutine", goroutine)


def _goroutines_at_hand(world: World) -> list[int]:
    """Those that run, and the one of the connection that the event is about."""
    running = [thread.goroutine for thread in world.threads.values() if thread.goroutine is not None]
    connection = None if world.connection is None else world.connections.get(world.connection)
    own = [] if connection is None or connection.goroutine is None else [connection.goroutine]
    return [*own, *running]


def _proc_fd(moment: Moment, scroll: int, room: int) -> Iterator[_Line]:
    world = moment.world
    if len(world.fds) <= MANY:
        for text in VIEWS["proc-fd"].lines(moment):
            number = text.partition(" -> ")[0].split(" ")[-1]
            yield text, _connection_of(world, int(number)) if number.isdigit() else None
        return
    connection = None if world.connection is None else world.connections.get(world.connection)
    own = [] if connection is None or connection.fd is None else [connection.fd]
    for fd in _at_hand(world.fds, own, scroll + room):
        yield link(moment, fd), _connection_of(world, fd)


def _connection_of(world: World, fd: int) -> Target | None:
    entry = world.fds.get(fd)
    return None if entry is None or entry.connection is None else Look("connection", entry.connection)


def _at_hand(things: Mapping[int, object], first: Sequence[int], room: int) -> Iterator[int]:
    """Those at hand, then the others, as many as there is room for."""
    shown = dict.fromkeys(number for number in first if number in things)
    yield from shown
    yield from islice((number for number in things if number not in shown), room)


_READ: Final[dict[str, _Lines]] = {
    "nstat": _nstat,
    "ethtool": _ethtool,
    "scheddetail": _scheddetail,
    "proc-fd": _proc_fd,
}


@dataclass(frozen=True, slots=True)
class Tool:
    """One page of the pane."""

    name: str
    command: str
    """What to type on a real machine for these lines."""


_OTHERWISE: Final = {
    "nstat": "nstat -a",
    "ethtool": "ethtool -S eth0 | grep -v ': 0$'",
}
"""Where the pane leaves out what has not counted."""

TOOLS: Final = tuple(Tool(name, _OTHERWISE.get(name, view.command)) for name, view in VIEWS.items())
