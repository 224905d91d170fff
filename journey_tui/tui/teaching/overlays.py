"""What lies over the picture in a lesson: the list of chapters and stops, the notes, and what was reached at the end."""

from typing import TYPE_CHECKING

from journey_tui.content.ui import _
from journey_tui.playback import Player
from journey_tui.tui import commands
from journey_tui.tui.screens.chapters import ChaptersScreen, Entry
from journey_tui.tui.screens.pages import Block, PagesScreen
from journey_tui.tui.teaching.mode import Teaching

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp


def chapters(app: "JourneyApp") -> None:
    """All chapters and stops, as far as they may be known; the one that is chosen is gone to."""
    lesson = app.lesson
    if lesson is None or app.player is None:
        app.notice = app.notice or _("This run has no chapters.")
        return

    def chosen(entry: Entry | None) -> None:
        if entry is not None:
            app.sight.unpin()
            commands.guarded(app, lambda player: player.seek(entry.position))
        app.repaint()

    commands.guarded(app, Player.pause)
    app.push_screen(ChaptersScreen(entries(app, lesson), app.player.position), chosen)


def entries(app: "JourneyApp", lesson: Teaching) -> list[Entry]:
    """Chapters with their stops below them; what comes after an open question is not among them."""
    wording = lesson.wording(app)
    last = lesson.lesson.length if lesson.open is None else lesson.open.position
    found: list[Entry] = []
    for chapter in lesson.lesson.chapters:
        if chapter.position <= last:
            title = f"{chapter.number}  {wording.title(chapter)}"
            found.append(Entry(title, chapter.position, heading=True))
        for stop in lesson.lesson.stops_of(chapter.number) if lesson.room is not None else ():
            if stop.position <= last:
                mark = _mark(lesson, stop.number)
                found.append(Entry(f"{mark} {stop.number:>2}  {wording.short(stop)}", stop.position))
    if lesson.open is not None:
        found.append(Entry(_("… what comes is listed when the question has been answered"), -1))
    return found


def _mark(lesson: Teaching, number: int) -> str:
    """Right, wrong, shown without an answer, open, or nothing asked."""
    stop = lesson.lesson.stops[number - 1]
    if stop.question is None:
        return "·"
    answered = lesson.session.of(stop)
    if not answered.shown:
        return "?"
    if answered.verdict is None:
        return "–"
    return "✓" if answered.verdict.right else "✗"


def step_chapter(app: "JourneyApp", places: int) -> None:
    """To where the next chapter begins, or the one at hand or the one before it."""
    lesson = app.lesson
    if lesson is None or app.player is None or not lesson.lesson.chapters:
        app.notice = _("This run has no chapters.")
        return
    here = app.player.position
    begins = [position for position, _title in lesson.chapters(app)]
    beyond = [position for position in begins if (position > here if places > 0 else position < here)]
    if beyond:
        target = beyond[0] if places > 0 else beyond[-1]
        app.sight.unpin()
        commands.guarded(app, lambda player: player.seek(target))
        app.notice = ""
    elif places > 0:
        app.notice = lesson.refusal if lesson.open is not None else _("This is the last chapter.")
    else:
        app.notice = _("This is where the first chapter begins.")


def notes(app: "JourneyApp") -> None:
    """The notes of this stop and its chapter."""
    lesson = app.lesson
    if lesson is None or app.player is None:
        app.notice = _("This run has no notes.")
        return
    wording = lesson.wording(app)
    stop = lesson.at or lesson.open
    chapter = lesson.lesson.chapter_at(app.player.position) if lesson.lesson.chapters else None
    blocks = []
    if stop is not None and stop.notes:
        blocks.append(Block(_("Stop {number}").format(number=stop.number), wording.notes(stop)))
    if chapter is not None and chapter.notes:
        blocks.append(Block(wording.title(chapter), wording.chapter_notes(chapter)))
    if not blocks:
        app.notice = _(
            "There are no notes here. journey present shows them in another terminal, unseen by the class."
        )
        return
    commands.guarded(app, Player.pause)
    app.push_screen(PagesScreen(_("Notes"), blocks), lambda _: app.repaint())


def end(app: "JourneyApp") -> None:
    """What was reached, what was missed, and where to go on."""
    lesson = app.lesson
    if lesson is not None and lesson.room is not None:
        app.push_screen(
            PagesScreen(_("The end of the lesson"), reached(app, lesson)), lambda _: app.repaint()
        )


def reached(app: "JourneyApp", lesson: Teaching) -> list[Block]:
    """The score, then every question that was missed with its answer."""
    session, wording = lesson.session, lesson.wording(app)
    questions = [stop for stop in lesson.lesson.stops if stop.question is not None]
    missed = {stop.number for stop in session.missed}
    right = len(session.asked) - len(missed)
    blocks = []
    if questions:
        blocks.append(
            Block(
                _("{points} of {of} points").format(points=session.points, of=lesson.lesson.points),
                _("{right} of {count} questions were answered right.").format(
                    right=right, count=len(questions)
                ),
            )
        )
    for stop in questions:
        verdict = session.of(stop).verdict
        assert stop.question is not None
        if stop.number in missed:
            said = _("no answer") if verdict is None else wording.reply(stop, verdict.reply)
            answers = (
                _("Your answer: {said}").format(said=said),
                _("Right: {right}").format(right=wording.reply(stop, stop.question.correct)),
            )
            blocks.append(Block(f"{_mark(lesson, stop.number)} {wording.short(stop)}", "\n".join(answers)))
        elif not session.of(stop).shown:
            where = _("Stop {number} was passed over; m leads there.").format(number=stop.number)
            blocks.append(Block(f"? {wording.short(stop)}", where))
    blocks.append(Block(_("Where to go on"), _onward(lesson)))
    return blocks


def _onward(lesson: Teaching) -> str:
    assert lesson.room is not None
    ways = [
        _("The run is yours now: every key works, and { } and m lead through its chapters."),
        _("journey quiz {name} asks one person the same questions.").format(
            name=lesson.room.called or lesson.room.name
        ),
    ]
    if lesson.room.follows:
        ways.insert(0, _("The next lesson: {name}").format(name=lesson.room.follows))
    return "\n".join(ways)
