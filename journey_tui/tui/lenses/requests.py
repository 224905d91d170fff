"""All requests of the run with what became of them, each to be followed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from journey_tui.playback import Timeline
from journey_tui.playback.spans import RequestSpan
from journey_tui.tui.lenses.lens import Ask, Lens
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Follow
from journey_tui.tui.view import View
from journey_tui.units import format_clock

_TITLES: Final = f"  {'#':>6}  {'SENT AT':>12}  {'CLIENT':<12} {'REQUEST':<28} OUTCOME"


@dataclass(frozen=True, slots=True)
class Listed:
    """The requests that find room, and how many there are."""

    spans: Sequence[RequestSpan]
    times_ns: Sequence[int]
    total: int
    near: int | None


def _gatherer(timeline: Timeline) -> Callable[[Ask], Listed]:
    def gather(ask: Ask) -> Listed:
        spans = timeline.requests
        window = spans[ask.scroll : ask.scroll + max(ask.height - 1, 0)]
        return Listed(window, [timeline.time_at(span.sent) for span in window], len(spans), ask.request)

    return gather


def _draw(view: View, data: Listed, surface: Surface) -> None:
    if not data.total:
        surface.put_fit(1, 0, "No request has been sent yet.", surface.width - 2, Role.DIM)
        return
    surface.put_fit(0, 0, _TITLES, surface.width, Role.DIM)
    for y, (span, time_ns) in enumerate(zip(data.spans, data.times_ns, strict=True), 1):
        here = span.id == data.near
        request = f"{span.method} {span.target}"
        outcome = span.outcome if span.outcome and span.last <= view.position else "under way"
        outcome = outcome if span.sent <= view.position else "to come"
        text = (
            f"{span.id:>6}  {format_clock(time_ns):>12}  {span.client[:12]:<12} {request[:28]:<28} {outcome}"
        )
        surface.put(0, y, "▶" if here else " ", Role.FOCUS)
        role = Role.STRONG if here else Role.DIM if span.sent > view.position else Role.TEXT
        surface.put_fit(2, y, text, surface.width - 2, role)
        surface.link(0, y, surface.width, Follow(span.id))


def _most_scroll(data: Listed, height: int) -> int:
    return max(data.total - max(height - 1, 1), 0)


LENS: Final[Lens[Listed]] = Lens(
    id="requests",
    title=lambda _view, data: f"Requests: {data.total:,}",
    gatherer=_gatherer,
    draw=_draw,
    most_scroll=_most_scroll,
)
