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

FLAGS = ("ascii", "motion", "mouse", "tour")

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
    assert names == [
        "run",
        "narrate",
        "view",
        "export",
        "check",
        "explain",
        "route",
        "teach",
        "present",
        "quiz",
        "scenarios",
        "new",
        "schema",
        "keys",
    ]
    for name in names:
        result = invoke(name, "--help")
        assert result.exit_code == 0
        assert result.stdout.startswith(f"Usage: journey {name} ")


def test_the_version_is_the_package_s() -> None:
    assert invoke("--version").stdout == f"journey {__version__}\n"


@pytest.mark.parametrize("arguments", [("show",), ("open",), ("hello",), ("--theme", "light")])
def test_the_screen_is_what_the_program_does_without_a_command(arguments: tuple[str, ...]) -> None:
    assert invoke(*arguments, "--help").stdout.startswith("Usage: journey [OPTIONS] [SOURCE]\n")


def test_a_mistake_on_the_way_to_the_screen_names_no_command_that_nobody_typed() -> None:
    told = invoke("hello", "--nope").stderr
    assert told.startswith("Usage: journey [OPTIONS] [SOURCE]\nTry 'journey --help' for help.\n")
    assert invoke("show", "helo").stderr == invoke("helo").stderr


def test_help_shows_both_ways_to_call_it_and_the_options_of_the_screen() -> None:
    told = invoke("--help").stdout
    assert told.startswith("Usage: journey [SOURCE] [OPTIONS]\n       journey COMMAND [ARGS]...\n")
    of_the_screen = invoke("show", "--help").stdout
    for option in ("--theme [dark|light|mono|high-contrast]", *(f"--{o} / --no-{o}" for o in FLAGS)):
        assert f"\n  {option}" in told
        assert f"\n  {option}" in of_the_screen


def test_the_command_is_called_journey() -> None:
    assert journey.name == "journey"
