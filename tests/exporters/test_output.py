"""A result is written whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from journey_tui.exporters.output import write_whole


def _breaks() -> Iterator[bytes]:
    yield b"half"
    raise RuntimeError("the source broke")


def test_all_chunks_are_in_the_file_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_whole(tmp_path / "out.json", [b"a", b"b"])
    assert (tmp_path / "out.json").read_bytes() == b"ab"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_what_stood_there_stays_when_the_source_breaks(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_bytes(b"before")
    with pytest.raises(RuntimeError):
        write_whole(target, _breaks())
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_bytes(b"before")
    target.chmod(0o640)
    write_whole(target, [b"after"])
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, [b"a"])
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "missing" / "out.json", [b"a"])


def test_a_device_is_written_through() -> None:
    write_whole(Path("/dev/null"), [b"a"])
    assert Path("/dev/null").is_char_device()
