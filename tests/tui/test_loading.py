"""A file that is open in the program: saved in an editor it is shown as it is now, and the viewer stays where they are."""

from pathlib import Path

from textual.pilot import Pilot

from journey_tui.cli.sources import edited_file, open_source
from journey_tui.playback import Timeline
from journey_tui.playback.again import find_place, place_of
from journey_tui.tui.app import JourneyApp
from tests.tui.test_app import opened, rows

FILE = """\
journey: 1
title: {title}
server:
  routes:
    - {{pattern: GET /hello, handler: {{cpu: {cpu}, body: "hello"}}}}
clients:
  - {{name: alice, requests: [{{target: /hello}}, {{after: 2ms, target: /hello}}]}}
"""


def written(file: Path, title: str = "First", cpu: str = "20us") -> None:
    file.write_text(FILE.format(title=title, cpu=cpu))


def editing(file: Path) -> JourneyApp:
    return JourneyApp(open_source, str(file), file_of=edited_file)


async def looked(pilot: Pilot[None], running: JourneyApp, times: int = 2) -> None:
    """It looks after the file so many times, and opens what it has to."""
    for _ in range(times):
        running.loader.look()
    while running.opening or (running.player is not None and not running.player.timeline.complete):
        await pilot.pause()
    await pilot.pause()


def screen(running: JourneyApp) -> str:
    return "\n".join(rows(running))


async def test_a_file_that_was_saved_is_shown_as_it_is_now_and_keeps_the_place(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    written(file)
    async with (running := editing(file)).run_test(size=(120, 40)) as pilot:
        player = await opened(pilot, running)
        place = next(
            position
            for position in range(player.timeline.length)
            if (event := player.timeline.event_at(position + 1)) is not None
            and event.kind == "HandlerStarted"
            and event.request == 2
        )
        player.seek(place + 1)
        await pilot.press("i", "right_square_bracket")
        player.breakpoints.add("stage nic")
        written(file, "Second", cpu="900us")
        await looked(pilot, running)
        now = running.player
        assert now is not None
        assert now is not player
        assert now.timeline.header.title == "Second"
        event = now.timeline.event_at(now.position)
        assert event is not None
        assert (event.kind, event.request) == ("HandlerStarted", 2)
        assert not now.playing
        assert now.speed == player.speed
        assert running.sight.now.lens == "packet"
        assert [one.text for one in now.breakpoints.enabled] == ["stage nic"]


async def test_a_file_that_is_still_being_written_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    written(file)
    async with (running := editing(file)).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        written(file, "Half")
        await looked(pilot, running, times=1)
        assert running.player is player
        file.unlink()
        await looked(pilot, running)
        assert running.player is player
        written(file, "Whole again")
        await looked(pilot, running)
        assert running.player is not None
        assert running.player.timeline.header.title == "Whole again"


async def test_a_mistake_is_told_with_its_line_and_what_is_shown_stays(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    written(file)
    async with (running := editing(file)).run_test(size=(80, 24)) as pilot:
        player = await opened(pilot, running)
        before = player.position
        file.write_text(
            FILE.format(title="Wrong", cpu="20us").replace("pattern", "patern").replace("name:", "nam:")
        )
        await looked(pilot, running)
        assert running.player is player
        assert player.position == before
        assert f"{file}:5:" in running.notice
        assert "more mistake" in running.notice
        assert "mine.yaml:5" in screen(running).replace("\n", "").replace(" ", "").replace("│", "")
        written(file, "Mended")
        await looked(pilot, running)
        assert running.player is not player
        assert ":5:" not in running.notice


async def test_a_file_that_could_not_be_opened_is_opened_once_it_is_mended(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("journey: 2\n")
    async with (running := editing(file)).run_test(size=(80, 24)) as pilot:
        while running.opening:
            await pilot.pause()
        assert running.player is None
        written(file)
        await looked(pilot, running)
        assert running.player is not None
        assert running.player.playing


def test_only_what_somebody_may_be_editing_is_looked_after(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    written(file)
    assert edited_file(str(file)) == file
    assert edited_file("hello") is None
    assert edited_file(str(tmp_path / "missing.yaml")) is None


def test_the_same_place_is_where_the_same_happens_else_where_the_time_is_the_same(tmp_path: Path) -> None:
    written(tmp_path / "one.yaml")
    written(tmp_path / "two.yaml", cpu="5ms")
    one, two = (Timeline(open_source(str(tmp_path / name))) for name in ("one.yaml", "two.yaml"))
    one.pull(1_000_000)
    for position in range(0, one.length + 1, 7):
        found = find_place(two, place_of(one, position))
        before, now = one.event_at(position), two.event_at(found)
        if before is None:
            assert found == 0
        elif now is None or now.kind != before.kind or now.request != before.request:
            assert two.time_at(found) <= before.time_ns
    same = Timeline(open_source(str(tmp_path / "one.yaml")))
    assert [find_place(same, place_of(one, at)) for at in range(one.length + 1)] == list(
        range(one.length + 1)
    )
