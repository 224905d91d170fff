"""What the overlays share: a framed box in the middle, closed by Esc."""

from asyncio import sleep
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from journey_tui.content.ui import _

Result = TypeVar("Result")
Box = TypeVar("Box", bound=Widget)


def closes(screen: Screen[Result], close: Callable[[], AwaitComplete]) -> AwaitComplete:
    """Close a screen once, however fast the keys come: the second of two would close what lies below it."""
    return close() if screen.app.screen is screen else AwaitComplete(sleep(0))


class Closing(ModalScreen[Result]):
    """What lies over the picture, and answers once."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close and answer, if that has not been done."""
        return closes(self, partial(super().dismiss, result))


class Overlay(Closing[Result]):
    """A box above the picture."""

    DEFAULT_CSS = """
    Overlay { align: center middle; }
    Overlay > .box, Overlay > .box:focus {
        width: 78; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        border: round $primary; border-title-color: $foreground; border-title-style: bold;
        background: $background; background-tint: $background 0%;
        scrollbar-size-vertical: 1; scrollbar-color: $primary; scrollbar-background: $background;
        scrollbar-color-hover: $primary; scrollbar-background-hover: $background;
    }
    Overlay OptionList > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;
    }
    Overlay Input { scrollbar-size-horizontal: 0; }
    Overlay Input > .input--placeholder { color: $text-muted; }
    """
    BINDINGS = [("escape", "dismiss(None)", "Close")]  # noqa: RUF012 - textual reads it from the class


def framed(box: Box, title: str, hint: str = "") -> Box:
    """The same widget with a frame that says what it is and how to leave it; both texts are ours, not a file's."""
    box.add_class("box")
    box.border_title = title
    box.border_subtitle = hint or _("Esc closes")
    return box
