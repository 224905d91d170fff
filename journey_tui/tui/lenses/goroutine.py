"""A goroutine's life: what it did and for how long, who made it, what it works for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from journey_tui.content.ui import _
from journey_tui.playback import Timeline
from journey_tui.playback.history import until
from journey_tui.text import clean_line
from journey_tui.trace import Event
from journey_tui.trace.events import descriptors, runtime
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.lenses.listing import first_row, flow, most_rows
from journey_tui.tui.stages.parts import goroutine_name, meter, spans, thread_name
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Follow, Look, Seek, Target
from journey_tui.tui.view import View
from journey_tui.units import format_clock, format_time
from journey_tui.world.state import World

_MOST_SUMMED: Final = 256
"""Stays up to which the sums are taken: a goroutine of a long run has too many to read them all."""
_KEPT: Final = 8192
"""Stays that are kept: who plays comes back to the same few goroutines."""
_LONGEST: Final = 80
_STATES: Final = ("running", "in a call", "runnable", "waiting")
_ROLES: Final = {
    "running": Role.USER,
    "in a call": Role.KERNEL,
    "runnable": Role.WARN,
    "waiting": Role.DIM,
}
_HEAD: Final = 2
_SUM_ROWS: Final = 14
"""Rows from which the sums find room above the stays."""
_DURATION: Final = 10


@dataclass(frozen=True, slots=True)
class Stay:
    """One thing that the goroutine did, from one event to the next."""

    position: int
    time_ns: int
    state: str
    words: str
    duration_ns: int | None
    """None while it lasts."""


@dataclass(frozen=True, slots=True)
class Life:
    """One goroutine at one moment, with the stays that are in view."""

    number: int | None = None
    function: str = ""
    links: tuple[tuple[str, Target | None], ...] = ()
    stays: tuple[Stay, ...] = ()
    here: int = -1
    """The position of the stay that lasts."""
    sums: tuple[tuple[str, int], ...] = ()
    """Nanoseconds in each state up to the moment."""
    total: int = 0


class _Reader:
    """Reads goroutines of one run."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._stays: dict[int, Stay] = {}
        """By the position at which each begins; only those that have ended."""
        self._threads: dict[int, str] = {}

    def gather(self, ask: Ask) -> Life:
        """The goroutine that is asked for, as it is at the moment."""
        world = self.timeline.world_at(ask.position)
        number = self._number(ask, world)
        if number is None:
            return Life()
        self._threads.update((one.id, one.name) for one in world.threads.values())
        places = self.timeline.history.goroutine(number)
        if len(self._stays) > _KEPT:
            self._stays.clear()
        here = until(places, ask.position) - 1
        room = max(ask.height - _HEAD, 1)
        start = first_row(len(places), room, max(here, 0), ask.scroll)
        made = self._event(places[0]) if places else None
        return Life(
            number=number,
            function=_function(world, number, made),
            links=_links(world, number, made, places),
            stays=tuple(self._stay(places, place) for place in range(start, min(start + room, len(places)))),
            here=places[here] if here >= 0 else -1,
            sums=self._sums(places, here, ask.position),
            total=len(places),
        )

    def _number(self, ask: Ask, world: World) -> int | None:
        """The one that is looked into, the event's own, or the one that works for the request at hand."""
        event = self.timeline.event_at(ask.position)
        if ask.subject is not None:
            return ask.subject
        if event is not None and event.goroutine is not None:
            return event.goroutine
        request = world.requests.get(ask.request) if ask.request is not None else None
        if request is not None and request.goroutine is not None:
            return request.goroutine
        connection = world.connections.get(request.connection or -1) if request is not None else None
        if connection is not None and connection.goroutine is not None:
            return connection.goroutine
        return min(world.goroutines, default=None)

    def _event(self, position: int) -> Event:
        event = self.timeline.event_at(position)
        assert event is not None
        return event

    def _stay(self, places: Sequence[int], place: int) -> Stay:
        position = places[place]
        if position in self._stays:
            return self._stays[position]
        event = self._event(position)
        state, words = _told(event)
        if isinstance(event, runtime.GoroutineStarted) and event.thread in self._threads:
            words = f"on {self._threads[event.thread]} with P{event.processor}, from: {event.source}"
        if place + 1 == len(places):
            return Stay(position, event.time_ns, state, words, None)
        lasted = self._event(places[place + 1]).time_ns - event.time_ns
        self._stays[position] = Stay(position, event.time_ns, state, words, lasted)
        return self._stays[position]

    def _sums(self, places: Sequence[int], here: int, position: int) -> tuple[tuple[str, int], ...]:
        if here < 0 or here > _MOST_SUMMED:
            return ()
        sums = dict.fromkeys(_STATES, 0)
        now_ns = self.timeline.time_at(position)
        for place in range(here + 1):
            stay = self._stay(places, place)
            if stay.state in sums:
                last = stay.duration_ns is None or place == here
                sums[stay.state] += now_ns - stay.time_ns if last else stay.duration_ns or 0
        return tuple(sums.items())


def _function(world: World, number: int, made: Event | None) -> str:
    if isinstance(made, runtime.GoroutineCreated):
        return clean_line(made.function, _LONGEST)
    known = world.goroutines.get(number)
    return known.function if known is not None else "not made yet"


def _links(
    world: World, number: int, made: Event | None, places: Sequence[int]
) -> tuple[tuple[str, Target | None], ...]:
    """Who made it, what it works for, where it is."""
    result: list[tuple[str, Target | None]] = []
    if isinstance(made, runtime.GoroutineCreated):
        result.append((f"made at #{places[0]:,}", Seek(places[0])))
        if made.creator is not None:
            result.append((f"by {goroutine_name(made.creator)}", Look("goroutine", made.creator)))
    known = world.goroutines.get(number)
    connection = known.connection if known is not None else made.connection if made is not None else None
    if connection is not None:
        result.append((f"for connection {connection}", Look("connection", connection)))
    if known is not None and known.request is not None:
        result.append((f"request #{known.request}", Follow(known.request)))
    if known is not None and known.thread is not None:
        result.append((f"on {thread_name(world, known.thread)}", None))
    if known is not None and known.processor is not None:
        result.append((f"P{known.processor}", None))
    return tuple(result)


# ── in words ──


def _created(event: runtime.GoroutineCreated) -> tuple[str, str]:
    return "runnable", f"made by {goroutine_name(event.creator)}: in P{event.processor}'s runnext"


def _readied(event: runtime.GoroutineReadied) -> tuple[str, str]:
    if event.queue == "direct":
        return "runnable", "woken: its thread goes on with it at once"
    owner = f"P{event.processor}'s " if event.processor is not None else "the "
    queue = {"local": "run queue", "global": "global queue"}.get(event.queue, event.queue)
    return "runnable", f"woken: in {'the ' if event.queue == 'global' else owner}{queue}"


def _preempted(event: runtime.GoroutinePreempted) -> tuple[str, str]:
    return "runnable", f"gives way ({event.cause}): in the global queue"


def _called(event: descriptors.SyscallEntered) -> tuple[str, str]:
    return "in a call", f"{event.name}({'' if event.fd is None else event.fd})"


def _returned(event: descriptors.SyscallReturned) -> tuple[str, str]:
    return "running", f"back from {event.name} with {event.errno or event.result}"


_WORDS: Final[dict[type[Event], Callable[[Any], tuple[str, str]]]] = {
    runtime.GoroutineCreated: _created,
    runtime.GoroutineReadied: _readied,
    runtime.GoroutineStarted: lambda event: ("running", f"with P{event.processor}, from: {event.source}"),
    runtime.GoroutineParked: lambda event: ("waiting", f"parked: {event.reason}"),
    runtime.GoroutinePreempted: _preempted,
    runtime.GoroutineEnded: lambda _event: ("ended", "its function has returned"),
    descriptors.SyscallEntered: _called,
    descriptors.SyscallReturned: _returned,
}


def _told(event: Event) -> tuple[str, str]:
    tell = _WORDS.get(type(event))
    state, words = ("", event.kind) if tell is None else tell(event)
    return state, clean_line(words, _LONGEST)


# ── drawing ──


def _title(_view: View, data: Life) -> str:
    if data.number is None:
        return "Goroutine"
    return f"Goroutine {data.number} ▸ {data.function}"


def _draw(_view: View, data: Life, surface: Surface) -> None:
    if data.number is None:
        surface.put_fit(1, 0, _("No goroutine has been made yet."), surface.width - 2, Role.DIM)
        return
    y = flow(surface, 0, 1, data.links)
    if surface.height >= _SUM_ROWS and data.sums:
        y = _draw_sums(data, surface, y)
    room = surface.height - y - 1
    if not data.stays:
        surface.put_fit(1, y, _("It was there before the run began."), surface.width - 2, Role.DIM)
        return
    surface.put_fit(2, y, f"{'SINCE':>12}  {'FOR':>{_DURATION}}  STATE", surface.width - 2, Role.DIM)
    current = next((place for place, stay in enumerate(data.stays) if stay.position == data.here), 0)
    start = min(max(current - room // 2, 0), max(len(data.stays) - room, 0))
    for row, stay in enumerate(data.stays[start : start + max(room, 0)], y + 1):
        _draw_stay(data, stay, surface, row)


def _draw_sums(data: Life, surface: Surface, y: int) -> int:
    """How long it has done what, as shares of its life so far."""
    whole = max(sum(spent for _, spent in data.sums), 1)
    for state, spent in data.sums:
        x = spans(surface, 1, y, (f"{state:<10}", _ROLES[state]), f"{format_time(spent):>10}  ")
        meter(surface, x, y, min(surface.width - x - 1, 30), spent, whole, _ROLES[state], _ROLES[state])
        y += 1
    return y + 1


def _draw_stay(data: Life, stay: Stay, surface: Surface, y: int) -> None:
    here, past = stay.position == data.here, stay.position <= data.here
    surface.put(0, y, "▶" if here else " ", Role.FOCUS)
    lasts = (
        "" if stay.state == "ended" else "…" if stay.duration_ns is None else format_time(stay.duration_ns)
    )
    x = spans(surface, 2, y, (f"{format_clock(stay.time_ns):>12}  {lasts:>{_DURATION}}  ", Role.DIM))
    role = _ROLES.get(stay.state, Role.TEXT) if past else Role.DIM
    x = spans(surface, x, y, (f"{stay.state:<10}", role))
    surface.put_fit(
        x, y, stay.words, surface.width - x, Role.STRONG if here else Role.TEXT if past else Role.DIM
    )
    surface.link(0, y, surface.width, Seek(stay.position), here=here)


def _gatherer(timeline: Timeline) -> Callable[[Ask], Life]:
    return _Reader(timeline).gather


LENS: Final[Lens[Life]] = Lens(
    id="goroutine",
    title=_title,
    gatherer=_gatherer,
    draw=_draw,
    most_scroll=lambda data, height: most_rows(data.total, height - _HEAD),
    comes_round=True,
)
