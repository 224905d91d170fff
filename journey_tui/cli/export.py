"""`journey export`: take a run out into another program."""

import re
from pathlib import Path
from typing import Final

import click

from journey_tui.cli.looks import THEMES
from journey_tui.cli.output import OUTPUT_OPTION
from journey_tui.cli.sources import SourceRefused
from journey_tui.cli.wishes import Size, Wishes

FORMS: Final = {
    "html": "a handout: one page, pictures, questions, a player",
    "svg": "pictures for slides, one a chapter; FILE is a folder",
    "markdown": "the same handout as text",
    "cast": "a recording for asciinema, chapters marked",
    "pcap": "the packets, for Wireshark",
}
LANGUAGES: Final = ("en", "bn", "both")
_TAKES: Final = {
    "lang": ("html", "svg", "markdown", "cast"),
    "theme": ("html", "svg", "cast"),
    "size": ("html", "svg", "cast"),
    "at": ("svg",),
    "from": ("cast",),
    "until": ("cast",),
    "pace": ("cast",),
    "speed": ("cast",),
}
"""Which forms an option is for."""
_SIZE: Final = re.compile(r"(\d{1,4})x(\d{1,4})")
_SMALLEST: Final = (60, 16)
_LARGEST: Final = (300, 120)


class ExportCommand(click.Command):
    """Lists the forms below its options."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each form with what it is."""
        with formatter.section("Forms"):
            formatter.write_dl(list(FORMS.items()))


def _size(context: click.Context, option: click.Parameter, text: str | None) -> Size | None:
    if text is None:
        return None
    found = _SIZE.fullmatch(text)
    size = Size(int(found[1]), int(found[2])) if found else Size(0, 0)
    if not (_SMALLEST[0] <= size.width <= _LARGEST[0] and _SMALLEST[1] <= size.height <= _LARGEST[1]):
        smallest, largest = ("x".join(map(str, one)) for one in (_SMALLEST, _LARGEST))
        raise click.BadParameter(f"columns x rows, from {smallest} to {largest}: 120x40")
    return size


@click.command(cls=ExportCommand)
@click.argument("source")
@click.option(
    "--to", "form", type=click.Choice(list(FORMS)), required=True, metavar="FORM", help="What to make of it."
)
@OUTPUT_OPTION
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="html, markdown: both is the default; else English."
)
@click.option(
    "--theme", type=click.Choice(THEMES), help="Colours of pictures; default: dark, of html: light."
)
@click.option("--size", metavar="COLSxROWS", callback=_size, help="Of pictures; default: 120x40.")
@click.option("--at", metavar="WHERE", help="svg: one picture of that place; FILE is a file then.")
@click.option("--from", "start", metavar="WHERE", help="cast: begin there; default: where a viewer begins.")
@click.option("--until", metavar="WHERE", help="cast: end there; default: with the run.")
@click.option("--pace", type=click.Choice(["events", "true", "stages"]), help="cast: how time passes.")
@click.option("--speed", type=click.FloatRange(0.25, 64), help="cast: how many times faster; default: 1.")
def export(
    source: str,
    form: str,
    output: Path | None,
    lang: str | None,
    theme: str | None,
    size: Size | None,
    at: str | None,
    start: str | None,
    until: str | None,
    pace: str | None,
    speed: float | None,
) -> None:
    """Write SOURCE as a handout, as pictures, as a recording or as packets."""
    wishes = Wishes(lang, theme, size, at, start, until, pace, speed)
    _refuse_what_is_not_for(form, wishes)
    from journey_tui.cli.exporting import EXPORTS

    EXPORTS[form](source, output, wishes)


def _refuse_what_is_not_for(form: str, wishes: Wishes) -> None:
    given = dict(zip(_TAKES, wishes, strict=True))
    for name, value in given.items():
        if value is not None and form not in _TAKES[name]:
            raise SourceRefused(f"--{name}: is for {', '.join(_TAKES[name])}; --to {form} has no use for it")
