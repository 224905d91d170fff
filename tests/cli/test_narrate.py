"""`journey narrate`, and `journey` where there is no terminal to draw on."""

from pathlib import Path

import pytest

from tests.cli.invoke import invoke


@pytest.fixture(scope="module")
def trace_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The run of hello, simulated once."""
    file = tmp_path_factory.mktemp("narrate") / "hello.jsonl"
    assert invoke("run", "hello", "--format", "jsonl", "-o", str(file)).exit_code == 0
    return str(file)


def test_a_run_is_told_one_event_a_line(trace_file: str) -> None:
    told = invoke("narrate", trace_file, "--from", "150", "--to", "160").stdout.splitlines()
    assert [line.split(",")[0] for line in told[-10:]] == [f"Event {number}" for number in range(151, 161)]


def test_without_a_terminal_the_screen_is_told_instead(trace_file: str) -> None:
    assert invoke(trace_file).stdout == invoke("narrate", trace_file).stdout


def test_reasons_and_state_are_options(trace_file: str) -> None:
    told = invoke("narrate", trace_file, "--no-why", "--no-state").stdout
    assert "Why: " not in told
    assert "State: " not in told


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
