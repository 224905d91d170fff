"""The trace file: JSON Lines, the header first, then one event a line.

Reading refuses a file of another version or with a damaged line, and says which line it is. It is also the border
where a trace's text is cleaned: whatever a terminal would obey is gone before anybody sees the event.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from journey_tui.text import clean
from journey_tui.trace.codec import event_from_json, event_to_json
from journey_tui.trace.events import Event
from journey_tui.trace.header import TRACE_VERSION, TraceHeader
from journey_tui.trace.trace import Trace

_LONGEST_LINE: Final = 16 * 1024 * 1024


class TraceFileError(ValueError):
    """The file is no trace, of another version, or damaged; the text says where and what to do."""


class _OutOfRange(ValueError):
    """A number that no part of the program has room for."""


class _Version(msgspec.Struct):
    journey_trace: int


def header_line(header: TraceHeader) -> bytes:
    """The first line of a trace file, without its newline."""
    return msgspec.json.encode(header)


def trace_lines(trace: Trace) -> Iterator[bytes]:
    """All lines of the file, each with its newline."""
    yield header_line(trace.header) + b"\n"
    for event in trace:
        yield event_to_json(event) + b"\n"


def looks_like_trace(path: Path) -> bool:
    """Whether the file begins as a trace does; the rest is judged by `read_trace`."""
    with path.open("rb") as file:
        return file.read(64).lstrip().startswith(b'{"journey_trace"')


def read_trace(path: Path) -> Trace:
    """Open a trace file; events are read as they are asked for. Raises `TraceFileError`, `OSError`."""
    with path.open("rb") as file:
        header = _read_header(file.readline(_LONGEST_LINE), path.name)
        start = file.tell()
    return Trace(header, _read_events(path, start))


def _read_header(line: bytes, name: str) -> TraceHeader:
    try:
        version = msgspec.json.decode(line, type=_Version).journey_trace
        if version != TRACE_VERSION:
            raise TraceFileError(
                f"{name}:1: trace version {version}; this program reads version {TRACE_VERSION}: record it again"
            )
        return _trusted(msgspec.json.decode(line, type=TraceHeader), line)
    except _DAMAGE as error:
        raise TraceFileError(f"{name}:1: not the first line of a trace: {_told(error)}") from None


def _read_events(path: Path, start: int) -> Iterator[Event]:
    """The events behind the header; the file is open only while somebody reads it."""
    with path.open("rb") as file:
        file.seek(start)
        number = 1
        expected = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if not line.strip():
                continue
            event = _read_event(line, f"{path.name}:{number}", expected)
            expected += 1
            yield event


def _read_event(line: bytes, where: str, expected: int) -> Event:
    try:
        event = _trusted(event_from_json(line), line)
    except _DAMAGE as error:
        raise TraceFileError(
            f"{where}: damaged event: {_told(error)}; the events before it are whole"
        ) from None
    if event.seq != expected:
        raise TraceFileError(
            f"{where}: event {event.seq} where {expected} was expected: a line is missing or doubled"
        )
    return event


# ── text and numbers that nobody vouches for ──

_DAMAGE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, _OutOfRange)
"""What decoding a line raises, whatever stands in it."""

_LONG_NUMBER: Final = re.compile(rb"\d{19}")
"""The fewest digits of a number beyond 64 bits."""

_Struct = TypeVar("_Struct", bound=msgspec.Struct)


def _trusted(value: _Struct, line: bytes) -> _Struct:
    """The decoded line with clean text; raises `_OutOfRange` for a number beyond 64 bits."""
    plain = line.isascii() and b"\\" not in line and b"\x7f" not in line
    return value if plain and _LONG_NUMBER.search(line) is None else _cleaned(value)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value, _LONGEST_LINE)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise _OutOfRange("a number beyond 64 bits")
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value))
    if isinstance(value, msgspec.Struct):
        changes = {name: _cleaned(getattr(value, name)) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **changes)
    return value


def _told(error: Exception) -> str:
    """An error's own words, without what it may quote from the file."""
    return clean(str(error), 200) if not isinstance(error, RecursionError) else "nested too deeply"
