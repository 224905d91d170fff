"""A saved trace opens as it was saved; what is damaged, foreign or hostile is refused with its line, or cleaned."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.trace import Trace, TraceHeader
from journey_tui.trace.file import TraceFileError, damages, looks_like_trace, read_trace, trace_lines
from journey_tui.trace.header import TRACE_VERSION, ClientSetup
from tests.samples import sample_events, sample_header

BOOT = '{"kind":"ServerListening","seq":%d,"time_ns":0,"address":"0.0.0.0:3000"%s}'


def saved(directory: Path) -> Path:
    path = directory / "run.jsonl"
    path.write_bytes(b"".join(trace_lines(Trace(sample_header(), sample_events()))))
    return path


def written(directory: Path, *lines: str | bytes) -> Path:
    path = directory / "run.jsonl"
    path.write_bytes(b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines))
    return path


def header_line(title: str = "t") -> str:
    return json.dumps({"journey_trace": TRACE_VERSION, "title": title})


def error_of(path: Path) -> str:
    """What reading the whole file complains of; empty for a trace."""
    try:
        read_trace(path).pull_all()
    except TraceFileError as error:
        return str(error)
    return ""


def test_a_saved_trace_opens_as_it_was(tmp_path: Path) -> None:
    trace = read_trace(saved(tmp_path))
    assert trace.header == sample_header()
    assert list(trace) == sample_events()


def test_saving_an_opened_trace_gives_the_same_bytes(tmp_path: Path) -> None:
    path = saved(tmp_path)
    assert b"".join(trace_lines(read_trace(path))) == path.read_bytes()


def test_the_first_line_names_the_format_first(tmp_path: Path) -> None:
    assert saved(tmp_path).read_bytes().startswith(b'{"journey_trace":1,')


def test_a_trace_is_told_from_a_scenario_by_its_beginning(tmp_path: Path) -> None:
    scenario = tmp_path / "hello.yaml"
    scenario.write_text("journey: 1\ntitle: Hello\n")
    assert looks_like_trace(saved(tmp_path))
    assert not looks_like_trace(scenario)


@pytest.mark.parametrize("before", ["", "\ufeff", "\n\n  \n", " \t", "\ufeff\r\n"])
@pytest.mark.parametrize("name", ["saved.jsonl", "saved.txt"])
def test_blanks_and_a_byte_order_mark_before_a_trace_change_nothing(
    before: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(before.encode() + saved(tmp_path).read_bytes().replace(b'{"journey', b'{ "journey', 1))
    assert looks_like_trace(path)
    assert list(read_trace(path)) == sample_events()


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (b"", True),
        (b'{"kind":"ServerListening"}', True),
        (b"journey: 1\ntitle: t\n", False),
        (b"\x1f\x8b\x08\x00", False),
        (b"\xff\xfe{\x00", False),
    ],
)
def test_what_is_called_a_trace_is_read_as_one_unless_it_is_something_else(
    data: bytes, is_one: bool, tmp_path: Path
) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(data)
    assert looks_like_trace(path) is is_one


@pytest.mark.parametrize("text", ['{"journey_run":1,"title":"t"}\n', '{\n  "journey_run": 1\n}\n'])
def test_the_result_of_a_run_is_told_from_its_trace(text: str, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(text)
    assert looks_like_trace(path)
    assert error_of(path) == (
        "result.json:1: the result of a run, not its trace; "
        "save a trace with journey run SOURCE --format jsonl -o FILE"
    )


def test_a_trace_that_was_laid_out_anew_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "pretty.json"
    path.write_text(json.dumps({"journey_trace": 1, "title": "t"}, indent=2))
    assert looks_like_trace(path)
    assert error_of(path).endswith("; save a trace with journey run SOURCE --format jsonl -o FILE")


def test_every_damage_is_found_and_counting_goes_on_behind_it(tmp_path: Path) -> None:
    lines = [BOOT % (0, ""), "x", BOOT % (2, ""), BOOT % (5, ""), BOOT % (6, ',"cpu":"a"'), BOOT % (7, "")]
    path = written(tmp_path, header_line(), *lines)
    found = [str(error) for error in damages(path)]
    assert [message.partition(": ")[0] for message in found] == ["run.jsonl:3", "run.jsonl:5", "run.jsonl:6"]
    assert "event 5 where 3 was expected" in found[1]
    assert list(damages(saved(tmp_path))) == []
    assert [str(error) for error in damages(written(tmp_path, "x"))] == [error_of(path)]


def marked() -> list[bytes]:
    """The lines of a saved trace whose header promises an end."""
    header = msgspec.structs.replace(sample_header(), marks_end=True)
    return list(trace_lines(Trace(header, sample_events())))


def test_a_trace_that_is_cut_off_between_two_lines_is_told_from_a_shorter_one(tmp_path: Path) -> None:
    lines = marked()
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"".join(lines))
    assert (error_of(path), list(damages(path))) == ("", [])
    assert list(read_trace(path)) == sample_events()
    assert b"".join(trace_lines(read_trace(path))) == path.read_bytes()
    for kept in (1, 2, len(lines) - 1):
        path.write_bytes(b"".join(lines[:kept]))
        assert error_of(path).startswith(f"run.jsonl:{kept}: the trace ends early")
        assert len(list(damages(path))) == 1


def test_the_last_event_says_so_in_its_own_line() -> None:
    *others, last = map(json.loads, marked()[1:])
    assert last["last"] is True
    assert last["seq"] == len(others)
    assert not any("last" in other for other in others)


def test_a_cut_within_a_line_is_one_damage(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"".join(marked())[:-20])
    assert [str(error).split(": ")[1] for error in damages(path)] == ["damaged event"]


def test_a_trace_without_events_promises_no_end(tmp_path: Path) -> None:
    header = msgspec.structs.replace(sample_header(), marks_end=True)
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"".join(trace_lines(Trace(header, []))))
    assert error_of(path) == ""


def test_opening_reads_only_the_header(tmp_path: Path) -> None:
    path = written(tmp_path, header_line(), BOOT % (0, ""), "this is no event")
    trace = read_trace(path)
    assert trace.pull(1) == 1


def test_the_events_before_the_damage_are_there(tmp_path: Path) -> None:
    trace = read_trace(written(tmp_path, header_line(), BOOT % (0, ""), BOOT % (1, ""), '{"kind":'))
    with pytest.raises(TraceFileError, match=r"^run\.jsonl:4: damaged event: "):
        trace.pull_all()
    assert len(trace) == 2


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    assert error_of(written(tmp_path, header_line(), "", BOOT % (0, ""), "  ", "x")).startswith(
        "run.jsonl:5:"
    )


@pytest.mark.parametrize("version", [0, 2, 999])
def test_another_version_is_refused(tmp_path: Path, version: int) -> None:
    path = written(tmp_path, json.dumps({"journey_trace": version, "title": "t"}))
    assert f"run.jsonl:1: trace version {version}; this program reads version 1" in error_of(path)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"journey_trace": "1"}',
        '{"journey_trace": 1}',
        "journey: 1",
        b"\xff\xfe",
        b"\x00" * 100,
    ],
)
def test_a_first_line_that_is_none_is_refused(tmp_path: Path, line: str | bytes) -> None:
    assert error_of(written(tmp_path, line)).startswith("run.jsonl:1: not the first line of a trace: ")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.touch()
    assert error_of(path).startswith("run.jsonl:1:")


@pytest.mark.parametrize(
    ("seqs", "line"),
    [((0, 2), 3), ((0, 0), 3), ((1,), 2), ((0, 1, 0), 4)],
    ids=["gap", "double", "start", "back"],
)
def test_a_missing_or_doubled_line_is_told(tmp_path: Path, seqs: tuple[int, ...], line: int) -> None:
    path = written(tmp_path, header_line(), *(BOOT % (seq, "") for seq in seqs))
    assert error_of(path) == (
        f"run.jsonl:{line}: event {seqs[-1]} where {len(seqs) - 1} was expected: a line is missing or doubled"
    )


@pytest.mark.parametrize(
    "line",
    [
        BOOT % (0, ',"cpu":99999999999999999999'),
        BOOT % (0, ',"cpu":-9223372036854775809'),
        BOOT % (0, ',"cpu":' + "9" * 5000),
        BOOT % (0, ',"unknown":' + "[" * 5000 + "]" * 5000),
        BOOT % (0, ',"basis":"guessed"'),
        BOOT % (0, ',"cpu":true'),
        b'{"kind":"ServerListening","seq":0,"time_ns":0,"address":"\xff"}',
        '{"kind":"ServerListening","seq":0,"time_ns":0,"address":"\\ud800"}',
    ],
)
def test_a_hostile_line_is_refused_with_its_number(tmp_path: Path, line: str | bytes) -> None:
    message = error_of(written(tmp_path, header_line(), line))
    assert message.startswith("run.jsonl:2: damaged event: ")
    assert len(message) < 400
    assert message.isprintable()


def test_the_largest_numbers_that_fit_are_taken(tmp_path: Path) -> None:
    path = written(tmp_path, header_line(), BOOT % (0, f',"cpu":{2**63 - 1}'))
    assert [event.cpu for event in read_trace(path)] == [2**63 - 1]


@pytest.mark.parametrize(
    "escape", ["\\u001b]0;owned\\u0007", "\\u202e", "\\u0000", "\u202e", "\x7f", "\\u009b2J"]
)
def test_text_that_a_terminal_would_obey_is_cleaned(tmp_path: Path, escape: str) -> None:
    line = '{"kind":"ServerListening","seq":0,"time_ns":0,"address":"a' + escape + 'b"}'
    trace = read_trace(written(tmp_path, header_line(), line))
    address = next(iter(trace)).address  # type: ignore[attr-defined]
    assert (address[0], address[-1]) == ("a", "b")
    assert address.isprintable()


def test_text_in_tuples_and_in_the_header_is_cleaned(tmp_path: Path) -> None:
    header = TraceHeader(
        title="a\x1bb", goals=("c\x1bd",), clients=(ClientSetup(name="e\x1bf", address="", requests=0),)
    )
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"".join(trace_lines(Trace(header))))
    read = read_trace(path).header
    assert (read.title, read.goals, read.clients[0].name) == ("ab", ("cd",), "ef")


def test_bengali_text_is_left_as_it_is(tmp_path: Path) -> None:
    assert read_trace(written(tmp_path, header_line("রিং বাফার"))).header.title == "রিং বাফার"


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_whatever_a_file_holds_it_opens_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, first: bytes, second: bytes
) -> None:
    path = written(tmp_path_factory.mktemp("any"), first, second)
    assert error_of(path) == "" or error_of(path).startswith("run.jsonl:")


@given(st.binary(max_size=60))
def test_whatever_a_line_holds_it_is_an_event_or_refused(
    tmp_path_factory: pytest.TempPathFactory, line: bytes
) -> None:
    path = written(tmp_path_factory.mktemp("any"), header_line(), line)
    assert error_of(path) == "" or error_of(path).startswith("run.jsonl:")


@pytest.mark.parametrize("keep", range(40, 400, 23))
def test_a_file_that_was_cut_off_gives_what_is_whole(tmp_path: Path, keep: int) -> None:
    path = saved(tmp_path)
    whole = path.read_bytes()
    first_line = whole.index(b"\n") + 1
    path.write_bytes(whole[: first_line + keep])
    trace = read_trace(path)
    lines_left = whole[first_line : first_line + keep].count(b"\n")
    with pytest.raises(TraceFileError):
        trace.pull_all()
    assert [trace[position] for position in range(len(trace))] == sample_events()[:lines_left]


@pytest.mark.parametrize(("name", "error"), [("none.jsonl", FileNotFoundError), ("", IsADirectoryError)])
def test_a_missing_file_and_a_directory_are_os_errors(
    tmp_path: Path, name: str, error: type[OSError]
) -> None:
    with pytest.raises(error):
        read_trace(tmp_path / name)
