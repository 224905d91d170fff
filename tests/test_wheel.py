"""What a user installs: the wheel, built from the sdist, in an environment of its own and far from the checkout.

The environment borrows the libraries of the one that runs the tests, so that nothing is fetched. One xdist group: the
wheel is built once.
"""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import journey_tui

ROOT = Path(__file__).resolve().parent.parent

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@dataclass(frozen=True)
class Installed:
    """An environment in which the wheel, and no checkout, gives `journey`."""

    wheel: Path
    folder: Path
    elsewhere: Path

    def run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a program of the environment, standing in a folder that holds nothing."""
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV"))
        }
        return subprocess.run(
            [self.folder / "bin" / program, *arguments],
            cwd=self.elsewhere,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def journey(self, *arguments: str) -> str:
        """What `journey` prints; it must succeed."""
        done = self.run("journey", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout


def build_wheel(into: Path) -> Path:
    """The sdist, and the wheel made from it: what the sdist lacks, the wheel lacks."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(into), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = into.glob("*.whl")
    return wheel


def borrow_libraries(folder: Path) -> None:
    """Let the environment see the libraries of the one that runs the tests, after its own."""
    (site_packages,) = folder.glob("lib/python*/site-packages")
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages / "borrowed.pth").write_text("\n".join(sorted(libraries)) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    wheel = build_wheel(tmp_path_factory.mktemp("dist"))
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = str(folder / "bin" / "python")
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    done = subprocess.run(install, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    borrow_libraries(folder)
    return Installed(wheel, folder, tmp_path_factory.mktemp("elsewhere"))


def files_in_checkout(folder: str, pattern: str) -> set[str]:
    return {file.relative_to(ROOT).as_posix() for file in (ROOT / folder).rglob(pattern)}


def test_the_wheel_carries_every_scenario_page_and_style(installed: Installed) -> None:
    carried = set(zipfile.ZipFile(installed.wheel).namelist())
    scenarios = {
        name.replace("scenarios/", "journey_tui/_scenarios/")
        for name in files_in_checkout("scenarios", "*.yaml")
    }
    assert scenarios
    assert scenarios <= carried
    for pattern in ("*.md", "*.toml", "*.mo"):
        assert files_in_checkout("journey_tui/content", pattern)
        assert files_in_checkout("journey_tui/content", pattern) <= carried
    assert files_in_checkout("journey_tui", "*.tcss") <= carried
    assert "journey_tui/py.typed" in carried


def test_the_wheel_carries_nothing_else_at_its_top(installed: Installed) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(installed.wheel).namelist()}
    assert tops == {"journey_tui", f"journey_tui-{journey_tui.__version__}.dist-info"}


def test_the_installed_package_is_not_the_checkout(installed: Installed) -> None:
    done = installed.run("python", "-c", "import journey_tui; print(journey_tui.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(installed.folder)


def test_the_installed_command_tells_its_version(installed: Installed) -> None:
    assert journey_tui.__version__ in installed.journey("--version")


def test_the_installed_command_lists_every_bundled_scenario(installed: Installed) -> None:
    listed = installed.journey("scenarios")
    missing = [file.stem for file in (ROOT / "scenarios").glob("*.yaml") if file.stem not in listed]
    assert missing == []


def test_the_installed_scenario_files_are_sound(installed: Installed) -> None:
    bundled = sorted(str(file) for file in installed.folder.rglob("_scenarios/*.yaml"))
    assert bundled
    installed.journey("check", *bundled)


def test_the_installed_command_runs_a_bundled_scenario_far_from_the_checkout(installed: Installed) -> None:
    run = json.loads(installed.journey("run", "hello", "--format", "json"))
    assert [request["outcome"] for request in run["requests"]] == ["ok"]


def test_the_installed_package_runs_as_a_module(installed: Installed) -> None:
    done = installed.run("python", "-m", "journey_tui", "--help")
    assert done.returncode == 0, done.stderr
    assert "scenarios" in done.stdout
