"""A click group whose commands are imported when they are called, and whose first word may be a SOURCE."""

from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """Knows its commands by name and one line each; `journey_tui.cli.NAME` holds the command NAME."""

    def __init__(
        self, *args: Any, lazy_commands: dict[str, str], default_command: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._lazy = lazy_commands
        self._default = default_command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name != self._default and cmd_name not in self._lazy:
            return None
        module = import_module(f"journey_tui.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is no command and no option of the group is for the screen: nothing, a SOURCE, --theme."""
        own = {"-h", "--help", "--version"}
        if not args or (args[0] not in own and args[0] not in self._lazy):
            args = [self._default, *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._lazy.items()))
