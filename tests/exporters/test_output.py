"""A result is written whole or not at all."""

import os
import signal
import threading
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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_that_ends_the_program_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    def interrupted() -> Iterator[bytes]:
        yield b"half"
        os.kill(os.getpid(), number)
        yield b"never"

    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as ended:
        write_whole(tmp_path / "out.json", interrupted())
    assert ended.value.code == 128 + number
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(number) == before


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    def interrupted() -> Iterator[bytes]:
        os.kill(os.getpid(), signal.SIGHUP)
        yield b"all"

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        write_whole(tmp_path / "out.json", interrupted())
    finally:
        signal.signal(signal.SIGHUP, before)
    assert (tmp_path / "out.json").read_bytes() == b"all"


def test_another_thread_may_write_too(tmp_path: Path) -> None:
    thread = threading.Thread(target=write_whole, args=(tmp_path / "out.json", [b"a"]))
    thread.start()
    thread.join()
    assert (tmp_path / "out.json").read_bytes() == b"a"


@pytest.mark.parametrize("there", [True, False], ids=["there", "dangling"])
def test_a_symbolic_link_stays_and_its_target_is_written(there: bool, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    if there:
        (folder / "target").write_bytes(b"before")
    link = tmp_path / "link"
    link.symlink_to(Path("folder") / "target")
    write_whole(link, [b"after"])
    assert link.is_symlink()
    assert (folder / "target").read_bytes() == b"after"
    assert [path.name for path in folder.iterdir()] == ["target"]


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(OSError, match="Too many levels"):
        write_whole(link, [b"a"])
    assert link.is_symlink()


def test_a_pipe_that_nobody_reads_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="nobody reads this pipe; start its reader first"):
        write_whole(pipe, [b"a"])
    assert pipe.is_fifo()


def test_a_pipe_with_a_reader_is_written_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, [b"a", b"b"])
        assert os.read(reader, 10) == b"ab"
    finally:
        os.close(reader)


def test_a_name_that_is_too_long_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="too long"):
        write_whole(tmp_path / ("\u0995" * 200), [b"a"])
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_written_through() -> None:
    write_whole(Path("/dev/null"), [b"a"])
    assert Path("/dev/null").is_char_device()
