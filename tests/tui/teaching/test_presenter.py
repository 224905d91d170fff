"""The teacher's window as a program: it finds a lesson, follows it, waits when it is over, and costs nothing meanwhile."""

from pathlib import Path

from textual.pilot import Pilot

from journey_tui.tui.teaching import meeting
from journey_tui.tui.teaching.follow import Publisher
from journey_tui.tui.teaching.message import Telling
from journey_tui.tui.teaching.presenter import PresenterApp
from tests.tui.teaching.test_follow import shut

SIZE = (80, 24)


def text(window: PresenterApp) -> str:
    return "\n".join(window.canvas.render_line(y).text for y in range(window.size.height))


def publisher(title: str, notes: str = "") -> Publisher:
    return Publisher(lambda _: Telling(source=title, title=title, notes=notes, stops=3))


async def heard(pilot: Pilot[None], window: PresenterApp, title: str) -> None:
    while window.told is None or window.told.title != title:
        await pilot.pause()


async def test_started_first_it_waits_and_finds_the_lesson_and_waits_again_when_it_ends(
    tmp_path: Path,
) -> None:
    window = PresenterApp(tmp_path, "en")
    async with window.run_test(size=SIZE) as pilot:
        assert "No lesson runs yet" in text(window)
        lesson = publisher("first")
        await lesson.open(meeting.own(tmp_path))
        await heard(pilot, window, "first")
        assert "There are no notes for this stop." in text(window)
        await shut(lesson)
        while "The lesson has ended." not in text(window):
            await pilot.pause()
        assert "first" in text(window)


async def test_of_several_lessons_it_follows_the_one_that_is_asked_for(tmp_path: Path) -> None:
    one, other = publisher("mux"), publisher("p99")
    await one.open(tmp_path / "1.lesson")
    await other.open(tmp_path / "2.lesson")
    for source in ("mux", "p99"):
        window = PresenterApp(tmp_path, "en", source=source)
        async with window.run_test(size=SIZE) as pilot:
            await heard(pilot, window, source)
    await shut(one)
    await shut(other)


async def test_long_notes_are_moved_with_the_keys_and_the_theme_changes(tmp_path: Path) -> None:
    lesson = publisher("long", "\n".join(f"note {number}" for number in range(60)))
    await lesson.open(tmp_path / "1.lesson")
    window = PresenterApp(tmp_path, "en")
    async with window.run_test(size=SIZE) as pilot:
        await heard(pilot, window, "long")
        assert "note 59" not in text(window)
        await pilot.press(*["pagedown"] * 6)
        assert "note 59" in text(window)
        await pilot.press("home")
        assert "note 0 " in text(window)
        before = window.theme
        await pilot.press("T")
        assert window.theme != before
    await shut(lesson)
