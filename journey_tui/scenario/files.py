"""Reads a file that may be anything: missing, a folder, a pipe that nobody writes to, a disk image."""

import os
import re
import stat
from pathlib import Path
from typing import Final

from journey_tui.scenario.yaml_reader import YamlRefused

LARGEST_FILE: Final = 4 * 2**20
"""Bytes of a scenario file: room for 10,000 clients, or for a header that is too large for Go (1 MiB and 4 KiB)."""

MOST_LINES: Final = 100_000
"""Lines of a scenario file: the YAML reader takes its time over each, even over an empty one."""

_NOT_TEXT: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.2 does not let stand in a file (production 1, c-printable)."""

_PACKED: Final = {
    b"\x1f\x8b": "is packed by gzip; unpack it first: gunzip FILE",
    b"\x28\xb5\x2f\xfd": "is packed by zstd; unpack it first: unzstd FILE",
    b"\xfd7zXZ": "is packed by xz; unpack it first: unxz FILE",
    b"PK\x03\x04": "is a zip archive; unpack it first: unzip FILE",
    b"\xff\xfe": "is UTF-16; save it as UTF-8",
    b"\xfe\xff": "is UTF-16; save it as UTF-8",
}
"""How other files begin that people try, and what to do with them."""

_LINE_BREAK: Final = re.compile("\r\n?|[\n\x85\u2028\u2029]")


def read_text(path: Path) -> str:
    """Return a file's text; raises `YamlRefused` with what is wrong with the file."""
    try:
        # O_NONBLOCK: opening a pipe that nobody writes to must not wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb", closefd=True) as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise YamlRefused("is not a regular file")
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, YamlRefused):
            raise
        raise YamlRefused(_reason(error)) from None
    for beginning, advice in _PACKED.items():
        if data.startswith(beginning):
            raise YamlRefused(advice, 1, 1)
    if len(data) > LARGEST_FILE:
        raise YamlRefused(f"is too large; at most {LARGEST_FILE // 2**10} KiB")
    return _decoded(data)


def check_text(text: str) -> None:
    """Raise `YamlRefused` for text that the YAML reader is not given."""
    if found := _NOT_TEXT.search(text):
        place = _place(text, found.start())
        raise YamlRefused(f"holds the control character U+{ord(found[0]):04X}; is it a text file?", *place)
    if len(_LINE_BREAK.findall(text)) > MOST_LINES:
        raise YamlRefused(f"has too many lines; at most {MOST_LINES:,}")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(data[: error.start].decode(), error.start)
        raise YamlRefused("is not UTF-8", *place) from None


def _place(text: str, index: int) -> tuple[int, int]:
    before = text[:index]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "is a directory"
    if isinstance(error, OSError):
        return f"cannot be read: {(error.strerror or str(error)).lower()}"
    return "is no file name"
