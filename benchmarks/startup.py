"""How long the program takes to answer, against what its libraries take to do nothing.

Two ratios, each the median of runs that alternate with their baseline, so that a busy machine slows both alike:

- `journey --help` against `python -c 'import click'`;
- the first words of `journey` on a terminal of 120x40 against those of a Textual app with one label. Words alone may be a
  heading: `journey` is timed once more to the map of stages of its first frame, in which every stage stands in its lane,
  empty yet, over the name of what is being opened and the keys that work by then. The first moment of the run, by when
  the scenario has been read and simulated too, comes after that frame and is told without a bound.

Only the ratios carry over from one machine to another.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

COLUMNS: Final = 120
ROWS: Final = 40
PATIENCE_SECONDS: Final = 20.0

JOURNEY: Final = [str(Path(sys.executable).with_name("journey"))]
HELP: Final = [*JOURNEY, "--help"]
IMPORT_CLICK: Final = [sys.executable, "-c", "import click"]
MINIMAL_APP: Final = [
    sys.executable,
    "-c",
    """
from textual.app import App
from textual.widgets import Static

class Minimal(App):
    def compose(self):
        yield Static("minimal application")

Minimal().run()
""",
]

ESCAPE_SEQUENCE: Final = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|\x1b[\]P_^X].*?(?:\x07|\x1b\\)"  # OSC, DCS, APC, PM, SOS up to their terminator
    rb"|\x1b[ -/]*[0-~]",  # everything shorter
    re.DOTALL,
)
WORDS: Final = re.compile(rb"[A-Za-z]{3,}")
MAP_OF_STAGES: Final = re.compile(rb"Netpoller")
MOMENT: Final = re.compile(rb"This run")


def seconds_to_end(command: list[str]) -> float:
    """Wall time of a command from its start to its end."""
    start = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def seconds_to_show(command: list[str], wanted: re.Pattern[bytes]) -> float:
    """Wall time from a command's start until a terminal has received the wanted text."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        become(command)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        wait_for(terminal, wanted, start + PATIENCE_SECONDS, command)
        return time.perf_counter() - start
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


def become(command: list[str]) -> None:
    """Run a command in this process, in a terminal that has its colours and its size."""
    own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": str(COLUMNS), "LINES": str(ROWS)}
    os.execve(command[0], command, {**os.environ, **own})  # noqa: S606  # no shell is wanted


def keep_bytecode(folder: str) -> None:
    """Let all that is started find its modules compiled, as an installer leaves them, whatever this shell says of it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = folder


def wait_for(terminal: int, wanted: re.Pattern[bytes], deadline: float, command: list[str]) -> None:
    """Read a terminal until its plain text holds the wanted one; raises `TimeoutError` when it never comes."""
    received = b""
    while not wanted.search(ESCAPE_SEQUENCE.sub(b"", received)):
        ready, _, _ = select.select([terminal], [], [], max(0.0, deadline - time.perf_counter()))
        more = read_some(terminal) if ready else b""
        if not more:
            raise TimeoutError(
                f"{Path(command[0]).name} never showed {wanted.pattern!r}; it showed {received[-400:]!r}"
            )
        received += more


def read_some(terminal: int) -> bytes:
    """What has come; nothing once the other side is closed."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux answers EIO when the last process on the terminal has ended
        return b""


def medians(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """Median of each measure, taken in turn; the first round warms the caches and is not counted."""
    runs = [[measure() for measure in measures] for _ in range(rounds + 1)]
    return [statistics.median(column) for column in zip(*runs[1:], strict=True)]


def report(name: str, seconds: float, baseline: float, bound: float) -> bool:
    """Print one ratio beside its bound; whether it holds."""
    ratio = seconds / baseline
    verdict = "ok" if ratio <= bound else "TOO SLOW"
    figures = f"{seconds * 1000:7.0f} ms / {baseline * 1000:4.0f} ms"
    print(f"{name:<44} {figures}   {ratio:5.2f} x   at most {bound:.1f} x   {verdict}")
    return ratio <= bound


def main() -> int:
    """Measure and print; exit code 1 when a bound does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15, help="runs of each command (default: 15)")
    rounds: int = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        keep_bytecode(folder)
        return 0 if measure(rounds) else 1


def measure(rounds: int) -> bool:
    """Run all, and print what was found; whether each bound holds."""
    help_time, click_time = medians(
        rounds, lambda: seconds_to_end(HELP), lambda: seconds_to_end(IMPORT_CLICK)
    )
    words, picture, moment, minimal = medians(
        rounds,
        lambda: seconds_to_show(JOURNEY, WORDS),
        lambda: seconds_to_show(JOURNEY, MAP_OF_STAGES),
        lambda: seconds_to_show(JOURNEY, MOMENT),
        lambda: seconds_to_show(MINIMAL_APP, WORDS),
    )
    kept = [
        report("journey --help / import click", help_time, click_time, 3.0),
        report("journey, first words / minimal Textual app", words, minimal, 1.3),
        report("journey, map of stages / minimal Textual app", picture, minimal, 1.3),
    ]
    print(f"{'journey, first moment / minimal Textual app':<44} {moment / minimal:34.2f} x")
    return all(kept)


if __name__ == "__main__":
    sys.exit(main())
