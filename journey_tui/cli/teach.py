"""`journey teach`: a lesson on the screen, for a class or for one person; place and score are kept."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journey_tui.cli.looks import (
    ASCII_OPTION,
    MOTION_OPTION,
    MOUSE_OPTION,
    THEMES,
    looks_of,
    settings_file,
)
from journey_tui.cli.scores import score_file
from journey_tui.cli.show import scenario_titles
from journey_tui.cli.speech import BENGALI_OPTION, LANG_OPTION, speak_for, speech_of
from journey_tui.cli.terminal import is_terminal, refuse_unusable_terminal

if TYPE_CHECKING:
    from journey_tui.playback import Timeline
    from journey_tui.playback.lesson import ResolvedLesson, Session
    from journey_tui.tui.teaching.classroom import Classroom


@click.command()
@click.argument("lesson", required=False)
@click.option("--again", is_flag=True, help="Begin anew, and forget what was answered.")
@click.option(
    "--score",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=score_file,
    help="At the end write the score to this file, .json or .csv.",
)
@click.option("--theme", type=click.Choice(THEMES), help="Colours; light for a projector.")
@ASCII_OPTION
@MOTION_OPTION
@LANG_OPTION
@BENGALI_OPTION
@MOUSE_OPTION
def teach(
    lesson: str | None,
    again: bool,
    score: Path | None,
    theme: str | None,
    ascii: bool | None,
    motion: bool | None,
    lang: str | None,
    bengali: str | None,
    mouse: bool,
) -> None:
    """Play LESSON (a bundled lesson's name, or a scenario file with a lesson in it) on the screen.

    It stops where the lesson does, asks before it shows what comes next, and says why each answer is right or wrong. Without
    LESSON those that come with the program are listed. journey present in a second terminal shows the notes.
    """
    chosen = lesson or _chosen(lang)
    if chosen is None:
        return
    lectern = Lectern(chosen, again)
    refuse_unusable_terminal()
    from journey_tui.cli.sources import edited_file, open_source
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.preferences import Preferences

    kept = (file := settings_file()).settings
    preferences = Preferences(file, tour=False)
    looks = looks_of(kept, ascii, motion)
    speech = speech_of(kept, lang, bengali, looks.ascii)
    if speech.refusal:
        preferences.wrong.append(speech.refusal)
    app = JourneyApp(
        open_source,
        str(lectern.path),
        scenario_titles,
        theme=f"journey-{theme or kept.theme or THEMES[0]}",
        looks=looks,
        preferences=preferences,
        speech=speech,
        room=lectern.room(),
        file_of=edited_file,
    )
    app.run(mouse=mouse)
    if not app.return_code:
        lectern.leave()
    if score is not None:
        lectern.write(score)  # also where the terminal was closed
    if app.return_code:
        sys.exit(app.return_code)


def _chosen(lang: str | None) -> str | None:
    """The lesson that is chosen from the list; None where nobody can be asked, or none is wanted."""
    from journey_tui.cli.lessons import tell_lessons
    from journey_tui.content.ui import _
    from journey_tui.scenario.bundled import lesson_names

    speak_for(lang)
    tell_lessons("teach")
    if not (is_terminal(sys.stdout) and is_terminal(sys.__stdin__)):
        return None
    words = click.prompt(_("Which one (number or name; Enter for none)"), default="", show_default=False)
    names = lesson_names()
    text = str(words).strip()
    if text.isdecimal():
        found = [name for name in names if int(name.partition("-")[0]) == int(text)]
        return found[0] if found else text
    return text or None


class Lectern:
    """What the command line knows of a lesson that is taught: its file, its place, and what is left of it at the end."""

    def __init__(self, lesson: str, again: bool = False) -> None:
        from journey_tui.cli.progress import Progress
        from journey_tui.cli.sources import find_source
        from journey_tui.scenario.bundled import lesson_path
        from journey_tui.text import clean_line

        bundled = lesson_path(lesson)
        self.path = bundled or find_source(lesson)
        self.called = shlex.quote(clean_line(lesson)) if bundled is None else bundled.stem
        """How a command line names it."""
        self._progress = Progress(self.path, "teach")
        self._again = again
        """Whether what is kept is to be forgotten, once the lesson is open."""
        self._timeline: Timeline | None = None
        self._session: Session | None = None
        self._is_kept = True
        """Whether the place could be written down the last time."""

    def room(self) -> "Classroom":
        """What the screen needs of it."""
        from journey_tui.scenario.bundled import lesson_names
        from journey_tui.tui.teaching.classroom import Classroom
        from journey_tui.tui.teaching.meeting import folder

        names = lesson_names()
        name = self.path.stem
        following = names[names.index(name) + 1 :] if name in names else []
        return Classroom(
            source=str(self.path),
            name=name,
            called=self.called,
            resolve=self.resolve,
            restore=self.restore,
            keep=self.keep,
            meeting=folder,
            follows=f"journey teach {following[0]}" if following else "",
        )

    def resolve(self, timeline: "Timeline") -> "ResolvedLesson":
        """The lesson in its run; raises what is wrong with it, with the lines of its file."""
        from journey_tui.cli.lessons import fitted
        from journey_tui.cli.sources import SourceRefused

        if timeline.header.lesson is None:
            raise SourceRefused(
                f"{self.path}: there is no lesson in it; journey teach lists those that there are"
            )
        self._timeline = timeline
        return fitted(self.path, timeline)

    def restore(self, lesson: "ResolvedLesson") -> "tuple[Session, bool, int]":
        """What was left of it the last time."""
        if self._again:
            self._progress.forget()
            self._again = False
        restored = self._progress.restore(lesson)
        self._session = restored.session
        return restored

    def keep(self, session: "Session") -> bool:
        """Write down where one stands."""
        self._session = session
        self._is_kept = self._progress.keep(session)
        return self._is_kept

    def write(self, score: Path) -> None:
        """Write what has been reached to a file; nothing where the lesson was never open."""
        from journey_tui.cli.scores import write_score
        from journey_tui.content.lesson import LessonWords
        from journey_tui.content.ui import current

        if self._session is not None and self._timeline is not None:
            words = LessonWords(self._timeline, self._session.lesson, current())
            write_score(self._session, words, self.path.stem, "", score)

    def leave(self) -> None:
        """Say where the lesson was left."""
        from journey_tui.content.ui import _

        session = self._session
        if session is None:
            return
        left = (
            _(
                "Left at stop {number} of {count}, with {points} of {of} points; journey teach {name} goes on from there."
            )
            if self._is_kept
            else _(
                "Left at stop {number} of {count}, with {points} of {of} points; the place could not be kept."
            )
        )
        click.echo(
            left.format(
                number=session.number,
                count=len(session.lesson.stops),
                points=session.points,
                of=session.lesson.points,
                name=self.called,
            )
        )
