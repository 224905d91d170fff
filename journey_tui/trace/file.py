"""The trace file: JSON Lines, the header first, then one event a line.

Reading refuses a file of another version or with a damaged line, and says which line it is.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from journey_tui.trace.codec import event_from_json, event_to_json
from journey_tui.trace.events import Event
from journey_tui.trace.header import TRACE_VERSION, TraceHeader
from journey_tui.trace.trace import Trace

_LONGEST_LINE: Final = 16 * 1024 * 1024


class TraceFileError(ValueError):
    """The file is no trace, of another version, or damaged; the text says where and what to do."""


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
    file = path.open("rb")
    first = file.readline(_LONGEST_LINE)
    header = _read_header(first, path.name)
    return Trace(header, _read_events(file, path.name))


def _read_header(line: bytes, name: str) -> TraceHeader:
    try:
        version = msgspec.json.decode(line, type=_Version).journey_trace
        if version != TRACE_VERSION:
            raise TraceFileError(
                f"{name}:1: trace version {version}; this program reads version {TRACE_VERSION}: record it again"
            )
        return msgspec.json.decode(line, type=TraceHeader)
    except msgspec.DecodeError as error:
        raise TraceFileError(f"{name}:1: not the first line of a trace: {error}") from None


def _read_events(file: BinaryIO, name: str) -> Iterator[Event]:
    with file:
        number = 1
        expected = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if not line.strip():
                continue
            event = _read_event(line, f"{name}:{number}", expected)
            expected += 1
            yield event


def _read_event(line: bytes, where: str, expected: int) -> Event:
    try:
        event = event_from_json(line)
    except msgspec.DecodeError as error:
        raise TraceFileError(f"{where}: damaged event: {error}; the events before it are whole") from None
    if event.seq != expected:
        raise TraceFileError(
            f"{where}: event {event.seq} where {expected} was expected: a line is missing or doubled"
        )
    return event
