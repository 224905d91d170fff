"""`journey keys`: every key and what it does, to print, to read beside the screen, or to change."""

from collections.abc import Iterator
from pathlib import Path

import click

from journey_tui.cli.looks import settings_file
from journey_tui.cli.output import OUTPUT_OPTION, as_lines, deliver
from journey_tui.cli.speech import ONE_LANG_OPTION, speak_for
from journey_tui.cli.words import cells
from journey_tui.content.ui import _
from journey_tui.tui.keys import Commands, grouped, latin
from journey_tui.tui.preferences import Preferences


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "toml"]),
    default="text",
    show_default=True,
    help="A list, the same in Markdown, or the table of the settings file with every command.",
)
@ONE_LANG_OPTION
@OUTPUT_OPTION
def keys(form: str, lang: str | None, output: Path | None) -> None:
    """Print every key of the screen, with those that your settings changed."""
    speak_for(lang)
    file = settings_file()
    preferences = Preferences(file)
    for line in preferences.wrong:
        click.echo(line, err=True)
    lines = {"text": _text, "markdown": _markdown, "toml": _toml}[form](preferences.commands)
    deliver(as_lines([*lines, *_where(form, file.name)]), output)


def _text(commands: Commands) -> Iterator[str]:
    groups = grouped(commands)
    width = max(cells(keys) for _group, rows in groups for keys, _words in rows)
    for title, rows in groups:
        yield title
        for keys, words in rows:
            yield f"  {keys}{' ' * (width - cells(keys))}  {words}"
        yield ""


def _markdown(commands: Commands) -> Iterator[str]:
    for title, rows in grouped(commands):
        yield f"## {title}"
        yield ""
        yield "| " + _("keys") + " | " + _("what they do") + " |"
        yield "|---|---|"
        for keys, words in rows:
            yield f"| {keys.replace('|', chr(92) + '|')} | {words.replace('|', chr(92) + '|')} |"
        yield ""


def _toml(commands: Commands) -> Iterator[str]:
    yield "[keys]"
    for name, command in commands.items():
        own = ", ".join(f'"{key}"' for key in latin(command))
        yield f"{name:<16} = [{own}]  # {_(command.words)}"


def _where(form: str, path: str) -> Iterator[str]:
    """How to change them, after the list."""
    if form == "text":
        yield _(
            'To change keys, write a table [keys] with lines such as play = ["space", "k"] into {path};'
        ).format(path=path)
        yield _("journey keys --format toml prints it with every command.")
