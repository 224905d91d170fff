"""A folder of pictures is written whole or not at all, and never takes anybody's files away."""

from pathlib import Path

import pytest

from journey_tui.exporters.folder import write_folder

PICTURES = {"01-card.svg": b"<svg/>", "02-kernel.svg": b"<svg/>"}


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_all_files_are_written_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", PICTURES)
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == list(PICTURES)


def test_an_earlier_export_is_replaced_whole(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", {"03-old.svg": b"x"})
    write_folder(tmp_path / "out", PICTURES)
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == list(PICTURES)


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_folder(tmp_path / "out", PICTURES)
    assert names(tmp_path / "out") == list(PICTURES)


@pytest.mark.parametrize("name", ["thesis.tex", "01-card.svg.bak", ".hidden", "card.svg"])
def test_a_folder_with_other_files_is_left_alone(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_text("mine")
    (folder / "01-card.svg").write_text("old")
    with pytest.raises(OSError, match="holds other files"):
        write_folder(folder, PICTURES)
    assert (folder / "01-card.svg").read_text() == "old"
    assert names(tmp_path) == ["out"]


def test_a_file_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(NotADirectoryError, match="is a file"):
        write_folder(tmp_path / "out", PICTURES)
    assert (tmp_path / "out").read_text() == "mine"


def test_when_one_file_cannot_be_written_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_folder(tmp_path / "out", PICTURES | {"no/such/folder.svg": b""})
    assert names(tmp_path) == []


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    write_folder(tmp_path / "out", PICTURES)
    assert (tmp_path / "out").is_symlink()
    assert names(tmp_path / "real") == list(PICTURES)


def test_a_folder_inside_a_file_is_refused_for_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotADirectoryError):
        write_folder(tmp_path / "file" / "pictures", {"01-a.svg": b"x"})
