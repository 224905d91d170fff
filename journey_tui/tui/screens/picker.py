"""The scenarios to choose from."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from journey_tui.text import clean_line
from journey_tui.tui.screens.base import Overlay, framed


class PickerScreen(Overlay[str]):
    """Names and titles; Enter opens one."""

    BINDINGS = [("q,o", "dismiss(None)", "Close")]  # noqa: RUF012

    def __init__(self, titles: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._titles = titles

    def compose(self) -> ComposeResult:
        """A list."""
        options = [
            Option(Content(f"{clean_line(name, 40):<16} {clean_line(title, 200)}"), id=f"scenario-{place}")
            for place, (name, title) in enumerate(self._titles)
        ]
        options = options or [Option(Content("There are no scenarios here."), disabled=True)]
        yield framed(OptionList(*options), "Scenarios", "Enter opens · Esc closes")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the name."""
        self.dismiss(self._titles[event.option_index][0])
