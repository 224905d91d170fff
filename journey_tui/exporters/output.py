"""Writes a result to a file in one go: to a temporary file beside it first, then renamed.

Nobody ever finds a half-written result, and what stood there before is lost only when the new one is whole.
"""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write all chunks to `path`, or nothing. Raises `OSError` with the path in it."""
    if path.is_dir():
        raise IsADirectoryError(21, "is a folder; name a file in it", str(path))
    if path.exists() and not path.is_file():
        _write_through(path, chunks)
        return
    number, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
        Path(temporary).chmod(_mode_of(path))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _write_through(path: Path, chunks: Iterable[bytes]) -> None:
    """A device or a pipe (/dev/stdout, say) cannot be replaced; it takes the bytes as they come."""
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)


def _mode_of(path: Path) -> int:
    """The permissions of the file that is replaced, or those that a new one would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
