"""A field over a list: what is typed narrows the list, and the keys that move up and down move in it."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from journey_tui.tui.screens.base import Overlay, Result, framed

EDGES: Final = 7
"""Cells that frame, padding and scrollbar take."""
_WIDEST: Final = 78


class Listing(OptionList):
    """A list in which a page key does nothing while there is no room for a line of it; textual 8.2's own would raise."""

    def action_page_up(self) -> None:
        """A page up, if there is one."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """A page down, if there is one."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]


class Choice(Option):
    """A line of a list with what it stands for: it may be chosen when the list is another one already."""

    def __init__(self, shown: Content, result: object) -> None:
        super().__init__(shown)
        self.result: Any = result


class Finder(Overlay[Result]):
    """Answers with what was chosen."""

    DEFAULT_CSS = """
    Finder > .box { height: 100%; max-height: 30; }
    Finder OptionList, Finder OptionList:focus {
        height: 1fr; border: none; padding: 0; background: $background; background-tint: $background 0%;
        scrollbar-size-vertical: 1;
    }
    Finder Input, Finder Input:focus { background: $background; background-tint: $background 0%; }
    """

    def __init__(self, title: str, hint: str, placeholder: str, wanted: str = "") -> None:
        super().__init__()
        self._heading = title
        self._hint = hint
        self._placeholder = placeholder
        self._wanted = wanted

    @abstractmethod
    def found(self, wanted: str) -> Sequence[Result]:
        """What is listed."""

    @abstractmethod
    def entry(self, result: Result, room: int) -> Content:
        """How one of them is listed, in so many cells."""

    @abstractmethod
    def nothing(self) -> str:
        """What is said where none is found."""

    def compose(self) -> ComposeResult:
        """A field and a list."""
        with framed(Vertical(), self._heading, self._hint):
            yield Input(self._wanted, placeholder=self._placeholder, max_length=40, compact=True)
            yield Listing()

    def on_mount(self) -> None:
        """One may type at once."""
        self.query_one(Input).focus()
        self._list()

    def on_key(self, event: events.Key) -> None:
        """In the field, keys that move up and down move the list."""
        listed = self.query_one(Listing)
        moves: dict[str, Callable[[], None]] = {
            "up": listed.action_cursor_up,
            "down": listed.action_cursor_down,
            "pageup": listed.action_page_up,
            "pagedown": listed.action_page_down,
        }
        if event.key in moves and self.query_one(Input).has_focus:
            event.stop()
            moves[event.key]()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._wanted = event.value.strip()
        self._list()

    def on_input_submitted(self) -> None:
        """Answer with what is lit."""
        option = self.query_one(Listing).highlighted_option
        if isinstance(option, Choice):
            self.dismiss(option.result)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with it."""
        if isinstance(event.option, Choice):
            self.dismiss(event.option.result)

    def _list(self) -> None:
        found = self.found(self._wanted)
        listed = self.query_one(Listing)
        room = max(min(self.app.size.width, _WIDEST) - EDGES, 20)
        options = [Choice(self.entry(result, room), result) for result in found]
        listed.set_options(options or [Option(Content(self.nothing()), disabled=True)])
        listed.highlighted = 0 if found else None
