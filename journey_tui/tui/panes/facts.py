"""The event as the trace holds it, and the counters that a real host would print."""

from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.view import View


def draw(view: View, surface: Surface) -> None:
    """Ids first, then counters that are not zero."""
    inside = surface.box(
        0, 0, surface.width, surface.height, border=Border.LIGHT, role=Role.DIM, title="Facts"
    )
    for y, (name, value) in enumerate(_rows(view)[: inside.height]):
        inside.put_fit(1, y, name, inside.width - 2, Role.DIM)
        inside.put_right(y, value, Role.TEXT, margin=1)


def _rows(view: View) -> list[tuple[str, str]]:
    scene = view.scene
    if scene is None:
        return []
    event, world = scene.event, scene.world
    rows: list[tuple[str, str]] = []
    if event is not None:
        rows += [("event", event.kind), ("its moment is", event.basis)]
        for name in ("request", "connection", "packet", "goroutine", "thread", "cpu", "fd"):
            number = getattr(event, name)
            if number is not None:
                rows.append((name, f"{number}"))
    rows += [
        ("requests answered or failed", f"{world.finished_requests:,}"),
        ("packets lost", f"{world.dropped_packets:,}"),
    ]
    return rows + [(name, f"{count:,}") for name, count in sorted(world.counters.items()) if count]
