"""`journey view`: every tool by name, at any moment, and each mistake in one sentence."""

from pathlib import Path

import pytest

from journey_tui.views import VIEWS
from tests.cli.invoke import invoke


@pytest.mark.parametrize("tool", VIEWS)
def test_each_tool_prints_at_the_end_and_in_between(tool: str) -> None:
    end, early = (
        invoke("view", "keepalive", "--as", tool),
        invoke("view", "keepalive", "--as", tool, "--at", "20%"),
    )
    assert end.exit_code == early.exit_code == 0
    assert end.stdout
    assert end.stderr == ""


def test_places_are_events_times_and_shares() -> None:
    shares, events, times = (
        invoke("view", "hello", "--as", "nstat", "--at", place).stdout for place in ("0%", "0", "-1ns")
    )
    assert shares == events == times
    assert invoke("view", "hello", "--as", "nstat", "--at", "100%").stdout != shares


def test_help_lists_every_tool_with_the_command_that_it_stands_for() -> None:
    told = " ".join(invoke("view", "--help").stdout.split())
    for name, view in VIEWS.items():
        assert f"{name} {view.command}: {view.shows}" in told


def test_another_request_than_the_last_can_be_shown() -> None:
    first = invoke("view", "keepalive", "--as", "curl", "--request", "1").stdout
    assert first.startswith("*   Trying ")
    assert invoke("view", "keepalive", "--as", "curl").stdout.startswith("* Re-using existing connection")


def test_the_output_may_go_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "sockets.txt"
    result = invoke("view", "hello", "--as", "ss", "-o", str(file))
    assert result.stdout == ""
    assert file.read_text().startswith("State ")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as", "top"), "'top' is not one of 'strace', 'ss', "),
        ((), "Missing option '--as'"),
        (("--as", "ss", "--at", "soon"), "--at: no place in a trace: write an event such as 7"),
        (("--as", "ss", "--at", "101%"), "--at: a share lies between 0% and 100%"),
        (("--as", "ss", "--at", "999999"), "--at: no event 999999: the trace runs from 0 to "),
        (("--as", "ss", "--at", "1h"), "--at: no place in a trace"),
        (("--as", "curl", "--request", "9"), "--request: no request 9 so far"),
        (("--as", "curl", "--request", "1", "--at", "0"), "--request: no request 1 so far"),
        (("--as", "ss", "--request", "1"), "--request: only curl shows one request"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_one_sentence(options: tuple[str, ...], said: str) -> None:
    result = invoke("view", "hello", *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
