"""Writes a folder of files in one go: made beside its place first, then renamed into it.

A folder that is there already is replaced only when it holds nothing but files that an export has written: their
names say so.
"""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from journey_tui.exporters.output import signals_raise

_OURS: Final = re.compile(r"\d{2,}-[a-z0-9_-]+\.svg")
"""`01-card.svg`."""


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write all files into the folder `path`, or nothing. Raises `OSError`, also for a folder with other files in it."""
    target = Path(os.path.realpath(path))
    _refuse_others(target, path)
    if target.parent.exists() and not target.parent.is_dir():  # mkdir would say that it exists
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    target.parent.mkdir(parents=False, exist_ok=True)
    with signals_raise():
        made = Path(tempfile.mkdtemp(prefix=f".{target.name[:32]}.", suffix=".part", dir=target.parent))
        try:
            for name, content in files.items():
                (made / name).write_bytes(content)
            made.chmod(_mode_of(target))
            _put(made, target)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise


def _refuse_others(target: Path, named: Path) -> None:
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "is a file; name a folder for the pictures", str(named))
    for found in target.iterdir() if target.is_dir() else ():
        if not _OURS.fullmatch(found.name) or not found.is_file():
            message = "holds other files than pictures of an earlier export; name an empty or a new folder"
            raise OSError(errno.ENOTEMPTY, message, str(named))


def _put(made: Path, target: Path) -> None:
    """The old folder stands aside until the new one is in its place."""
    if not target.exists():
        made.rename(target)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name[:32]}.", suffix=".old", dir=target.parent))
    target.rename(aside / "old")
    try:
        made.rename(target)
    except BaseException:
        (aside / "old").rename(target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _mode_of(path: Path) -> int:
    """The permissions of the folder that is replaced, or those that a new one would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask
