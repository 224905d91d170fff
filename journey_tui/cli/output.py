"""Where a command's result goes: to standard output, or whole into a file (`-o`)."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from journey_tui.cli.sources import refusing

_STANDARD_OUTPUT: Final = {"-", "/dev/stdout"}

OUTPUT_OPTION = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write to this file instead of standard output.",
)


def deliver(chunks: Iterable[bytes], output: Path | None) -> None:
    """Write all chunks; into a file only when all of them are there."""
    from journey_tui.exporters.output import write_whole

    if output is not None and str(output) not in _STANDARD_OUTPUT:
        with refusing(about=output):
            write_whole(output, chunks)
        return
    with refusing():
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.flush()


def as_lines(lines: Iterable[str]) -> Iterable[bytes]:
    """Text lines as UTF-8 with newlines."""
    return (f"{line}\n".encode() for line in lines)
