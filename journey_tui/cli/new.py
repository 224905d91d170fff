"""`journey new`: a commented scenario file with a small lesson, to start from."""

from pathlib import Path

import click

from journey_tui.cli.sources import SourceRefused, refusing
from journey_tui.text import clean_line


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    """Write a commented scenario with a small lesson to FILE; a file that exists is left alone."""
    from journey_tui.exporters.output import write_whole
    from journey_tui.scenario.template import TEMPLATE

    with refusing(about=file):
        if file.exists() or file.is_symlink():
            raise SourceRefused(f"{file}: exists already; name another file")
        write_whole(file, [TEMPLATE.encode()])
    name = clean_line(str(file))
    click.echo(f"wrote {name}; try: journey check {name}, then: journey teach {name}")
