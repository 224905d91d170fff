"""A run as an asciicast: what the terminal would show, to be played with asciinema (its file format, version 2).

Only what has changed since the last frame is written, as the program itself does it. The cursor stays hidden
while it plays; the end leaves the terminal as anybody would want to find it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from journey_tui.exporters.frames import Film, Frame, Look, Row
from journey_tui.playback.pace import SPEEDS, Pace, Pacer
from journey_tui.playback.timeline import Timeline

_BEGIN: Final = "\x1b[?25l\x1b[2J"
"""Hide the cursor, clear the screen (ECMA-48: DECTCEM is DEC's own)."""
_RESET: Final = "\x1b[0m"
_END: Final = f"{_RESET}\x1b[?25h"
_HOLDS_S: Final = 3.0
"""How long the last frame stands, so that nobody takes its end for a fault."""
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Marker:
    """A named place that a player of recordings can jump to."""

    position: int
    name: str


def cast_lines(film: Film, seconds: Sequence[float], markers: Sequence[Marker], title: str) -> Iterator[str]:
    """The file line by line; `seconds` says how long each frame stands. Raises `ValueError` when there is no frame."""
    if not film.frames:
        raise ValueError("there is nothing to record")
    header = {"version": 2, "width": film.width, "height": film.height, "title": title}
    yield json.dumps(header, ensure_ascii=False)
    now, last = 0.0, None
    left = sorted(markers, key=lambda marker: marker.position)
    for frame, stands in zip(film.frames, seconds, strict=True):
        while left and left[0].position <= frame.position:
            yield _event(now, "m", left.pop(0).name)
        drawn = _drawn(film.looks, None if last is None else last.rows, frame)
        if drawn or last is None:
            yield _event(now, "o", (_BEGIN if last is None else "") + drawn)
        now, last = now + stands, frame
    yield _event(now + _HOLDS_S, "o", f"{_END}{_moved(film.height - 1, 0)}\r\n")


def standing_times(timeline: Timeline, positions: Iterable[int], pace: str, speed: float) -> list[float]:
    """How many seconds each position stands when the run is played at this pace and the nearest speed there is."""
    pacer = Pacer(timeline)
    pacer.pace = Pace(pace)
    pacer.speed = min(range(len(SPEEDS)), key=lambda place: abs(SPEEDS[place] - speed))
    return [pacer.wait(position).seconds for position in positions]


def _event(time_s: float, kind: str, data: str) -> str:
    return json.dumps([round(time_s, _DIGITS), kind, data], ensure_ascii=False)


def _drawn(looks: Sequence[Look], before: Sequence[Row] | None, frame: Frame) -> str:
    """The runs that are not as they were, with no more moves and colours than it takes."""
    parts: list[str] = []
    worn: Look | None = None
    for y, row in enumerate(frame.rows):
        same = frozenset() if before is None else frozenset(before[y])
        column = -1
        for run in row:
            if run in same:
                continue
            look = looks[run.look]
            parts += (_moved(y, run.column) if run.column != column else "", _colours(worn, look), run.text)
            column, worn = run.column + run.width, look
    return "".join(parts)


def _moved(y: int, x: int) -> str:
    """CUP, which counts from 1."""
    return f"\x1b[{y + 1};{x + 1}H"


def _colours(worn: Look | None, look: Look) -> str:
    """SGR (ECMA-48) for what is not worn already, with colours of 24 bits (ISO 8613-6)."""
    codes = ["0"] if worn is None else []
    if look.bold != (worn is not None and worn.bold):
        codes.append("1" if look.bold else "22")
    if look.underline != (worn is not None and worn.underline):
        codes.append("4" if look.underline else "24")
    if worn is None or look.foreground != worn.foreground:
        codes.append(f"38;2;{_channels(look.foreground)}")
    if worn is None or look.background != worn.background:
        codes.append(f"48;2;{_channels(look.background)}")
    return f"\x1b[{';'.join(codes)}m" if codes else ""


def _channels(colour: str) -> str:
    return ";".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
