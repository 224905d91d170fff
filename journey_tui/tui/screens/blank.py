"""Nothing: the teacher talks."""

from textual import events

from journey_tui.tui.screens.base import Closing


class BlankScreen(Closing[None]):
    """In the theme's ground, until any key or click; that one does nothing else."""

    DEFAULT_CSS = "BlankScreen { background: $background; }"

    def on_key(self, event: events.Key) -> None:
        """Back."""
        event.stop()
        self.dismiss()

    def on_mouse_down(self) -> None:
        """Back."""
        self.dismiss()
