"""Asking for help or the version costs what click costs: nothing else is imported."""

import json
import subprocess
import sys

import pytest

from journey_tui import __version__
from journey_tui.cli import journey
from tests.cli.invoke import invoke

HEAVY = {
    "textual",
    "rich",
    "pydantic",
    "pydantic_core",
    "ruamel",
    "msgspec",
    "simpy",
    "dpkt",
}

PROGRAM = """
import json, sys
from journey_tui.cli import main
sys.argv = ["journey", *sys.argv[1:]]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


@pytest.mark.parametrize("option", ["--help", "-h", "--version"])
def test_no_heavy_library_is_imported(option: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, option], capture_output=True, text=True, timeout=60, check=True
    )
    loaded = set(json.loads(done.stderr))
    assert "click" in loaded
    assert loaded & HEAVY == set()


def test_every_command_is_listed_with_one_line_and_has_its_module() -> None:
    listed = invoke("--help").stdout.partition("Commands:")[2].split("\n")
    names = [line.split()[0] for line in listed if line.strip()]
    assert names == ["run", "view", "export", "check", "route", "scenarios", "new", "schema"]
    for name in names:
        result = invoke(name, "--help")
        assert result.exit_code == 0
        assert result.stdout.startswith(f"Usage: journey {name} ")


def test_the_version_is_the_package_s() -> None:
    assert invoke("--version").stdout == f"journey {__version__}\n"


def test_the_screen_may_be_asked_for_by_name() -> None:
    assert invoke("show", "--help").stdout.startswith("Usage: journey show ")
    assert invoke("show", "helo").stderr == invoke("helo").stderr


def test_the_command_is_called_journey() -> None:
    assert journey.name == "journey"
