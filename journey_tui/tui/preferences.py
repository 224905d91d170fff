"""What this viewer has chosen: the settings that they keep, the keys that they gave, and whether they know the program.

Without a file nothing is remembered and nothing is asked: so it is wherever the app is made without one.
"""

import re
from collections.abc import Mapping
from typing import Final

from journey_tui.tui.keymap import COMMAND_BY_ID, Command
from journey_tui.tui.settings import SettingsFile, Value

_TAKER: Final = re.compile(r": has no key left; (\w+) took ")


class Preferences:
    """Made once, before the first picture."""

    def __init__(self, file: SettingsFile | None = None, tour: bool = True) -> None:
        self._file = file
        self.commands: Mapping[str, Command] = COMMAND_BY_ID
        """Every command with the keys in force."""
        self.changed_keys: dict[str, str] = {}
        """Those that are not the keymap's, as `App.set_keymap` takes them."""
        self.wrong: list[str] = [] if file is None else file.wrong
        """What cannot be done as the file says, one line each."""
        self._known: dict[str, Value] = {}
        """What holds, whoever said so."""
        if file is not None and file.settings.keys:
            from journey_tui.tui.keys import changed, in_force

            self.commands, refused = in_force(file.settings.keys)
            self.wrong = [*file.wrong, *(f"{file.name}:{file.line_of(_name(one))}: {one}" for one in refused)]
            self.changed_keys = changed(self.commands)
        self.speed = 1.0 if file is None or file.settings.speed is None else file.settings.speed
        """At which a run begins to play."""
        self.pace = "events" if file is None or file.settings.pace is None else file.settings.pace
        """By its name in the player; one that is not known there is the usual one."""
        self.tour = tour and file is not None and not file.settings.tour_seen
        """Whether the tour is on the screen."""

    def begin(self, **values: Value) -> None:
        """What holds as the program starts, whoever said so: only what is changed from there on is remembered."""
        self._known.update(values)

    def note(self, **values: Value) -> str:
        """Remember what is not as it was; returns why that cannot be done, once."""
        news = {name: value for name, value in values.items() if self._known.get(name) != value}
        self._known.update(news)
        self.speed = float(self._known.get("speed", self.speed))
        self.pace = str(self._known.get("pace", self.pace))
        return self._file.remember(**news) if news and self._file is not None else ""

    def end_tour(self) -> str:
        """It never comes back."""
        self.tour = False
        return self.note(tour_seen=True)


def _name(refused: str) -> str:
    """The command in the file that is to blame, from what is told of it."""
    taker = _TAKER.search(refused)
    if taker is not None:
        return taker[1]
    return refused.removeprefix("no command '").partition("'" if refused.startswith("no command") else ":")[0]
