"""What a lesson says: with the values of its run, nothing given away, and hostile text as plain text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from journey_tui.content.lesson import LessonWords, unknown_values
from journey_tui.content.values import values_of
from journey_tui.playback.lesson import ResolvedStop, resolve
from journey_tui.scenario.lesson.written import lesson_of
from journey_tui.text import clean
from journey_tui.trace import Trace
from journey_tui.trace.file import header_line, read_trace
from journey_tui.trace.lesson import Lesson, MomentSpec, Question, Stop
from tests.playback.lesson.lessons import choices, first, lesson, moments, text, timeline
from tests.samples import sample_header
from tests.scenario.texts import scenario

HOSTILE = (
    "[bold red]x[/] [link=file:///etc/passwd]y[/link]",
    "\x1b[2J\x1b]0;title\x07\x9b31m",
    "a\u202eb\u2066c\u200b\ufeffd",
    "<script>alert(1)</script> & </pre>",
    "x" * 10_000,
    "বাংলা ক্ষ্ম র‍্যা 漢字 العربية עברית 🦊",
    "{{braces}} } { %s %(name)s $x `id` $(id)",
)


def words_of(taught: Lesson, language: str = "en") -> tuple[LessonWords, ResolvedStop]:
    """The words of a lesson, and its first stop."""
    run = timeline(taught)
    found = resolve(run)
    return LessonWords(run, found, language), found.stops[0]


def test_what_is_said_before_an_answer_speaks_of_the_screen_and_what_is_said_after_of_the_event() -> None:
    run = timeline(
        lesson(
            Stop(
                id="only",
                when=MomentSpec(kind="FrameArrived", before=True),
                say=text("{packet}"),
                question=Question(
                    kind="one",
                    ask=text("?"),
                    because=text("{length_bytes}, {answer}"),
                    choices=choices(True, False),
                ),
            )
        )
    )
    found = resolve(run)
    words, frame = LessonWords(run, found), first("FrameArrived")
    event = run.event_at(frame)
    assert event is not None
    length = values_of(event, run.world_at(frame), run.header)["length_bytes"]
    assert words.because(found.stops[0]) == f"{length}, choice 1"
    assert list(unknown_values(run, found)) == []


def test_a_reason_of_what_happens_next_speaks_of_its_own_event() -> None:
    coming = replace(moments("DmaWritten", "InterruptRaised")[1], because=text("vector {vector}"))
    question = Question(kind="next", ask=text("?"), choices=(moments("DmaWritten")[0], coming))
    words, stop = words_of(lesson(Stop(id="only", when=MomentSpec(kind="FrameArrived"), question=question)))
    assert words.choice_because(stop, 2).startswith("vector 2")


def test_another_language_falls_back_to_english() -> None:
    said = {"en": "English", "bn": "বাংলা"}
    stop = Stop(id="only", when=MomentSpec(at="start"), say=said, notes={"en": "only"})
    for language, expected in (("bn", "বাংলা"), ("en", "English"), ("fr", "English")):
        words, found = words_of(lesson(stop), language)
        assert words.say(found) == expected
        assert words.notes(found) == "only"


@pytest.mark.parametrize(
    ("key", "stop"),
    [
        (("say", "bn"), Stop(id="only", when=MomentSpec(at="start"), say={"en": "x", "bn": "{nothing}"})),
        (("say", "en"), Stop(id="only", when=MomentSpec(at="start", before=True), say=text("{packet}"))),
        (
            ("question", "ask", "en"),
            Stop(
                id="only",
                when=MomentSpec(at="start"),
                question=Question(kind="one", ask=text("{answer}"), choices=choices(True, False)),
            ),
        ),
    ],
)
def test_a_name_without_a_value_is_found_in_every_language_before_anybody_reads_it(
    key: tuple[str, ...], stop: Stop
) -> None:
    run = timeline(lesson(stop))
    (problem,) = unknown_values(run, resolve(run))
    assert problem.path == ("stops", 0, *key)


# ── hostile texts ──


def from_file(say: str) -> Lesson:
    """A lesson of a scenario file with this text in it."""
    written = "".join(
        f"\\U{ord(letter):08x}" if letter in '\\"' or not letter.isprintable() else letter for letter in say
    )
    read = scenario(
        "lesson:\n  minutes: 5\n  chapters: [{id: a, title: A}]\n"
        f'  stops: [{{id: b, when: {{at: start}}, say: {{bn: "{written}"}}}}]\n'
    ).lesson
    assert read is not None
    return lesson_of(read)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: ascii(one[:12]))
def test_hostile_text_is_cleaned_text_and_nothing_else(hostile: str) -> None:
    said = from_file(hostile).stops[0].say["bn"]
    assert said == clean(hostile, 20_000)
    if "{" not in said:
        words, stop = words_of(from_file(hostile))
        assert words.say(stop) == said


@settings(max_examples=30)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
        lambda say: clean(say).strip() != ""
    )
)
def test_whatever_is_written_comes_out_clean(say: str) -> None:
    said = from_file(say).stops[0].say["bn"]
    assert said == clean(said, 20_000)
    assert said in clean(say, 20_000)


def test_a_lesson_survives_a_trace_file_and_is_cleaned_on_the_way(tmp_path: Path) -> None:
    stop = Stop(id="only", when=MomentSpec(at="start", where=(("name", "a\u202e"),)), say={"bn": "ক\x1b[2J"})
    file = tmp_path / "t.jsonl"
    header = replace(sample_header(), lesson=lesson(stop), marks_end=False)
    file.write_bytes(header_line(header) + b"\n")
    read: Trace = read_trace(file)
    assert read.header.lesson is not None
    assert read.header.lesson.stops[0].say == {"bn": "ক[2J"}
    assert read.header.lesson.stops[0].when.where == (("name", "a"),)
    assert replace(read.header, lesson=None) == replace(header, lesson=None)
