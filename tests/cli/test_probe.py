"""How wide the terminal draws a word: asked, answered, and nothing left behind."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from journey_tui.cli.probe import cells_taken

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
termios = pytest.importorskip("termios")

WORDS = ("কা", "ক্লায়েন্ট")
ASKED = b"\x1b[6n"


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch, answers: bytes) -> Iterator[tuple[int, bytearray]]:
    """A terminal that answers once it has been asked about every word; the program's end of it and what it got."""
    ours, theirs = pty.openpty()
    got = bytearray()

    def play() -> None:
        while got.count(ASKED) < len(WORDS):
            got.extend(os.read(ours, 1024))
        os.write(ours, answers)

    with os.fdopen(theirs, encoding="utf-8") as text:
        monkeypatch.setattr(sys, "__stdin__", text)
        monkeypatch.setattr(sys, "__stderr__", text)
        player = threading.Thread(target=play, daemon=True)
        player.start()
        yield theirs, got
        player.join()
    os.close(ours)


def test_the_cursor_says_how_far_each_word_moved_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch, b"\x1b[1;3R\x1b[1;8R") as (end, got):
        before = termios.tcgetattr(end)
        assert cells_taken(WORDS, patience_s=60) == (2, 7)
        assert termios.tcgetattr(end) == before
        os.set_blocking(end, False)
        with pytest.raises(BlockingIOError):  # nothing is left for the screen to read as keys
            os.read(end, 1)
    written = got.decode()
    assert written.startswith("\x1b[?1049h")  # what is printed goes with the alternate screen
    assert written.endswith("\x1b[?1049l")


def test_what_is_typed_meanwhile_does_not_hide_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch, b"x\x1b[1;2Ry\x1b[12;6R"):
        assert cells_taken(WORDS, patience_s=60) == (1, 5)


@pytest.mark.parametrize("answers", [b"", b"\x1b[1;3R", b"?"])
def test_without_every_answer_nothing_is_known(monkeypatch: pytest.MonkeyPatch, answers: bytes) -> None:
    with terminal(monkeypatch, answers):
        assert cells_taken(WORDS, patience_s=0.05) == ()


def test_where_there_is_no_terminal_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "file").open("w+", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "__stdin__", file)
        monkeypatch.setattr(sys, "__stderr__", file)
        assert cells_taken(WORDS) == ()
        assert file.tell() == 0
