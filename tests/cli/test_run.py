"""`journey run`: a damaged trace is refused alike in every format, and nothing half written is left."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.invoke import invoke

FORMATS = ["transcript", "json", "jsonl"]

Lines = list[bytes]


def _cut_off(lines: Lines) -> Lines:
    return [*lines[:5], lines[5][:40]]


def _missing(lines: Lines) -> Lines:
    return [*lines[:5], *lines[6:]]


def _doubled(lines: Lines) -> Lines:
    return [*lines[:5], lines[4], *lines[5:]]


def _no_json(lines: Lines) -> Lines:
    return [*lines[:5], b"\x00\xff", *lines[6:]]


def _unknown_kind(lines: Lines) -> Lines:
    return [*lines[:5], lines[5].replace(b'"kind":"', b'"kind":"Un'), *lines[6:]]


def _impossible_time(lines: Lines) -> Lines:
    return [*lines[:5], re.sub(rb'"time_ns":-?', b'"time_ns":123456789012345678', lines[5]), *lines[6:]]


DAMAGES = [_cut_off, _missing, _doubled, _no_json, _unknown_kind, _impossible_time]


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    file = tmp_path / "run.jsonl"
    assert invoke("run", "hello", "--format", "jsonl", "-o", str(file)).exit_code == 0
    return file


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_a_damaged_trace_is_refused_with_its_line(
    damage: Callable[[Lines], Lines], form: str, trace: Path
) -> None:
    trace.write_bytes(b"\n".join(damage(trace.read_bytes().split(b"\n"))))
    output = trace.with_name("out")
    result = invoke("run", str(trace), "--format", form, "-o", str(output))
    assert result.exit_code == 2
    assert result.stderr.startswith("run.jsonl:6: ")
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in trace.parent.iterdir()] == ["run.jsonl"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_check_tells_the_damage_too(damage: Callable[[Lines], Lines], trace: Path) -> None:
    trace.write_bytes(b"\n".join(damage(trace.read_bytes().split(b"\n"))))
    result = invoke("check", str(trace), "hello")
    assert (result.exit_code, result.stdout) == (2, "hello: ok\n")
    assert result.stderr.startswith("run.jsonl:6: ")


def test_check_reads_a_whole_trace_to_its_end(trace: Path) -> None:
    assert invoke("check", str(trace)).stdout == f"{trace}: ok\n"
    other = trace.with_name("saved.txt")
    other.write_bytes(b"\xef\xbb\xbf\n" + trace.read_bytes())
    assert invoke("check", str(other)).stdout == f"{other}: ok\n"


def test_check_tells_the_first_hundred_damages(trace: Path) -> None:
    lines = trace.read_bytes().split(b"\n")
    trace.write_bytes(b"\n".join([lines[0], *(line[:-1] for line in lines[1:])]))
    told = invoke("check", str(trace)).stderr.splitlines()
    events = sum(1 for line in lines[1:] if line)
    assert len(told) == 101
    assert told[-1] == f"{trace}: and {events - 100} more damaged lines"


@pytest.mark.parametrize("command", [("check",), ("run",), ("view", "--as", "ss")])
def test_a_packed_trace_is_told_with_what_to_do(command: tuple[str, ...], trace: Path) -> None:
    packed = trace.with_name("run.jsonl.gz")
    packed.write_bytes(gzip.compress(trace.read_bytes()))
    trace.write_bytes(packed.read_bytes())
    name, *options = command
    for file in (packed, trace):
        result = invoke(name, str(file), *options)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "is packed by gzip; unpack it first: gunzip FILE" in result.stderr


def test_a_packet_that_no_network_could_carry_is_refused_with_its_line(trace: Path) -> None:
    lines = trace.read_bytes().split(b"\n")
    number = next(index for index, line in enumerate(lines) if b'"mss":1460' in line)
    lines[number] = lines[number].replace(b'"mss":1460', b'"mss":-1')
    trace.write_bytes(b"\n".join(lines))
    output = trace.with_name("out.pcap")
    result = invoke("export", str(trace), "--to", "pcap", "-o", str(output))
    assert result.exit_code == 2
    assert result.stderr == (
        f"run.jsonl:{number + 1}: damaged event: SegmentSent: mss -1 is out of range; from 0 to 65,535; "
        "the events before it are whole\n"
    )
    assert not output.exists()
