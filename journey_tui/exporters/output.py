"""Writes a result to a file in one go: to a temporary file beside it first, then renamed.

Nobody ever finds a half-written result, and what stood there before is lost only when the new one is whole. A signal
that ends the program leaves no temporary file behind either: it may have grown to gigabytes.
"""

import errno
import os
import signal
import stat
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

_SHOWN_OF_THE_NAME: Final = 32
"""Characters of the file's name in that of the temporary one, which has more and must not be too long either."""

_ENDING: Final = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGXCPU") if hasattr(signal, name)]


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write all chunks to `path`, or nothing; a symbolic link stays, and its target is written.

    Raises `OSError`; and `SystemExit` with 128 and the signal's number when a signal ends the program meanwhile.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder; name a file in it", str(path))
    if path.exists() and not path.is_file():
        _write_through(path, chunks)
        return
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    with signals_raise():
        _replace(target, chunks)


def _replace(path: Path, chunks: Iterable[bytes]) -> None:
    prefix = f".{path.name[:_SHOWN_OF_THE_NAME]}."
    number, temporary = tempfile.mkstemp(prefix=prefix, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
        Path(temporary).chmod(_mode_of(path))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def signals_raise() -> Iterator[None]:
    """Let the signals that would end the program at once unwind it instead; one that is ignored stays so."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what a signal does
        return
    before = {each: signal.getsignal(each) for each in _ENDING if signal.getsignal(each) == signal.SIG_DFL}
    try:
        for each in before:
            signal.signal(each, _end)
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _write_through(path: Path, chunks: Iterable[bytes]) -> None:
    """A device or a pipe cannot be replaced; it takes the bytes as they come. Nobody may be reading a pipe."""
    try:
        # Opening a pipe that nobody reads would wait for ever without O_NONBLOCK.
        number = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ENXIO and stat.S_ISFIFO(path.stat().st_mode):
            raise OSError(errno.ENXIO, "nobody reads this pipe; start its reader first", str(path)) from None
        raise
    os.set_blocking(number, True)
    with os.fdopen(number, "wb") as file:
        for chunk in chunks:
            file.write(chunk)


def _mode_of(path: Path) -> int:
    """The permissions of the file that is replaced, or those that a new one would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
