"""What `journey export` makes in each form: the run, its lesson and the pictures of it, handed to the exporter."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from journey_tui.cli.output import as_lines, deliver
from journey_tui.cli.places import lesson_of, place
from journey_tui.cli.sources import SourceRefused, open_source, refusing
from journey_tui.cli.wishes import Size, Wishes

if TYPE_CHECKING:
    from journey_tui.exporters.outline import Outline
    from journey_tui.tui.stills import Stills

_USUAL: Final = Size(120, 40)
_BOTH: Final = ("en", "bn")

Export = Callable[[str, Path | None, Wishes], None]


class Run:
    """A source, read to its end, with its lesson if it has one."""

    def __init__(self, source: str) -> None:
        from journey_tui.playback.timeline import Timeline

        self.trace = open_source(source)
        self.timeline = Timeline(self.trace)
        with refusing():
            while self.timeline.pull(10_000):
                pass
        self.lesson = lesson_of(source, self.timeline)

    def outline(self, languages: tuple[str, ...]) -> "Outline":
        """Its parts."""
        from journey_tui.exporters.outline import Outliner

        return Outliner(self.timeline, self.lesson, languages).outline()

    def stills(
        self, wishes: Wishes, language: str, usual_theme: str = "dark", words: bool = True
    ) -> "Stills":
        """Its pictures."""
        from journey_tui.tui.stills import Stills

        width, height = wishes.size or _USUAL
        theme = f"journey-{wishes.theme or usual_theme}"
        return Stills(self.timeline, width, height, theme, words=words, language=language)

    def place(self, text: str | None, option: str, usual: int) -> int:
        """The position that an option names."""
        return usual if text is None else place(self.timeline, text, option, self.lesson)

    @property
    def opening(self) -> int:
        """Where a viewer begins; with a lesson where its first chapter does."""
        opening = self.timeline.opening or 0
        return opening if self.lesson is None else min(opening, self.lesson.chapters[0].position)


def _one_language(wishes: Wishes) -> str:
    if wishes.lang == "both":
        raise SourceRefused("--lang: a picture is in one language; choose en or bn")
    return wishes.lang or "en"


def _to_pcap(source: str, output: Path | None, wishes: Wishes) -> None:
    from journey_tui.exporters.pcap import pcap_chunks

    if output is None and sys.stdout.isatty():
        raise SourceRefused("pcap is binary: name a file with -o FILE")
    trace = open_source(source)
    with refusing():
        trace.pull_all()
    deliver(pcap_chunks(trace), output)


def _to_svg(source: str, output: Path | None, wishes: Wishes) -> None:
    language = _one_language(wishes)
    if output is None and wishes.at is None:
        raise SourceRefused("svg: name a folder for the pictures with -o FOLDER, or one place with --at")
    run = Run(source)
    stills = run.stills(wishes, language)
    if wishes.at is not None:
        position = run.place(wishes.at, "--at", 0)
        title = f"{run.timeline.header.title}: {wishes.at}"
        deliver([stills.svg(position, title).encode()], output)
        return
    assert output is not None
    from journey_tui.exporters.folder import write_folder

    files = {}
    for chapter in run.outline((language,)).chapters:
        picture = stills.svg(chapter.pictured, chapter.title.get(language, ""), chapter.look, chapter.stage)
        files[f"{chapter.number:02d}-{chapter.id}.svg"] = picture.encode()
    with refusing(about=output):
        write_folder(output, files)


def _to_cast(source: str, output: Path | None, wishes: Wishes) -> None:
    from journey_tui.exporters.cast import Marker, cast_lines, standing_times
    from journey_tui.exporters.frames import Film

    language = _one_language(wishes)
    run = Run(source)
    outline = run.outline((language,))
    positions = _recorded(run, wishes, outline)
    stills = run.stills(wishes, language)
    pace, speed = wishes.pace or "events", wishes.speed or 1.0
    stills.plays(pace, speed)
    seconds = standing_times(run.timeline, positions, pace, speed)
    film = Film(stills.width, stills.height, stills.looks, list(stills.frames(positions)))
    first, last = positions[0], positions[-1]
    marks = [
        Marker(one.position, one.title[language]) for one in outline.chapters if first <= one.position <= last
    ]
    deliver(as_lines(cast_lines(film, seconds, marks, run.timeline.header.title)), output)


def _recorded(run: Run, wishes: Wishes, outline: "Outline") -> Sequence[int]:
    """The positions of a recording: those that were asked for, else all, or what a long run has to show."""
    from journey_tui.exporters.chosen import chosen_positions

    if wishes.start is None and wishes.until is None:
        chosen = chosen_positions(outline, run.opening)
        if len(chosen) <= run.timeline.length - run.opening:
            click.echo(told_in_part(len(chosen), run.timeline.length, _one_language(wishes)), err=True)
        return chosen
    first = run.place(wishes.start, "--from", run.opening)
    last = run.place(wishes.until, "--until", run.timeline.length)
    if last < first:
        raise SourceRefused(f"--until: {wishes.until} lies before the beginning, event {first}")
    return range(first, last + 1)


def told_in_part(chosen: int, length: int, language: str) -> str:
    """That a long run is not recorded whole, and what does it."""
    from journey_tui.content.ui import _, speaking

    with speaking(language):
        return _(
            "{chosen} of {length} events are recorded: what follows the beginning of each chapter and each stop; "
            "--from and --until record a part whole."
        ).format(chosen=f"{chosen:,}", length=f"{length:,}")


def _languages(wishes: Wishes) -> tuple[str, ...]:
    return _BOTH if wishes.lang in {None, "both"} else (str(wishes.lang),)


def _to_html(source: str, output: Path | None, wishes: Wishes) -> None:
    from journey_tui.exporters.chosen import chosen_positions
    from journey_tui.exporters.frames import Film
    from journey_tui.exporters.handout import captions, made_of, spoken_of
    from journey_tui.exporters.html import Handout, page
    from journey_tui.exporters.terms import terms_in

    run = Run(source)
    languages = _languages(wishes)
    outline = run.outline(languages)
    stills = run.stills(wishes, "en", usual_theme="light", words=False)
    positions = chosen_positions(outline, run.opening)
    said = {language: captions(run.timeline, positions, language) for language in languages}
    handout = Handout(
        outline=outline,
        pictures={
            one.id: stills.svg(one.pictured, one.title[languages[0]], one.look, one.stage)
            for one in outline.chapters
        },
        film=Film(stills.width, stills.height, stills.looks, list(stills.frames(positions))),
        captions=said,
        terms=terms_in(spoken_of(outline, captions(run.timeline, positions, "en")), languages),
        made_of=made_of(run.timeline.header),
    )
    deliver((piece.encode() for piece in page(handout)), output)


def _to_markdown(source: str, output: Path | None, wishes: Wishes) -> None:
    from journey_tui.exporters.handout import made_of, spoken_of
    from journey_tui.exporters.markdown import handout_lines
    from journey_tui.exporters.terms import terms_in

    run = Run(source)
    outline = run.outline(_languages(wishes))
    terms = terms_in(spoken_of(outline, ()), outline.languages)
    deliver(as_lines(handout_lines(outline, terms, made_of(run.timeline.header))), output)


EXPORTS: Final[dict[str, Export]] = {
    "pcap": _to_pcap,
    "html": _to_html,
    "markdown": _to_markdown,
    "svg": _to_svg,
    "cast": _to_cast,
}
