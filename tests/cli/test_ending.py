"""How the program ends when its output has no place to go: one sentence or none, never a traceback."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

JOURNEY = [sys.executable, "-m", "journey_tui"]
PRINTING = [
    ("check", "hello"),
    ("scenarios",),
    ("schema",),
    ("--help",),
    ("new", "--help"),
    ("--version",),
    ("run", "hello"),
    ("run", "hello", "--format", "json"),
    ("view", "hello", "--as", "ss"),
    ("route", "-p", "/", "GET", "/"),
]


def ended(command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program, started by a shell that redirects what it prints."""
    return subprocess.run(
        ["/bin/sh", "-c", command, "sh", *JOURNEY, *arguments], capture_output=True, text=True, timeout=60
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_full_disk_is_one_sentence(arguments: tuple[str, ...]) -> None:
    done = ended('"$@" > /dev/full', *arguments)
    assert (done.returncode, done.stderr) == (2, "standard output: no space left on device\n")


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_closed_output_is_one_sentence(arguments: tuple[str, ...]) -> None:
    done = ended('"$@" >&-', *arguments)
    assert (done.returncode, done.stderr) == (2, "standard output: bad file descriptor\n")


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_reader_that_leaves_ends_it_without_a_word(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*JOURNEY, *arguments], stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, "")


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize("arguments", [("check", "missing.yaml"), ("--nope",), ("run", "missing.yaml")])
def test_an_error_that_cannot_be_told_still_is_exit_code_two(
    redirection: str, arguments: tuple[str, ...]
) -> None:
    assert ended(f'"$@" {redirection}', *arguments).returncode == 2


def test_a_result_that_goes_into_a_file_needs_no_standard_output(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    done = ended('"$@" >&-', "run", "hello", "--format", "json", "-o", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert b'"journey_run"' in file.read_bytes()


def test_what_a_mistake_interrupts_is_still_printed(tmp_path: Path) -> None:
    done = ended('"$@"', "check", "hello", str(tmp_path / "missing.yaml"))
    assert (done.returncode, done.stdout) == (2, "hello: ok\n")
