"""The language on the screen: what the viewer chose, and what this terminal can line up.

Drawings, names of stages, tables, header and footer are English in every language: they are the terms of the field. Where
Bengali would push frames away or cannot be written at all, English stays, and is said to.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from journey_tui.content.ui import BOTH, CHOICES, N_, _, parts, speak
from journey_tui.tui.apart import read_apart

if TYPE_CHECKING:
    from journey_tui.tui.app import JourneyApp
    from journey_tui.tui.widths import Model

Measure = Callable[[], "Model"]

_NOW: Final[Mapping[str, str]] = {
    "en": N_("Language: English."),
    "bn": N_("Language: Bengali; what is drawn keeps the field's own words."),
    BOTH: N_("Language: English and Bengali, one below the other."),
}
_ASCII: Final = N_("With ASCII alone there is only English.")
_OFF: Final = N_("Bengali was switched off (--bengali off).")
_UNKNOWN: Final = N_(
    "This terminal does not say how wide it draws Bengali, so this screen is English; e shows Bengali apart. "
    "--bengali mc1 or mc0 decides it, journey narrate --lang bn needs no columns."
)
_ODD: Final = N_(
    "In this terminal frames would not line up with Bengali, so this screen is English; e shows Bengali apart. "
    "journey narrate --lang bn needs no columns."
)
_OTHER_RICH: Final = N_(
    "This version of rich measures Bengali in a way that is not known here; English it is."
)


def from_environment() -> "Model":
    """What the terminal says of itself, without being asked."""
    import os

    from journey_tui.tui.widths import guessed

    return guessed(os.environ)


class Speech:
    """What is spoken; made before the first picture, since widths have to be known before anything is measured."""

    def __init__(
        self,
        choice: str = "en",
        *,
        ascii: bool = False,
        bengali: str = "",
        ask: Measure = from_environment,
    ) -> None:
        self.language = "en"
        """One of `content.ui.CHOICES`: what is shown."""
        self._ascii = ascii
        self._bengali = bengali
        """What the viewer says of the terminal: mc0, mc1 or off; empty: nothing."""
        self.ask = ask
        """Finds the terminal's model; nothing else may read or write the terminal meanwhile."""
        self._allowed: bool | None = None
        """Whether Bengali lines up; None: nobody has asked yet."""
        self._why = ""
        self.refusal = self.say(choice, ask)
        """Why the choice that the program began with is not what is shown; empty if it is."""

    @property
    def crooked(self) -> bool:
        """Whether it is only the frames that keep Bengali from the screen."""
        return self._why in (_UNKNOWN, _ODD)

    @property
    def parts(self) -> tuple[str, ...]:
        """The languages that are shown, in order."""
        return parts(self.language)

    def say(self, choice: str, measure: Measure) -> str:
        """Show a language; returns why that cannot be, and then English is shown."""
        if choice != "en" and not self._lines_up(measure):
            speak("en")
            self.language = "en"
            return _(self._why)
        speak(choice)
        self.language = choice
        return ""

    def _lines_up(self, measure: Measure) -> bool:
        if self._allowed is None:
            self._why = _ASCII if self._ascii else self._measured(measure)
            self._allowed = not self._why
        return self._allowed

    def _measured(self, measure: Measure) -> str:
        """Count as the terminal does; returns why Bengali cannot be shown."""
        if self._bengali == "off":
            return _OFF
        from journey_tui.tui.widths import LINES_UP, Model, use

        model = Model(self._bengali) if self._bengali else measure()
        if model not in LINES_UP:
            return _UNKNOWN if model is Model.UNKNOWN else _ODD
        return "" if use(model) else _OTHER_RICH


def turn(app: "JourneyApp") -> None:
    """The next language: English, Bengali, both."""
    speech = app.speech
    choice = CHOICES[(CHOICES.index(speech.language) + 1) % len(CHOICES)]
    refusal = speech.say(choice, partial(_measured_now, app))
    if not refusal:
        app.notice = app.preferences.note(language=choice) or _(_NOW[choice])
    elif speech.crooked and read_apart(app):
        app.notice = ""
    else:
        app.notice = refusal


def _measured_now(app: "JourneyApp") -> "Model":
    """What the terminal says of itself; else it is asked, with the screen put aside for that long."""
    from textual.app import SuspendNotSupported

    from journey_tui.tui.widths import Model

    model = from_environment()
    if model is Model.UNKNOWN and not app.is_headless:
        try:
            with app.suspend():
                return app.speech.ask()
        except SuspendNotSupported:
            return model
    return model
