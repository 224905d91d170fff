"""`journey narrate`, and `journey` where there is no terminal to draw on."""

from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from click.testing import CliRunner

from journey_tui.cli import journey
from journey_tui.cli.dialogue import typed_line
from journey_tui.cli.paragraphs import shaped
from tests.cli.invoke import invoke


@pytest.fixture(scope="module")
def trace_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The run of hello, simulated once."""
    file = tmp_path_factory.mktemp("narrate") / "hello.jsonl"
    assert invoke("run", "hello", "--format", "jsonl", "-o", str(file)).exit_code == 0
    return str(file)


@pytest.fixture(scope="module")
def lesson_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The run of a small lesson: two chapters, a question of what comes next, and one of how many."""
    folder = tmp_path_factory.mktemp("lesson")
    assert invoke("new", str(folder / "lesson.yaml")).exit_code == 0
    file = folder / "lesson.jsonl"
    assert invoke("run", str(folder / "lesson.yaml"), "--format", "jsonl", "-o", str(file)).exit_code == 0
    return str(file)


def typed(words: str, *arguments: str) -> list[str]:
    """What is told to who types these lines."""
    result = CliRunner().invoke(journey, ("narrate", *arguments, "--interactive"), input=words)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_a_run_is_told_one_event_a_line(trace_file: str) -> None:
    told = invoke("narrate", trace_file, "--from", "150", "--to", "160").stdout.splitlines()
    assert [line.split(",")[0] for line in told[-10:]] == [f"Event {number}" for number in range(151, 161)]


def test_without_a_terminal_the_screen_is_told_instead(trace_file: str) -> None:
    assert invoke(trace_file).stdout == invoke("narrate", trace_file).stdout


def test_reasons_and_state_are_options(trace_file: str) -> None:
    told = invoke("narrate", trace_file, "--no-why", "--no-state").stdout
    assert "Why: " not in told
    assert "State: " not in told


def test_on_a_terminal_lines_are_broken_between_words(
    trace_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    line = invoke("narrate", trace_file, "--to", "1").stdout.splitlines()[-1]
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setattr("sys.stdout", Terminal())
    broken = list(shaped([line]))
    assert len(broken) > 1
    assert max(map(len, broken)) <= 50
    assert " ".join(broken) == line


def test_it_is_written_into_a_file_whole(trace_file: str, tmp_path: Path) -> None:
    file = tmp_path / "told.txt"
    assert invoke("narrate", trace_file, "-o", str(file)).stdout == ""
    assert file.read_text("utf-8") == invoke("narrate", trace_file).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "9999999"), "--from: no event 9999999"),
        (("--to", "nowhere"), "--to: no place in a trace"),
        (("--from", "20", "--to", "10"), "--to: 10 lies before 20"),
        (("--lang", "xx"), "'xx' is not one of"),
    ],
)
def test_what_cannot_be_told_is_refused(arguments: tuple[str, ...], said: str, trace_file: str) -> None:
    result = invoke("narrate", trace_file, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


# ── with a lesson ──


def test_chapters_and_stops_stand_between_the_events_in_the_order_of_the_lesson(lesson_file: str) -> None:
    told = invoke("narrate", lesson_file).stdout.splitlines()
    between = [line.split(":")[0] for line in told if line.startswith(("Chapter ", "Stop ", "Question"))]
    parts = ["Chapter 1 of 2", "Stop 1 of 2", "Question", "Chapter 2 of 2", "Stop 2 of 2", "Question"]
    assert between == parts


def test_a_question_is_told_before_what_answers_it_and_without_its_answer(lesson_file: str) -> None:
    told = invoke("narrate", lesson_file).stdout.splitlines()
    asked = next(
        number for number, line in enumerate(told) if line.startswith("Question: What happens next?")
    )
    assert "1) The card interrupts a CPU. 2) The card writes the frame to RAM." in told[asked]
    assert "By DMA" not in told[asked]
    assert not any("writes the frame" in line.partition("Why: ")[0] for line in told[: asked - 2])


def test_a_question_is_answered_before_the_next_stop_and_the_last_one_at_the_end(lesson_file: str) -> None:
    told = invoke("narrate", lesson_file).stdout.splitlines()
    heads = [
        line.split(":")[0] for line in told if line.startswith(("Stop ", "Question", "Answer ", "The end"))
    ]
    assert [head.split(",")[0] for head in heads] == [
        *("Stop 1 of 2", "Question", "Answer to stop 1"),
        *("Stop 2 of 2", "Question", "Answer to stop 2"),
        "The end",
    ]
    assert any(line.startswith("Answer to stop 1: The card writes the frame to RAM. ") for line in told)
    assert not any(
        "Answer " in line for line in invoke("narrate", lesson_file, "--no-answers").stdout.splitlines()
    )


def test_who_stops_at_a_question_is_not_told_its_answer(lesson_file: str) -> None:
    told = invoke("narrate", lesson_file, "--to", "first-frame").stdout
    assert "Question: " in told
    assert "Answer " not in told


def test_reasons_are_kept_back_where_they_may_answer_a_question(lesson_file: str) -> None:
    told = invoke("narrate", lesson_file).stdout.splitlines()
    asked = next(number for number, line in enumerate(told) if line.startswith("Question: "))
    position = next(line for line in reversed(told[:asked]) if line.startswith("Event ")).split(",")[0]
    assert not any(" Why: " in line for line in told[:asked] if line.startswith(f"{position},"))
    assert any(line.startswith(f"Of {position.replace('Event', 'event')}. Why: ") for line in told[asked:])
    typed_in = typed("s\n2\nq\n", lesson_file)
    answer = next(number for number, line in enumerate(typed_in) if line.startswith("Right: "))
    assert any(line.startswith("Of event ") for line in typed_in[answer:])


def test_a_chapter_and_a_stop_are_places(lesson_file: str) -> None:
    told = invoke("narrate", lesson_file, "--from", "first-frame", "--to", "second").stdout.splitlines()
    events = [line for line in told if line.startswith("Event ")]
    first = next(number for number, line in enumerate(told) if line.startswith("Event "))
    begun = [
        line.split(":")[0] for line in told[:first] if line.startswith(("Chapter ", "Stop ", "Question"))
    ]
    assert begun == ["Chapter 1 of 2", "Stop 1 of 2", "Question"]
    assert "Chapter 2 of 2: The second request" in told
    assert events[-1].startswith(told[-1].split(",")[0])


def test_step_by_step_enter_tells_one_event(trace_file: str) -> None:
    told = typed("\n\nq\n", trace_file, "--from", "150")
    assert [line.split(",")[0] for line in told if line.startswith("Event ")] == ["Event 151", "Event 152"]


def test_step_by_step_without_any_input_it_ends_as_if_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert typed_line() is None
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"\xff\nq\n"), encoding="utf-8"))
    assert typed_line() == ""


def test_step_by_step_a_place_tells_all_up_to_it_and_one_that_is_past_is_refused(trace_file: str) -> None:
    told = typed("160\n155\nnowhere\nq\n", trace_file, "--from", "150")
    assert sum(line.startswith("Event ") and ", " in line for line in told) == 10
    assert "Event 155 has been told already." in told
    assert any("no place in a trace" in line for line in told)


def test_step_by_step_questions_are_asked_before_anything_that_follows_is_told(lesson_file: str) -> None:
    told = typed("s\n2\ns\n7\nq\n", lesson_file, "--no-why", "--no-state")
    asked = [number for number, line in enumerate(told) if line.startswith("Question (")]
    stops = [number for number, line in enumerate(told) if line.startswith("Stop ")]
    assert len(asked) == len(stops) == 2
    assert all(question == stop + 1 for question, stop in zip(asked, stops, strict=True))
    assert any(line.startswith("Right: 1 point.") for line in told)
    assert any(line.startswith("Wrong: it is 1.") for line in told)
    assert any(line.startswith("1 of 2 points") for line in told)


def test_step_by_step_who_leaves_at_a_question_is_told_nothing_more(lesson_file: str) -> None:
    told = typed("s\nq\ns\n", lesson_file)
    last = next(number for number, line in enumerate(told) if line.startswith("Question ("))
    assert not any(line.startswith("Event ") for line in told[last:])


def test_step_by_step_goes_nowhere_but_here(trace_file: str, tmp_path: Path) -> None:
    result = invoke("narrate", trace_file, "--interactive", "-o", str(tmp_path / "told"))
    assert result.exit_code == 2
    assert "--interactive" in result.stderr
