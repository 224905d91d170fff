"""A click group whose commands are imported when they are called, and whose first word may be a SOURCE."""

from importlib import import_module
from typing import Any

import click

from journey_tui.cli.ending import readers_may_leave
from journey_tui.scenario.errors import shown


class _NamelessContext(click.Context):
    """Of the command that runs without being named: its usage does not name it either."""

    @property
    def command_path(self) -> str:
        """The program's name alone."""
        return self.find_root().info_name or ""


class LazyGroup(click.Group):
    """Knows its commands by name and one line each; `journey_tui.cli.NAME` holds the command NAME."""

    def __init__(
        self,
        *args: Any,
        lazy_commands: dict[str, str],
        default_command: str,
        default_options: dict[str, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._lazy = lazy_commands
        self._default = default_command
        self._default_options = default_options

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name != self._default and cmd_name not in self._lazy:
            return None
        module = import_module(f"journey_tui.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        if cmd_name == self._default:
            command.context_class = _NamelessContext
        return command

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """The arguments, read; help is printed on the way."""
        with readers_may_leave():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run what was asked for."""
        with readers_may_leave():
            return super().invoke(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is no command and no option of the group is for the screen: nothing, a SOURCE, --theme."""
        own = {"-h", "--help", "--version", self._default}
        if not args or (args[0] not in own and args[0] not in self._lazy):
            self._refuse_mistyped(ctx, args[:1])
            args = [self._default, *args]
        return super().parse_args(ctx, args)

    def _refuse_mistyped(self, ctx: click.Context, words: list[str]) -> None:
        """Say which command was meant by a word that is neither a source nor an option."""
        from journey_tui.scenario.bundled import every_name, is_source
        from journey_tui.scenario.suggestions import closest

        for word in words:
            if not word.startswith("-") and not is_source(word):
                meant = closest(word, [*every_name(), *self._lazy])
                if meant in self._lazy:
                    ctx.fail(f"no command and no scenario {shown(word)}; did you mean {meant}?")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two lines: without a command, and with one."""
        formatter.write_usage(ctx.command_path, "[SOURCE] [OPTIONS]")
        formatter.write_usage(ctx.command_path, self.subcommand_metavar, prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of the group, and those that it takes without a command."""
        records = (option.get_help_record(ctx) for option in self.get_params(ctx))
        with formatter.section("Options"):
            formatter.write_dl([*self._default_options.items(), *filter(None, records)])
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._lazy.items()))
