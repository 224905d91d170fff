"""Where the screen cannot be shown, one sentence says so; nothing is drawn and nobody waits for keys."""

import os
import pty
import subprocess
import sys

import pytest

from journey_tui.cli.sources import SourceRefused
from journey_tui.cli.terminal import refuse_unusable_terminal

CHECK = """
import sys
from journey_tui.cli.sources import SourceRefused
from journey_tui.cli.terminal import refuse_unusable_terminal
try:
    refuse_unusable_terminal()
except SourceRefused as refused:
    said = refused.format_message()
else:
    said = "usable"
open(sys.argv[1], "w").write(said)
"""


def answer(redirection: str, term: str, told: str) -> str:
    """What the check says in a process on a terminal of its own, some of it redirected."""
    here, there = pty.openpty()
    try:
        subprocess.run(
            ["/bin/sh", "-c", f'"$@" {redirection}', "sh", sys.executable, "-c", CHECK, told],
            stdin=there,
            stdout=there,
            stderr=there,
            env={**os.environ, "TERM": term},
            timeout=60,
            check=True,
        )
    finally:
        os.close(here)
        os.close(there)
    with open(told) as file:  # noqa: PTH123
        return file.read()


@pytest.mark.parametrize("term", ["xterm-256color", "screen", "linux", ""])
def test_a_terminal_is_usable(term: str, tmp_path: os.PathLike[str]) -> None:
    assert answer("", term, f"{tmp_path}/told") == "usable"


@pytest.mark.parametrize(
    ("redirection", "said"),
    [
        ("</dev/null", "journey needs a terminal: it reads keys there, and standard input is none; "),
        ("<&-", "journey needs a terminal: it reads keys there, and standard input is none; "),
        (">/dev/null", "journey needs a terminal: it shows a run there, and standard output is none; "),
        (">&-", "journey needs a terminal: it shows a run there, and standard output is none; "),
        ("2>/dev/null", "journey needs a terminal: it draws there, and standard error is none; "),
        ("2>&-", "journey needs a terminal: it draws there, and standard error is none; "),
    ],
)
def test_a_stream_that_is_no_terminal_is_named(
    redirection: str, said: str, tmp_path: os.PathLike[str]
) -> None:
    told = answer(redirection, "xterm", f"{tmp_path}/told")
    assert told == said + "journey narrate tells a run without one"


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_only_prints_lines_is_refused(term: str, tmp_path: os.PathLike[str]) -> None:
    told = answer("", term, f"{tmp_path}/told")
    assert told == (
        f"journey needs a terminal that can place text, and TERM is {term}; "
        "set TERM=xterm-256color if yours can, or use journey narrate"
    )


def test_it_is_refused_with_exit_code_two() -> None:
    with pytest.raises(SourceRefused) as refused:
        refuse_unusable_terminal()
    assert refused.value.exit_code == 2
