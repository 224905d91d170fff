"""Which keys a lesson may take before the keymap does; here alone, since the first picture waits for nothing else of a lesson."""

from typing import Final

from textual.binding import Binding

VOTES: Final = ("v", "আ")
ONWARD: Final = ("enter", "pagedown")
"""Enter, and what a slide clicker sends."""
MOVES: Final = ("up", "down")
_DIGITS: Final = tuple("0123456789০১২৩৪৫৬৭৮৯")
KEYS: Final = (*_DIGITS, *ONWARD, *MOVES, *VOTES, "space", "backspace", "escape")
BINDINGS: Final = [Binding(key, f"lesson('{key}')", show=False, priority=True) for key in KEYS]
