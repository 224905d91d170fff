"""How the screen looks to this user: the options that say it, the settings that keep it, what the terminal is good for."""

import os
import sys
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from journey_tui.tui.looks import Looks
    from journey_tui.tui.settings import Settings, SettingsFile

THEMES: Final = ("dark", "light", "mono", "high-contrast")
ASCII_OPTION = click.option(
    "--ascii/--no-ascii", default=None, help="Draw with ASCII alone; default: where more may fail."
)
MOTION_OPTION = click.option(
    "--motion/--no-motion", default=None, help="Show what moves on its way; default: yes."
)
MOUSE_OPTION = click.option("--mouse/--no-mouse", default=True, help="Take the mouse; default: yes.")


def settings_file() -> "SettingsFile":
    """The user's settings, where their system keeps such files; all that is wrong with them is in it."""
    from platformdirs import user_config_path

    from journey_tui.tui.settings import SettingsFile

    return SettingsFile(user_config_path("journey_tui", appauthor=False) / "settings.toml")


def looks_of(kept: "Settings", ascii: bool | None, motion: bool | None) -> "Looks":
    """What was asked for, else what is kept, else what the terminal is good for."""
    from journey_tui.tui.looks import Looks, depth_of, needs_ascii, wants_motion

    encoding = getattr(sys.__stderr__, "encoding", None)  # the screen is drawn there
    wishes = (ascii, kept.ascii, needs_ascii(os.environ, encoding))
    motions = (motion, None if wants_motion(os.environ) else False, kept.motion, True)
    return Looks(
        depth=depth_of(os.environ),
        ascii=next(wish for wish in wishes if wish is not None),
        motion=next(wish for wish in motions if wish is not None),
    )
