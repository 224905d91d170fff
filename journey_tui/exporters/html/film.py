"""The frames of the page's player as data: every row that looks alike once, and of each frame the rows that change.

The data stands in a script element that no browser runs; what could end that element is written as an escape.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from journey_tui.exporters.frames import Film, Look, Row, Run
from journey_tui.exporters.handout import Caption
from journey_tui.exporters.outline import Outline
from journey_tui.units import format_clock

_WORDS: Final = re.compile(r"\S+(?: \S+)*")
"""A browser folds two blanks into one, so that no text may hold two."""
_UNSAFE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def film_json(film: Film, captions: Mapping[str, Sequence[Caption]], outline: Outline) -> str:
    """The player's data as JSON that may stand inside a script element."""
    rows: dict[Row, int] = {}
    frames = [[frame.position, format_clock(frame.time_ns), []] for frame in film.frames]
    before: Sequence[Row] = [()] * film.height
    for entry, frame in zip(frames, film.frames, strict=True):
        changed = ((y, row) for y, row in enumerate(frame.rows) if row != before[y])
        entry[2] = [number for y, row in changed for number in (y, rows.setdefault(row, len(rows)))]
        before = frame.rows
    data = {
        "width": film.width,
        "height": film.height,
        "length": outline.length,
        "looks": [
            [look.foreground, look.background, int(look.bold), int(look.underline)] for look in film.looks
        ],
        "rows": [[part for run in row for part in _runs(run, film.looks)] for row in rows],
        "frames": frames,
        "captions": captions,
        "chapters": [one.position for one in outline.chapters],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return (
        "".join(_UNSAFE.get(character, character) for character in text) if set(text) & set(_UNSAFE) else text
    )


def _runs(run: Run, looks: Sequence[Look]) -> Iterator[list[int | str]]:
    """Column, width, look and text; what nobody would see is left out, a fill keeps its blanks."""
    filled = looks[run.look].background != looks[0].background
    if filled or len(run.text) != run.width:  # wide or combining characters: only whole does its width hold
        if filled or run.text.strip():
            yield [run.column, run.width, run.look, run.text]
        return
    for words in _WORDS.finditer(run.text):
        yield [run.column + words.start(), len(words[0]), run.look, words[0]]
