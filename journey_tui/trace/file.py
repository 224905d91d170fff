"""The trace file: JSON Lines, the header first, then one event a line.

Reading refuses a file of another version, with a damaged line or without its end, and says which line it is. The end is
told by the last event's own line, which begins with `"last":true` if the header has promised so. Reading is also the border
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

_LAST: Final = b'{"last":true,'
_LAST_KEY: Final = re.compile(rb'\s*\{\s*"last"\s*:\s*true\b')
_LONGEST_LINE: Final = 16 * 1024 * 1024
_LONGEST_BEGINNING: Final = 256
_BOM: Final = b"\xef\xbb\xbf"
_BEGINNING: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"journey_(?:trace|run)"')
_SAVE: Final = "save a trace with journey run SOURCE --format jsonl -o FILE"
_RESULT: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"journey_run"')


class TraceFileError(ValueError):
    """The file is no trace, of another version, or damaged; the text says where and what to do."""


class _DamagedEvent(TraceFileError):
    """One line is no event."""


class _OutOfRange(ValueError):
    """A number that no part of the program has room for."""


class _Version(msgspec.Struct):
    journey_trace: int


def header_line(header: TraceHeader) -> bytes:
    """The first line of a trace file, without its newline."""
    return msgspec.json.encode(header)


def trace_lines(trace: Trace) -> Iterator[bytes]:
    """All lines of the file, each with its newline."""
    events = map(event_to_json, trace)
    line = next(events, None)
    if line is None:
        yield header_line(msgspec.structs.replace(trace.header, marks_end=False)) + b"\n"
        return
    yield header_line(trace.header) + b"\n"
    for following in events:
        yield line + b"\n"
        line = following
    yield (_LAST + line[1:] if trace.header.marks_end else line) + b"\n"


def looks_like_trace(path: Path) -> bool:
    """Whether the file begins as a trace or a run's result does, or is called one; `read_trace` judges the rest."""
    with path.open("rb") as file:
        start = file.read(_LONGEST_BEGINNING)
    called_so = path.suffix == ".jsonl" and start.removeprefix(_BOM).lstrip()[:1] in (b"", b"{")
    return called_so or _BEGINNING.match(start) is not None


def read_trace(path: Path) -> Trace:
    """Open a trace file; events are read as they are asked for. Raises `TraceFileError`, `OSError`."""
    header, number, start = _opened(path)
    return Trace(header, _whole(_read_lines(path, header, number, start)))


def damages(path: Path) -> Iterator[TraceFileError]:
    """Yield everything that is wrong with a trace file, reading it to its end. Raises `OSError`."""
    try:
        header, number, start = _opened(path)
    except TraceFileError as error:
        yield error
        return
    for read in _read_lines(path, header, number, start):
        if isinstance(read, TraceFileError):
            yield read


def _opened(path: Path) -> tuple[TraceHeader, int, int]:
    """The header, its line's number, and where the next line begins."""
    with path.open("rb") as file:
        if _RESULT.match(file.read(_LONGEST_BEGINNING)):
            raise TraceFileError(f"{path.name}:1: the result of a run, not its trace; {_SAVE}")
        file.seek(0)
        number, line = 1, file.readline(_LONGEST_LINE).removeprefix(_BOM)
        while line.isspace():
            number, line = number + 1, file.readline(_LONGEST_LINE)
        return _read_header(line, f"{path.name}:{number if line else 1}"), number, file.tell()


def _read_header(line: bytes, where: str) -> TraceHeader:
    try:
        version = msgspec.json.decode(line, type=_Version).journey_trace
        if version != TRACE_VERSION:
            raise TraceFileError(
                f"{where}: trace version {version}; this program reads version {TRACE_VERSION}: record it again"
            )
        return _trusted(msgspec.json.decode(line, type=TraceHeader), line)
    except _DAMAGE as error:
        raise TraceFileError(f"{where}: not the first line of a trace: {_told(error)}; {_SAVE}") from None


def _whole(read: Iterator[Event | TraceFileError]) -> Iterator[Event]:
    """The events up to the first damage, which is raised."""
    for event in read:
        if isinstance(event, _DamagedEvent):
            raise TraceFileError(f"{event}; the events before it are whole")
        if isinstance(event, TraceFileError):
            raise event
        yield event


def _read_lines(path: Path, header: TraceHeader, number: int, start: int) -> Iterator[Event | TraceFileError]:
    """An event for each line behind the header, or what is wrong with it; the file is open only while it is read."""
    from journey_tui.trace.ranges import fault_of  # knows what fits into a packet, and imports dpkt for it

    with path.open("rb") as file:
        file.seek(start)
        expected, ended = 0, not header.marks_end
        while line := file.readline(_LONGEST_LINE):
            number += 1
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            read = _read_event(line, where)
            if isinstance(read, TraceFileError):
                expected, ended = expected + 1, True
                yield read
                continue
            if read.seq != expected:
                yield TraceFileError(
                    f"{where}: event {read.seq} where {expected} was expected: a line is missing or doubled"
                )
            fault = fault_of(read)
            yield _DamagedEvent(f"{where}: damaged event: {read.kind}: {fault}") if fault else read
            expected, ended = read.seq + 1, not header.marks_end or _LAST_KEY.match(line) is not None
        if not ended:
            yield TraceFileError(
                f"{path.name}:{number}: the trace ends early: what came after this line is missing; the events up to it are whole"
            )


def _read_event(line: bytes, where: str) -> Event | TraceFileError:
    try:
        return _trusted(event_from_json(line), line)
    except _DAMAGE as error:
        return _DamagedEvent(f"{where}: damaged event: {_told(error)}")


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
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(each) for key, each in value.items()}
    if isinstance(value, msgspec.Struct):
        changes = {name: _cleaned(getattr(value, name)) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **changes)
    return value


def _told(error: Exception) -> str:
    """An error's own words, without what it may quote from the file."""
    return clean(str(error), 200) if not isinstance(error, RecursionError) else "nested too deeply"
