"""The house's walls: what holds of the code as a whole, whatever it does.

The import contracts in pyproject.toml prove what is imported where, line by line; a fresh process proves here what is
really loaded, since a module may also be imported by name while the program runs.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

import journey_tui
from journey_tui.stages import STAGES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "journey_tui"
MOST_LINES = 400

WHAT_MAKES = ("simpy", "journey_tui.simulation", "journey_tui.scenario", "journey_tui.importers")
WHAT_SHOWS = ("world", "playback", "content", "views", "exporters", "tui")
SCREENLESS = (
    "trace",
    "scenario",
    "simulation",
    "importers",
    "world",
    "playback",
    "content",
    "views",
    "exporters",
)

LOADED_BY_ROOMS = "import importlib, json, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
LOADED_BY_COMMAND = """
import json, sys
from journey_tui.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
"""
PRINT_LOADED = "\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"


def loaded_modules(code: str, *arguments: str) -> set[str]:
    """Names in `sys.modules` of a fresh process after it has run `code`."""
    done = subprocess.run(
        [sys.executable, "-c", code + PRINT_LOADED, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return set(json.loads(done.stderr.splitlines()[-1]))


def among(modules: set[str], roots: tuple[str, ...]) -> list[str]:
    """Those modules that are one of `roots` or lie inside one."""
    return sorted(name for name in modules for root in roots if name == root or name.startswith(root + "."))


def modules_of(room: str) -> list[str]:
    """Every module of a room, by its dotted name."""
    files = sorted((PACKAGE / room).rglob("*.py"))
    assert files, f"journey_tui/{room} holds no module"
    parts = [file.relative_to(ROOT).with_suffix("").parts for file in files]
    return [".".join(part for part in name if part != "__init__") for name in parts]


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607  # git is wherever it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


# ── size ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_file_outgrows_its_room() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in PACKAGE.rglob("*.py")}
    long = {str(file.relative_to(ROOT)): lines for file, lines in lengths.items() if lines > MOST_LINES}
    assert long == {}, f"over {MOST_LINES} lines; which room is missing?"


# ── what is loaded ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("room", WHAT_SHOWS)
def test_a_room_that_shows_a_trace_loads_nothing_that_makes_one(room: str) -> None:
    assert among(loaded_modules(LOADED_BY_ROOMS, *modules_of(room)), WHAT_MAKES) == []


@pytest.mark.parametrize("room", SCREENLESS)
def test_a_room_without_a_screen_loads_neither_textual_nor_rich(room: str) -> None:
    assert among(loaded_modules(LOADED_BY_ROOMS, *modules_of(room)), ("textual", "rich")) == []


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_asking_what_the_program_is_loads_none_of_its_libraries(option: str) -> None:
    loaded = loaded_modules(LOADED_BY_COMMAND, option)
    assert among(loaded, ("textual", "rich", "pydantic", "ruamel", "simpy", "dpkt", "asyncio")) == []


def test_a_run_without_a_screen_loads_no_textual(tmp_path: Path) -> None:
    arguments = ("run", "hello", "--format", "json", "-o", str(tmp_path / "run.json"))
    assert among(loaded_modules(LOADED_BY_COMMAND, *arguments), ("textual",)) == []


def test_a_saved_trace_is_read_without_the_simulation(tmp_path: Path) -> None:
    trace = tmp_path / "hello.jsonl"
    loaded_modules(LOADED_BY_COMMAND, "run", "hello", "--format", "jsonl", "-o", str(trace))
    for command in (
        ("run", str(trace), "--format", "transcript"),
        ("view", str(trace), "--as", "strace"),
        ("export", str(trace), "--to", "pcap", "-o", str(tmp_path / "hello.pcap")),
    ):
        loaded = loaded_modules(LOADED_BY_COMMAND, *command)
        assert among(loaded, ("simpy", "journey_tui.simulation", "textual")) == [], command


# ── the contracts themselves ──────────────────────────────────────────────────────────────────────────────────────


def test_the_contract_between_the_halves_names_every_room_of_both() -> None:
    contracts = {contract["id"]: contract for contract in pyproject()["tool"]["importlinter"]["contracts"]}
    halves = contracts["halves"]
    assert set(halves["source_modules"]) == {f"journey_tui.{room}" for room in WHAT_SHOWS}
    assert set(halves["forbidden_modules"]) == {name for name in WHAT_MAKES if "." in name}


# ── every stage is drawn, explained and tested ────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def drawing_tests() -> list[str]:
    """Node ids of all tests of the screen, as pytest collects them."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--collect-only",
            "-q",
            "--no-header",
            "-p",
            "no:cacheprovider",
            "tests/tui",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return [line for line in done.stdout.splitlines() if "::" in line]


@pytest.mark.parametrize("stage", [stage.id for stage in STAGES])
def test_every_stage_has_its_drawing(stage: str) -> None:
    assert (PACKAGE / "tui" / "stages" / f"{stage}.py").is_file()


@pytest.mark.parametrize("stage", [stage.id for stage in STAGES])
def test_every_stage_has_its_page(stage: str) -> None:
    page = PACKAGE / "content" / "en" / "stages" / f"{stage}.md"
    assert page.is_file()
    assert page.read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("stage", [stage.id for stage in STAGES])
def test_every_stage_s_drawing_has_a_test(stage: str, drawing_tests: list[str]) -> None:
    own_file = f"/stages/test_{stage}.py::"
    parameter = re.compile(rf"/stages/.*\[(?:.*-)?{stage}(?:-.*)?\]$")
    assert any(own_file in node or parameter.search(node) for node in drawing_tests), (
        f"no tests/tui/stages/test_{stage}.py, and no test in tests/tui/stages that is parametrised with {stage!r}"
    )


def test_the_stages_that_follow_a_stage_are_stages() -> None:
    names = {stage.id for stage in STAGES}
    assert {follower for stage in STAGES for follower in stage.followers} <= names


# ── the project speaks of itself alone ────────────────────────────────────────────────────────────────────────────


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    machine_path = re.compile(rb"(?<![.\w])/(?:work|root)/|\.py" + rb"env\b")
    named = [
        f"{file.relative_to(ROOT)}: {match.group().decode()}"
        for file in tracked_files()
        if (match := machine_path.search(file.read_bytes()))
    ]
    assert named == []


def test_the_lock_files_hold_what_pyproject_asks_for_and_no_address() -> None:
    project = pyproject()["project"]
    wanted = {"run": project["dependencies"], "dev": project["optional-dependencies"]["dev"]}
    for name, requirements in wanted.items():
        lock = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
        assert "://" not in lock
        locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))
        for requirement in map(Requirement, requirements):
            version = locked[requirement.name.replace(".", "-")]
            assert requirement.specifier.contains(version), (
                f"{name}.lock: {requirement} is locked at {version}"
            )


def test_the_changelog_tells_of_this_version() -> None:
    assert f"\n## {journey_tui.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_s_commands_are_targets_of_the_makefile() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", "\n".join(re.findall(r"```sh\n(.*?)```", readme, re.DOTALL))))
    assert {"run", "test"} <= named <= targets
