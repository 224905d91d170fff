"""The command line: what each command prints, and how each mistake is told."""

import json
import subprocess
import sys
from pathlib import Path

import dpkt
import pytest

from journey_tui import __version__


def journey(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "journey_tui", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=cwd,
    )


def test_version_and_help_answer_at_once_with_every_command() -> None:
    assert journey("--version").stdout == f"journey {__version__}\n"
    told = journey("--help").stdout
    for command in ("run", "view", "export", "check", "scenarios", "new", "schema"):
        assert f"\n  {command} " in told


def test_scenarios_lists_every_file_of_the_folder_by_name() -> None:
    listed, _, lessons = journey("scenarios").stdout.partition("\n\n")
    names = [line.split()[0] for line in listed.splitlines()]
    folder = Path(__file__).resolve().parents[2] / "scenarios"
    assert names == sorted(file.stem for file in folder.glob("*.yaml"))
    assert {"boot", "hello", "keepalive", "syn-flood"} < set(names)
    taught = [line.split()[0] for line in lessons.splitlines()[1:]]
    assert taught == sorted(file.stem for file in (folder / "lessons").glob("*.yaml"))


def test_a_new_file_is_right_and_runs_and_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    assert journey("new", str(file)).returncode == 0
    assert journey("check", str(file)).stdout == f"{file}: ok\n"
    result = json.loads(journey("run", str(file), "--format", "json").stdout)
    assert [request["status"] for request in result["requests"]] == [200, 200]
    again = journey("new", str(file))
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_run_prints_the_same_bytes_each_time_and_another_seed_others() -> None:
    one, two = (journey("run", "hello", "--format", "jsonl").stdout for _ in range(2))
    assert one == two
    assert journey("run", "hello", "--format", "jsonl", "--seed", "5").stdout != one


def test_a_saved_trace_opens_wherever_a_scenario_does(tmp_path: Path) -> None:
    file = tmp_path / "hello.jsonl"
    assert journey("run", "hello", "--format", "jsonl", "-o", str(file)).returncode == 0
    for arguments in (("run", "--format", "json"), ("view", "--as", "strace"), ("run",)):
        command, *options = arguments
        assert journey(command, str(file), *options).stdout == journey(command, "hello", *options).stdout


def test_each_event_line_has_what_other_programs_rely_on() -> None:
    first, *lines = journey("run", "hello", "--format", "jsonl").stdout.splitlines()
    assert json.loads(first)["journey_trace"] == 1
    for number, line in enumerate(lines):
        event = json.loads(line)
        assert event["seq"] == number
        assert {"time_ns", "kind", "stage"} <= set(event)


def test_view_stops_at_a_position() -> None:
    whole = journey("view", "hello", "--as", "strace").stdout.splitlines()
    part = journey("view", "hello", "--as", "strace", "--at", "40%").stdout.splitlines()
    assert 0 < len(part) < len(whole)
    assert part[:-1] == whole[: len(part) - 1]


def test_export_writes_a_pcap_that_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "hello.pcap"
    assert journey("export", "hello", "--to", "pcap", "-o", str(file)).returncode == 0
    with file.open("rb") as stream:
        assert len(list(dpkt.pcap.UniversalReader(stream))) == 10


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "helo"), "did you mean 'hello'"),
        (("check", "missing.yaml"), "missing.yaml: no such file"),
        (("check", "."), "is a directory"),
        (("view", "hello", "--as", "strace", "--at", "soon"), "--at"),
        (("export", "hello", "--to", "pcap", "-o", "no/such/folder/x"), "no such file"),
        (("run", "hello", "--seed", "-1"), "--seed"),
        (("helo",), "hello"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_one_clear_message_without_a_traceback(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = journey(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_every_mistake_of_a_file_is_told_with_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("journey: 1\ntitel: x\nmachine: {cpus: 0}\nserver: {go: 1.99}\nclients: [{at: 20}]\n")
    done = journey("check", str(file))
    assert done.returncode == 2
    told = done.stderr.splitlines()
    assert any(line.startswith(f"{file}:2:1: titel:") and "did you mean" in line for line in told)
    assert any(line.startswith(f"{file}:3:") and "cpus" in line for line in told)
    assert any(line.startswith(f"{file}:5:") and "clients" in line for line in told)


def test_the_schema_is_json_and_knows_the_keys() -> None:
    schema = json.loads(journey("schema").stdout)
    assert {"journey", "title", "server", "clients"} <= set(schema["properties"])
