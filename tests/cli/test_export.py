"""`journey export`: what each form makes of a run, and what is refused."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from journey_tui.cli.exporting import told_in_part
from tests.cli.invoke import invoke


@pytest.fixture(scope="module")
def trace_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The run of hello, simulated once."""
    file = tmp_path_factory.mktemp("export") / "hello.jsonl"
    assert invoke("run", "hello", "--format", "jsonl", "-o", str(file)).exit_code == 0
    return str(file)


@pytest.fixture(scope="module")
def lesson_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The run of a small lesson with the chapters `first` and `second`."""
    folder = tmp_path_factory.mktemp("lesson")
    assert invoke("new", str(folder / "lesson.yaml")).exit_code == 0
    file = folder / "lesson.jsonl"
    assert invoke("run", str(folder / "lesson.yaml"), "--format", "jsonl", "-o", str(file)).exit_code == 0
    return str(file)


def test_pictures_are_one_a_stage_where_there_is_no_lesson(trace_file: str, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    assert invoke("export", trace_file, "--to", "svg", "--size", "60x16", "-o", str(folder)).exit_code == 0
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


# ── with a lesson ──


def test_pictures_are_one_a_chapter_and_named_by_it(lesson_file: str, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    invoke("export", lesson_file, "--to", "svg", "--size", "60x16", "-o", str(folder))
    assert sorted(file.name for file in folder.iterdir()) == ["01-first.svg", "02-second.svg"]


def test_a_recording_is_marked_where_chapters_begin(lesson_file: str) -> None:
    told = invoke("export", lesson_file, "--to", "cast", "--size", "60x16", "--from", "second").stdout
    marks = [event for event in map(json.loads, told.splitlines()[1:]) if event[1] == "m"]
    assert marks == [[0.0, "m", "The second request"]]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "12 of 4,000 events are recorded"), ("bn", "4,000টি event")]
)
def test_what_a_recording_of_a_long_run_leaves_out_is_told_in_its_language(language: str, said: str) -> None:
    assert said in told_in_part(12, 4_000, language)


def test_a_handout_says_the_lesson_in_both_languages_with_the_values_of_the_run(lesson_file: str) -> None:
    text = invoke("export", lesson_file, "--to", "html", "--size", "60x16").stdout
    assert "The card eth0 has a frame of 74 bytes. No CPU knows of it yet." in text
    assert "eth0 card-এ 74 bytes-এর একটা frame এসেছে।" in text
    assert '<section id="chapter-second">' in text
    assert text.count("<figure>") == 2
    assert text.count("<details>") == 2
    assert "://" not in text


def test_a_handout_of_a_run_without_a_lesson_goes_from_stage_to_stage(trace_file: str) -> None:
    text = invoke("export", trace_file, "--to", "html", "--size", "60x16", "--lang", "en").stdout
    assert text.count("<figure>") == 16
    assert '<section id="chapter-netpoller">' in text
    assert 'lang="bn"' not in text


def test_a_handout_as_markdown_has_its_answers_at_the_end(lesson_file: str) -> None:
    lines = invoke("export", lesson_file, "--to", "markdown", "--lang", "en").stdout.splitlines()
    answers = lines.index("## Answers")
    assert lines.index("## 2. The second request") < answers
    right = "- ✓ 2\\. The card writes the frame to RAM: By DMA, into the page that descriptor 0 points at; no CPU takes part."
    assert lines.index(right) > answers
