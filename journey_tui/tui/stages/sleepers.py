"""Those that do not run: goroutines that wait, with the reason as Go prints it, and threads that hold no P."""

from itertools import islice

from rich.cells import cell_len

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import crowds
from journey_tui.tui.stages.parts import Part, function_name, goroutine_name, here, spans, token, whose, words
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.stages.transitions import active_goroutine, names_request, thread_of_the_moment
from journey_tui.tui.surface import ELLIPSIS, Role, Surface
from journey_tui.units import format_time
from journey_tui.world.state import Goroutine, Thread, World

_STAGE = "goroutine"
_MOST_NAMES = 12
_TOKEN = 4
"""Cells of a token besides its label."""
MOST_WAITING = 64
_SCANNED = 256
"""Goroutines and threads that are looked at one by one; of more goroutines the number is told."""


def draw_waiting(scene: Scene, total: int, surface: Surface) -> None:
    """One row for those that wait, and a row each where there is room."""
    if not scene.world.goroutines:
        spans(surface, 1, 0, ("WAITING ", Role.STRONG), ("no goroutine yet", Role.DIM))
        return
    if total > crowds.MANY:
        crowds.draw_waiting(scene, total, surface)
        return
    found = _those_that_wait(scene)
    if surface.height < 2 or not found:
        x = spans(surface, 1, 0, (f"WAITING {total:,} (no M) ", Role.STRONG))
        texts = [f"{goroutine_name(one.id)} {one.reason} " for one in found[:_MOST_NAMES]]
        spans(surface, x, 0, words(texts, total, surface.width - x - 1, "none"))
        return
    _waiting_table(scene, total, found, surface)


def _waiting_table(scene: Scene, total: int, found: list[Goroutine], surface: Surface) -> None:
    world = scene.world
    rows = [
        Row(
            (
                goroutine_name(one.id),
                one.reason,
                function_name(one.function),
                "-" if one.fd is None else f"fd {one.fd}",
                format_time(max(world.time_ns - one.since_ns, 0)),
            ),
            one.id == active_goroutine(scene),
        )
        for one in found
    ]
    titles = (f"WAITING {total:,}", "REASON (HOLDS NO M)", "FUNCTION", "FILE", "SINCE")
    table(surface, titles, rows, flexible=2, total=total)


def _those_that_wait(scene: Scene) -> list[Goroutine]:
    """The active one first, then the oldest ones; not all are looked at when there are thousands."""
    goroutines, active = scene.world.goroutines, active_goroutine(scene)
    found = [
        one for one in islice(goroutines.values(), _SCANNED) if one.state == "waiting" and one.id != active
    ]
    own = goroutines.get(active) if active is not None else None
    if own is not None and own.state == "waiting":
        found.insert(0, own)
    return found[:MOST_WAITING]


def draw_threads(scene: Scene, surface: Surface) -> None:
    """Threads without a P and where they sleep; the one of this moment first, the request apart at the right."""
    label, now = here(scene, _STAGE), thread_of_the_moment(scene)
    if label and not names_request(scene, surface.width):
        left = max(surface.width - cell_len(label) - _TOKEN - 1, 0)
        token(surface, left, 0, label, target=whose(scene, _STAGE))
        surface = surface.area(0, 0, left - 1, 1)
    pieces: list[Part] = []
    thread = scene.world.threads.get(now) if now is not None else None
    if thread is not None and thread.processor is None:
        pieces += [(f" {thread.name} {_where(thread)} ", Role.PACKET), "  "]
    x = spans(surface, 1, 0, ("NO P: ", Role.STRONG), *pieces)
    places = _places(scene.world, now)
    if not pieces and not places:
        spans(surface, x, 0, ("none", Role.DIM))
    for place, names in places.items():
        shown = words(names[:_MOST_NAMES], len(names), surface.width // 3)
        if x + cell_len(shown) + 1 + cell_len(place) > surface.width:
            spans(surface, min(x, surface.width - 1), 0, (ELLIPSIS, Role.DIM))
            break
        x = spans(surface, x, 0, f"{shown} ", (place, Role.DIM)) + 2


def _places(world: World, without: int | None) -> dict[str, list[str]]:
    """Threads that hold no P by what they do."""
    places: dict[str, list[str]] = {}
    for thread in islice(world.threads.values(), _SCANNED):
        if thread.processor is None and thread.id != without:
            place = f"in {thread.where}" if thread.state == "blocked" else _where(thread)
            places.setdefault(place, []).append(thread.name)
    return places


def _where(thread: Thread) -> str:
    if thread.state == "blocked":
        return f"asleep in {thread.where}"
    if thread.state == "running" and thread.cpu is not None:
        return f"on CPU {thread.cpu}"
    return "woken, waits for a core" if thread.state == "runnable" else thread.state
