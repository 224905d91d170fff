"""`journey export`: what each form makes of a run, and what is refused."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.invoke import invoke


@pytest.fixture(scope="module")
def trace_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The run of hello, simulated once."""
    file = tmp_path_factory.mktemp("export") / "hello.jsonl"
    assert invoke("run", "hello", "--format", "jsonl", "-o", str(file)).exit_code == 0
    return str(file)


def test_pictures_are_one_a_stage_where_there_is_no_lesson(trace_file: str, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    assert invoke("export", trace_file, "--to", "svg", "--size", "80x24", "-o", str(folder)).exit_code == 0
    names = sorted(file.name for file in folder.iterdir())
    assert names[:4] == ["01-client.svg", "02-network.svg", "03-nic.svg", "04-dma.svg"]
    assert len(names) == 16
    for file in folder.iterdir():
        ElementTree.parse(file)  # noqa: S314 - our own


def test_one_picture_of_one_place(trace_file: str, tmp_path: Path) -> None:
    file = tmp_path / "one.svg"
    invoke("export", trace_file, "--to", "svg", "--size", "80x24", "--at", "240", "-o", str(file))
    words = "".join(ElementTree.parse(file).getroot().itertext())  # noqa: S314 - our own
    assert "240/485" in words


def test_a_recording_goes_from_where_it_is_told_to_where_it_is_told(trace_file: str) -> None:
    arguments = ("--to", "cast", "--from", "200", "--until", "205", "--size", "80x24", "--speed", "4")
    told = invoke("export", trace_file, *arguments).stdout.splitlines()
    header, *events = map(json.loads, told)
    assert (header["width"], header["height"]) == (80, 24)
    frames = [event for event in events if event[1] == "o"]
    assert [event[0] for event in frames[:-1]] == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5]
    assert "200/485" in frames[0][2]


@pytest.mark.parametrize("form", ["svg", "cast"])
def test_the_same_run_gives_the_same_bytes(form: str, trace_file: str, tmp_path: Path) -> None:
    where = {"svg": ("--at", "200"), "cast": ("--from", "200", "--until", "210")}[form]
    both = [tmp_path / "one", tmp_path / "two"]
    for file in both:
        invoke("export", trace_file, "--to", form, *where, "--size", "60x16", "-o", str(file))
    assert both[0].read_bytes() == both[1].read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "pdf"), "'pdf' is not one of 'html', 'svg', 'markdown', 'cast', 'pcap'"),
        (("--to", "svg"), "svg: name a folder for the pictures with -o FOLDER"),
        (("--to", "cast", "--size", "10x10"), "columns x rows, from 60x16 to 300x120"),
        (("--to", "cast", "--at", "3"), "--at: is for svg; --to cast has no use for it"),
        (("--to", "pcap", "--theme", "light"), "--theme: is for html, svg, cast"),
        (("--to", "cast", "--from", "nowhere"), "--from: no place in a trace"),
        (("--to", "cast", "--from", "20", "--until", "10"), "--until: 10 lies before"),
        (("--to", "cast", "--lang", "both"), "--lang: a picture is in one language"),
    ],
)
def test_what_cannot_be_made_is_refused(arguments: tuple[str, ...], said: str, trace_file: str) -> None:
    result = invoke("export", trace_file, *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_a_folder_with_other_files_is_refused_in_one_line(trace_file: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = invoke("export", trace_file, "--to", "svg", "--size", "60x16", "-o", str(tmp_path))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{tmp_path}: holds other files")
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
