"""How many cells a terminal gives to Bengali, and rich's table of widths made to agree with it.

Terminals differ in the spacing vowel signs (Unicode category Mc: া ি ী ে ৈ ো ৌ, and ং ঃ): xterm, VTE, tmux and
xterm.js give each a cell of its own, kitty and mlterm none, and rich 15.0 none. Where both disagree every row with Bengali in it
pushes the frame at its right end away. A few terminals count whole clusters; for those no table of characters is right.

The one place that changes what is private to rich: `pyproject.toml` pins its minor series, and `use` looks whether the
change took hold.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from rich import cells
from rich._unicode_data import load as usual_table


class Model(StrEnum):
    """What a terminal does with a spacing vowel sign."""

    MC0 = "mc0"
    """No cell: it is drawn in the cell of its letter."""
    MC1 = "mc1"
    """A cell of its own."""
    OTHER = "other"
    """Something else, so that nothing would line up."""
    UNKNOWN = "unknown"
    """It did not say."""


LINES_UP: Final = (Model.MC0, Model.MC1)
"""Those for which there is a table."""
PROBES: Final = ("কা", "ক্লায়েন্ট", "ইন্টারাপ্ট")
"""Words to print and ask for the cursor after: between them they tell the three camps apart."""
_EXPECTED: Final[Mapping[tuple[int, ...], Model]] = {(1, 5, 6): Model.MC0, (2, 7, 8): Model.MC1}
"""Cells that each model gives them; xterm 379, VTE 0.70, tmux 3.3 answer the second, kitty 0.26, mlterm 3.9 the first."""
_BENGALI: Final = (0x980, 0x9FF)
_NAMED: Final = (
    ("TMUX", Model.MC1),
    ("STY", Model.MC1),  # GNU screen counts as the C library does
    ("VTE_VERSION", Model.MC1),
    ("XTERM_VERSION", Model.MC1),
    ("KITTY_WINDOW_ID", Model.MC0),
    ("KONSOLE_VERSION", Model.OTHER),
    ("WT_SESSION", Model.OTHER),
)
"""Variables by which a program tells that it is the terminal; a multiplexer in front of another counts itself."""
_TERMS: Final = (
    ("tmux", Model.MC1),
    ("screen", Model.MC1),
    ("xterm-kitty", Model.MC0),
    ("mlterm", Model.MC0),
)
"""How TERM begins."""
_PROGRAMS: Final = {"vscode": Model.MC1}
"""TERM_PROGRAM; Visual Studio Code's terminal is xterm.js."""


def model_of(columns: Sequence[int]) -> Model:
    """The model of a terminal in which the probes took so many cells."""
    if not columns:
        return Model.UNKNOWN
    return _EXPECTED.get(tuple(columns), Model.OTHER)


def guessed(environment: Mapping[str, str]) -> Model:
    """The model of a terminal that says who it is; unknown where none does."""
    for name, model in _NAMED:
        if environment.get(name):
            return model
    term = environment.get("TERM", "").lower()
    for begins, model in _TERMS:
        if term.startswith(begins):
            return model
    return _PROGRAMS.get(environment.get("TERM_PROGRAM", ""), Model.UNKNOWN)


def use(model: Model) -> bool:
    """Count Bengali as a terminal of that model does, from now on; whether that is so afterwards.

    Works on `rich.cells.load_cell_table` and the two caches beside it, as rich 15.0 has them.
    """
    if model not in LINES_UP:
        return False
    try:
        table = usual_table("auto")
        counted = table if model is Model.MC0 else _with_vowel_signs(table)
        vars(cells)["load_cell_table"] = lambda unicode_version="auto": counted
        cells.get_character_cell_size.cache_clear()
        cells.cached_cell_len.cache_clear()
        return _EXPECTED.get(tuple(map(cells.cell_len, PROBES))) is model
    except (AttributeError, TypeError, ValueError):  # another rich, which keeps its table in another way
        return False


def _with_vowel_signs(table: cells.CellTable) -> cells.CellTable:
    """The table with a cell for each Bengali character of category Mc."""
    first, last = _BENGALI
    widths = [entry for entry in table.widths if entry[1] < first or entry[0] > last]
    for code in range(first, last + 1):
        category = unicodedata.category(chr(code))
        if category != "Mc" and (size := _size(table, code)) != 1:
            widths.append((code, code, size))
    return cells.CellTable(table.unicode_version, tuple(sorted(widths)), table.narrow_to_wide)


def _size(table: cells.CellTable, code: int) -> int:
    return next((size for first, last, size in table.widths if first <= code <= last), 1)
