"""The list of breakpoints: what is set, what could be, and where it is met, on any room there is."""

import pytest

from journey_tui.playback import Breakpoints
from journey_tui.stages import STAGES
from journey_tui.tui.layout import LANE_ROWS
from journey_tui.tui.lenses import LENSES, Ask
from journey_tui.tui.lenses.breaks import NEW, READY_MADE
from journey_tui.tui.panes import lanes, stage_map
from journey_tui.tui.surface import Surface
from journey_tui.tui.target import Halt, Seek
from journey_tui.tui.view import View
from tests.tui.lenses.runs import drawn, looked, run_of


def points(*texts: str) -> Breakpoints:
    result = Breakpoints(run_of("sample"))
    for text in texts:
        result.add(text)
    while result.scan(1000):
        pass
    return result


def shown(
    known: Breakpoints, width: int = 76, height: int = 30, position: int = 100, scroll: int = 0
) -> Surface:
    ask = Ask(position, None, width=width, height=height, breakpoints=known, scroll=scroll)
    return drawn("breaks", looked("breaks", run_of("sample"), ask), width, height, position=position)


def test_what_is_offered_leaves_out_what_is_set() -> None:
    surface = shown(points("drop", "stage nic"))
    targets = [link.target for link in surface.links()]
    halts = [target.text for target in targets if isinstance(target, Halt)]
    assert halts == ["drop", "stage nic", NEW, *(text for text, _ in READY_MADE if text != "drop")]


def test_each_tells_how_often_and_where_it_was_last_met_and_is_next() -> None:
    known = points("drop")
    one = known.all[0]
    row = next(row for row in shown(known, position=one.hits[1]).to_text().split("\n") if "◆" in row)
    assert row.split()[:3] == ["◆", "drop", str(len(one.hits))]
    far = shown(known, position=0).to_text()
    assert next(row for row in far.split("\n") if "◆" in row).split()[3] == "-"


def test_below_the_list_stands_where_they_are_met_and_each_can_be_gone_to() -> None:
    known = points("drop", "retransmission")
    hits = sorted({*known.all[0].hits, *known.all[1].hits})
    surface = shown(known, height=40, position=hits[2])
    seeks = [link.target.position for link in surface.links() if isinstance(link.target, Seek)]
    assert seeks == hits
    assert "▶" in next(row for row in surface.to_text().split("\n")[-24:] if "▶" in row)
    known.switch(known.all[0])
    off = shown(known, height=40, position=hits[2])
    assert [link.target.position for link in off.links() if isinstance(link.target, Seek)] == list(
        known.all[1].hits
    )


@pytest.mark.parametrize("width", [24, 36, 56, 76, 118])
@pytest.mark.parametrize("height", [1, 3, 4, 8, 14, 40])
@pytest.mark.parametrize("texts", [(), ("drop",), ("drop", "goroutine parks", "accept queue > 3")])
def test_every_row_can_be_reached_on_any_room(width: int, height: int, texts: tuple[str, ...]) -> None:
    known = points(*texts)
    lens = LENSES["breaks"]
    seen = set()
    ask = Ask(100, None, width=width, height=height, breakpoints=known)
    top = lens.most_scroll(looked("breaks", run_of("sample"), ask), height)
    for scroll in range(top + 1):
        surface = shown(known, width, height, scroll=scroll)
        seen |= {link.target.text for link in surface.links() if isinstance(link.target, Halt)}
        assert all(len(row) <= width for row in surface.to_text().split("\n"))
    assert seen == {*texts, NEW, *(text for text, _ in READY_MADE)}


def test_a_stage_with_a_breakpoint_is_marked_on_the_map_and_on_its_card() -> None:
    stops = points("stage mux", "drop").stages
    assert stops == {"mux"}
    for draw, height in ((stage_map.draw, 2), (lanes.draw, 3 * LANE_ROWS + 2)):
        for count, view in (
            (1, View(stops=stops)),
            (len(STAGES), View(stops=frozenset(s.id for s in STAGES))),
        ):
            surface = Surface(120, height)
            draw(view, surface)
            assert surface.to_text().count("◆") == count
