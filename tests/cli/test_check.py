"""`journey check`: every file, every mistake, and an exit code that a script can rely on."""

from pathlib import Path

import pytest

from tests.cli.invoke import invoke
from tests.cli.lesson_file import write_lesson

GOOD = "journey: 1\ntitle: t\n"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.yaml").write_text(GOOD)
    Path("bad.yaml").write_text(GOOD + "seeed: 1\nlevel: hard\n")


def test_a_right_file_is_ok() -> None:
    result = invoke("check", "good.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "good.yaml: ok\n", "")


def test_every_mistake_of_every_file_is_told_and_the_right_ones_are_named() -> None:
    result = invoke("check", "bad.yaml", "good.yaml", "missing.yaml")
    assert result.exit_code == 2
    assert result.stdout == "good.yaml: ok\n"
    first, second, third = result.stderr.splitlines()
    assert first.startswith("bad.yaml:3:1: seeed: unknown key")
    assert second.startswith("bad.yaml:4:8: level: must be one of")
    assert third == "missing.yaml: no such file"


def test_bundled_scenarios_may_be_named() -> None:
    result = invoke("check", "hello", "boot", "not-found")
    assert result.stdout == "hello: ok\nboot: ok\nnot-found: ok\n"


def test_patterns_are_read_by_the_rules_of_go() -> None:
    Path("routes.yaml").write_text(GOOD + "server: {routes: [{pattern: GET /a}, {pattern: GET}]}\n")
    result = invoke("check", "routes.yaml")
    assert result.exit_code == 2
    assert "server.routes[1].pattern: " in result.stderr


def test_the_lesson_of_a_trace_is_held_against_its_run() -> None:
    write_lesson(Path())
    invoke("run", "small.yaml", "--format", "jsonl", "-o", "whole.jsonl")
    assert invoke("check", "whole.jsonl").stdout == "whole.jsonl: ok\n"
    trace = Path("whole.jsonl").read_text(encoding="utf-8")
    Path("changed.jsonl").write_text(
        trace.replace('"kind":"DmaWritten"', '"kind":"DmaRitten"', 1), encoding="utf-8"
    )
    result = invoke("check", "changed.jsonl")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "changed.jsonl:1:1: lesson.stops[2].when.kind: no kind of event 'DmaRitten'"
    )


def test_every_other_command_says_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    said = invoke("check", "bad.yaml").stderr
    for arguments in (
        ("run", "bad.yaml"),
        ("view", "bad.yaml", "--as", "strace"),
        ("export", "bad.yaml", "--to", "pcap", "-o", "x"),
    ):
        result = invoke(*arguments)
        assert (result.exit_code, result.stderr) == (2, said), arguments
    assert not Path("x").exists()
    assert capfd.readouterr().out == ""


def test_a_hostile_file_name_is_printed_harmless() -> None:
    name = "a\x1b[2Jb\u202e.yaml"
    Path(name).write_text(GOOD)
    assert invoke("check", name).stdout == "a[2Jb.yaml: ok\n"
    assert "\x1b" not in invoke("check", "\x1b[2J").stderr
    assert "\x1b" not in invoke("\x1b[2J").stderr
    assert "\x1b" not in invoke("new", name).stderr


def test_a_check_of_nothing_says_how_it_is_used() -> None:
    result = invoke("check")
    assert result.exit_code == 2
    assert "FILE" in result.stderr
