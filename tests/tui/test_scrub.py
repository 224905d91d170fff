"""The bar: what lies where, and what a click near it means."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from journey_tui.playback.spans import RequestSpan
from journey_tui.tui.panes import scrub
from journey_tui.tui.surface import Surface
from journey_tui.tui.view import View
from tests.tui.lenses.runs import run_of
from tests.tui.stages.scenes import idle

WIDTH = 120
VIEW = View(position=50, length=1000, drops=(500,), breaks=(500, 700), chapters=((700, "b"), (900, "c")))


def bar(view: View) -> str:
    surface = Surface(WIDTH, 1)
    scrub.draw(view, surface)
    return surface.text_row(0)


def span() -> RequestSpan:
    return run_of("hello").requests[0]


def test_where_marks_lie_on_one_another_the_more_important_one_is_seen() -> None:
    text = bar(VIEW)
    assert (text.count("◆"), text.count("✗"), text.count("▼")) == (2, 0, 1)
    assert bar(replace(VIEW, position=500)).count("◆") == 1, "the position covers it"


def test_changes_of_stage_are_marked_below_all_else() -> None:
    run = run_of("hello")
    plain = View(position=300, length=run.length, visit_request=span())
    text = bar(plain)
    assert "┿" in text[: text.index("●")]
    assert "┼" in text[text.index("●") :]
    covered = replace(plain, breaks=span().changes.positions)
    assert "┼" not in bar(covered)


def test_a_click_on_a_mark_or_beside_it_means_the_mark() -> None:
    start, length = scrub._span(WIDTH)
    for position in (500, 700, 900):
        x = start + scrub.column(position, VIEW.length, length)
        for beside in (x - 1, x, x + 1):
            assert scrub.snapped(VIEW, beside, WIDTH) == position
        assert scrub.snapped(VIEW, x + 3, WIDTH) == scrub.position_at(x + 3, WIDTH, VIEW.length)
    assert scrub.snapped(VIEW, 3, WIDTH) is None


def test_ten_thousand_losses_are_as_many_marks_as_there_are_columns() -> None:
    crowded = View(position=0, length=100_000, drops=range(0, 100_001, 10))
    _, length = scrub._span(WIDTH)
    assert sorted(scrub.marks(crowded, length)) == list(range(length))


class Counted(Sequence[RequestSpan]):
    """Requests that know how often one of them was asked for; each may have to be unpacked."""

    def __init__(self, spans: Sequence[RequestSpan]) -> None:
        self.spans = spans
        self.asked = 0

    def __len__(self) -> int:
        return len(self.spans)

    def __getitem__(self, place: Any) -> Any:
        self.asked += 1
        return self.spans[place]


def test_of_many_requests_only_those_are_looked_at_whose_names_find_room() -> None:
    run = run_of("keepalive-under-load")
    spans = Counted(run.requests)
    view = View(scene=idle(), length=run.length, spans=spans, starts=run.request_starts, times=(0, 10**9))
    surface = Surface(WIDTH, 2)
    scrub.draw(view, surface)
    named = surface.text_row(1).count("╵#")
    assert len(spans) > 50
    assert 2 <= named == spans.asked
