"""What the overlays share: a framed box in the middle, closed by Esc."""

from typing import TypeVar

from textual.screen import ModalScreen

Result = TypeVar("Result")


class Overlay(ModalScreen[Result]):
    """A box above the picture."""

    DEFAULT_CSS = """
    Overlay { align: center middle; }
    Overlay > VerticalScroll, Overlay > Vertical, Overlay > OptionList {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: round $primary; background: $background; padding: 0 1;
    }
    """
    BINDINGS = [("escape", "dismiss(None)", "Close")]  # noqa: RUF012 - textual reads it from the class
