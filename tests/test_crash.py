"""An error in the program itself: what is said of it, and what is kept."""

import subprocess
import sys
from pathlib import Path

import pytest

from journey_tui import crash

BROKEN = """
import journey_tui.scenario.bundled as bundled

def names():
    raise ZeroDivisionError("\\x1b[2J by zero")

bundled.names = names
from journey_tui.cli import main
main()
"""


def test_a_command_that_fails_itself_says_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN, "scenarios"],
        capture_output=True,
        text=True,
        timeout=60,
        env={"XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path), "PATH": ""},
    )
    assert done.returncode == crash.EXIT_CODE
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("journey: an error in the program itself: ZeroDivisionError: ")
    assert "\x1b" not in done.stderr
    [report] = tmp_path.rglob("crash.txt")
    assert str(report) in done.stderr
    assert "in names" in report.read_text("utf-8")


def test_it_says_so_where_no_report_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path / "file" / "journey_tui")
    said = crash.told(ValueError("no"), "showing hello")
    assert said.startswith(
        "journey: an error in the program itself (showing hello): ValueError: no. No report could"
    )
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
