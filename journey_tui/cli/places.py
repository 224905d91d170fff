"""Places in a run that an option or a reader names, those of its lesson among them."""

from typing import TYPE_CHECKING, Final

from journey_tui.cli.sources import SourceRefused, find_source, refusing

if TYPE_CHECKING:
    from journey_tui.playback.lesson import ResolvedLesson
    from journey_tui.playback.timeline import Timeline

_EVERY_EVENT: Final = 2**62


def lesson_of(source: str, timeline: "Timeline") -> "ResolvedLesson | None":
    """The lesson of a run that was opened from a source, if it has one; raises `SourceRefused` for its mistakes."""
    if timeline.header.lesson is None:
        return None
    from journey_tui.cli.lessons import fitted

    path = find_source(source)
    with refusing(about=path):
        return fitted(path, timeline)


def place(timeline: "Timeline", text: str, option: str, lesson: "ResolvedLesson | None" = None) -> int:
    """The position that an option names: a chapter or a stop of the lesson by its id, or a place in the run.

    Raises `SourceRefused`.
    """
    from journey_tui.playback.place import SeekError, find_position

    named = {} if lesson is None else lesson_places(lesson)
    if text.strip() in named:
        return named[text.strip()]
    try:
        with refusing():
            return find_position(timeline, text, _EVERY_EVENT)
    except SeekError as error:
        parts = f"; or one of {', '.join(named)}" if named else ""
        raise SourceRefused(f"{option}: {error}{parts}") from None


def lesson_places(lesson: "ResolvedLesson") -> dict[str, int]:
    """The positions of a lesson's chapters and stops by their ids."""
    chapters = {chapter.id: chapter.position for chapter in lesson.chapters}
    return chapters | {stop.id: stop.position for stop in lesson.stops}
