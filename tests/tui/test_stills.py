"""Pictures without a screen: what is drawn at a position, in the size and the language that was asked for."""

import pytest
from rich.cells import cell_len

from journey_tui.playback import Timeline
from journey_tui.trace import Trace
from journey_tui.tui.stills import Stills
from journey_tui.tui.themes import DARK, LIGHT, NAMES
from tests.samples import sample_events, sample_header


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    timeline = Timeline(Trace(sample_header(), sample_events()))
    timeline.pull(10_000)
    return timeline


@pytest.mark.parametrize("words", [True, False])
@pytest.mark.parametrize(("width", "height"), [(60, 16), (80, 24), (120, 40), (200, 60)])
def test_every_row_of_a_frame_is_as_wide_as_the_frame(
    width: int, height: int, words: bool, timeline: Timeline
) -> None:
    stills = Stills(timeline, width, height, LIGHT, words=words)
    (frame,) = stills.frames([200])
    assert len(frame.rows) == height
    for row in frame.rows:
        assert sum(run.width for run in row) == width
        assert all(cell_len(run.text) == run.width for run in row)


def test_with_words_the_picture_explains_and_without_them_it_only_draws(timeline: Timeline) -> None:
    explained = Stills(timeline, 80, 24, DARK).surface(200).to_text()
    drawn = Stills(timeline, 80, 24, DARK, words=False).surface(200).to_text()
    assert "What is happening" in explained
    assert "What is happening" not in drawn
    assert "CLNT" in drawn


def test_no_key_is_told_of_where_nobody_can_press_one(timeline: Timeline) -> None:
    for look, stage in (("", "mux"), ("sequence", ""), ("", "")):
        text = Stills(timeline, 120, 40, DARK).surface(200, look, stage).to_text()
        assert "Esc" not in text
        assert "Ctrl" not in text


def test_a_stage_or_a_lens_can_be_looked_at_instead(timeline: Timeline) -> None:
    stills = Stills(timeline, 120, 36, DARK, words=False)
    assert "USER SPACE ▸ ServeMux" in stills.surface(200, stage="mux").to_text()
    assert stills.surface(200, "timeline").to_text() != stills.surface(200).to_text()


def test_a_recording_shows_a_run_that_plays(timeline: Timeline) -> None:
    stills = Stills(timeline, 80, 24, DARK)
    assert "PAUSE" in stills.surface(200).text_row(0)
    stills.plays("events", 4.0)
    assert "PLAY" in stills.surface(201).text_row(0)
    assert "×4" in stills.surface(201).text_row(0)


@pytest.mark.parametrize("theme", NAMES)
def test_every_look_has_colours_that_differ_from_their_ground(theme: str, timeline: Timeline) -> None:
    for look in Stills(timeline, 80, 24, theme).looks:
        assert look.foreground != look.background
