"""Bengali that lines up: the terminal's cells are ours, in the table, on the surface, in pictures and in tmux."""

import os
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich import cells
from rich.cells import cell_len

import journey_tui
from journey_tui.content import ui
from journey_tui.tui import widths
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.picture import svg
from journey_tui.tui.surface import Surface
from journey_tui.tui.themes import DARK
from journey_tui.tui.widths import LINES_UP, PROBES, Model, guessed, model_of, use

PATIENCE_SECONDS = 60.0
WORDS = (
    Path(journey_tui.__file__).parent / "content" / "bn",
    Path(__file__).parents[2] / "scenarios" / "lessons",
)
SENTENCE = "রিং বাফার (ring buffer) থেকে packet তুলে নেয়।"
BENGALI = [chr(code) for code in range(0x980, 0xA00) if unicodedata.category(chr(code)) != "Cn"]


def cells_of(text: str) -> int:
    """What xterm, VTE and tmux give a text without wide characters: only marks that do not space take no cell."""
    return sum(unicodedata.category(character) not in ("Mn", "Me", "Cf") for character in text)


# ── which model ──


@pytest.mark.parametrize(
    ("columns", "model"),
    [((2, 7, 8), Model.MC1), ((1, 5, 6), Model.MC0), ((2, 6, 8), Model.OTHER), ((), Model.UNKNOWN)],
)
def test_the_cursor_tells_the_model(columns: tuple[int, ...], model: Model) -> None:
    assert model_of(columns) is model


@pytest.mark.parametrize(
    ("environment", "model"),
    [
        ({"TERM": "xterm-256color", "VTE_VERSION": "7006"}, Model.MC1),
        ({"TERM": "tmux-256color"}, Model.MC1),
        ({"TERM": "screen", "KITTY_WINDOW_ID": "1", "TMUX": "x,1,0"}, Model.MC1),
        ({"TERM": "xterm-kitty"}, Model.MC0),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"}, Model.MC1),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "221203"}, Model.OTHER),
        ({"TERM": "xterm-256color"}, Model.UNKNOWN),
        ({}, Model.UNKNOWN),
    ],
)
def test_a_terminal_that_says_who_it_is_need_not_be_asked(environment: dict[str, str], model: Model) -> None:
    assert guessed(environment) is model


# ── the table ──


def test_each_model_gives_the_probes_what_its_terminals_give_them() -> None:
    assert use(Model.MC1)
    assert [cell_len(word) for word in PROBES] == [cells_of(word) for word in PROBES] == [2, 7, 8]
    assert use(Model.MC0)
    assert [cell_len(word) for word in PROBES] == [1, 5, 6]


def test_without_a_table_for_it_no_model_is_used() -> None:
    use(Model.MC1)
    assert not use(Model.OTHER)
    assert not use(Model.UNKNOWN)
    assert cell_len("কা") == 2


@given(st.text(max_size=40))
def test_no_other_script_changes_its_width(text: str) -> None:
    other = "".join(character for character in text if not "\u0980" <= character <= "\u09ff")
    use(Model.MC0)
    usual = cell_len(other)
    use(Model.MC1)
    assert cell_len(other) == usual


@pytest.mark.parametrize("error", [AttributeError, TypeError, ValueError])
def test_another_rich_is_noticed(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def changed(version: str) -> cells.CellTable:
        raise error

    monkeypatch.setattr(widths, "usual_table", changed)
    assert not use(Model.MC1)


def test_a_table_that_nothing_reads_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widths, "_with_vowel_signs", lambda table: table)
    assert not use(Model.MC1)


# ── what is drawn ──


@pytest.mark.parametrize("model", LINES_UP)
def test_every_text_of_ours_takes_the_cells_on_a_surface_that_it_is_measured_to_take(model: Model) -> None:
    use(model)
    texts = [file.read_text(encoding="utf-8") for folder in WORDS for file in folder.rglob("*.*")]
    texts += [str(text) for text in ui.catalogue("bn")._catalog.values()]  # type: ignore[attr-defined]
    surface = Surface(2000, 1)
    lines = [line for text in texts for line in text.splitlines()]
    assert len(lines) > 1000
    assert [line for line in lines if surface.put(0, 0, line) != cell_len(line)] == []


@pytest.mark.parametrize("model", LINES_UP)
@given(words=st.lists(st.text(st.sampled_from(BENGALI), max_size=12), max_size=12), width=st.integers(1, 30))
def test_rows_of_bengali_stay_within_their_pane(model: Model, words: list[str], width: int) -> None:
    use(model)
    assert all(cell_len(row) <= width for row in wrapped(" ".join(words), width))


def test_a_picture_leaves_bengali_words_whole_and_places_them_by_their_column() -> None:
    use(Model.MC1)
    surface = Surface(60, 1)
    surface.put(0, 0, SENTENCE)
    root = ElementTree.fromstring(svg(surface, DARK, "x"))  # noqa: S314 - our own
    texts = list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert [text.text for text in texts] == [
        *("রিং", "বাফার", "(ring buffer)", "থেকে", "packet", "তুলে", "নেয়।"),
    ]
    for text in texts:
        shown = text.text or ""
        written = "\u0980" <= shown[0] <= "\u09ff"
        assert ("textLength" in text.attrib) is not written
        assert ("Noto Sans Bengali" in text.attrib.get("font-family", "")) is written
        before = SENTENCE[: SENTENCE.index(shown)]
        assert float(text.attrib["x"]) == pytest.approx(cells_of(before) * 9.6)


# ── a real terminal ──


class Tmux:
    """A terminal of its own, without anybody's configuration."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, *arguments: str) -> str:
        environment = os.environ | {"TMUX_TMPDIR": str(self._folder), "LC_ALL": "C.UTF-8"}
        environment.pop("TMUX", None)
        command = ["tmux", "-f", os.devnull, *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, check=False, timeout=60
        )
        return done.stdout

    def rows(self, until: Callable[[list[str]], bool]) -> list[str]:
        """The screen, once it shows what is waited for."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        rows: list[str] = []
        while time.monotonic() < deadline:
            rows = self.run("capture-pane", "-p").splitlines()
            if until(rows):
                return rows
        raise AssertionError("\n".join(rows))


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Tmux]:
    made = Tmux(tmp_path)
    program = f"{sys.executable} -m journey_tui hello --lang bn --no-tour --no-motion"
    made.run("new-session", "-d", "-x", "120", "-y", "40", program)
    yield made
    made.run("kill-server")


def pane(rows: list[str]) -> list[str]:
    """The rows of the pane that says what happens, whose right edge is the screen's."""
    return _between(rows, "┌─ কী ঘটছে", "─┘")


def page(rows: list[str]) -> list[str]:
    """The rows of the page about a stage, over the picture."""
    return _between(rows, "╭─ পরিচয়", "Esc বন্ধ করে ─╯")


def _between(rows: list[str], first: str, last: str) -> list[str]:
    top = next((place for place, row in enumerate(rows) if first in row), len(rows))
    end = next((place for place, row in enumerate(rows) if place > top and last in row), top)
    return rows[top : end + 1] if end > top else []


def stands_at(width: int, rows: list[str]) -> bool:
    """Whether the pane has been drawn for a screen of that width."""
    return [cells_of(row) for row in pane(rows)[:1]] == [width]


def character_at(row: str, column: int) -> str:
    """What stands in a cell, with the marks on it left out."""
    return next((letter for place, letter in enumerate(row) if cells_of(row[: place + 1]) == column + 1), "")


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_in_tmux_frames_around_bengali_are_straight(terminal: Tmux) -> None:
    terminal.rows(lambda rows: any("┌─ এই run" in row for row in rows))
    terminal.run("send-keys", "Space", "Right")
    for width, height in ((120, 40), (80, 24)):
        terminal.run("resize-window", "-x", str(width), "-y", str(height))
        shown = pane(terminal.rows(partial(stands_at, width)))
        assert {cells_of(row) for row in shown} == {width}
        terminal.run("send-keys", "Enter")
        about = page(terminal.rows(lambda rows: len(page(rows)) > 10))
        right = cells_of(about[0][: about[0].index("╮", about[0].index("পরিচয়"))])
        assert sum(any("\u0980" <= letter <= "\u09ff" for letter in row) for row in about) > 5
        assert {character_at(row, right) for row in about} == set("╮│╯")
        terminal.run("send-keys", "Escape")
