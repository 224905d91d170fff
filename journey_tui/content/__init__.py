"""The words: what is said of each event, with the real values in it, a page for each stage, and the program's own messages.

Words are data (`en/events.toml`, `en/phrases.toml`, `en/stages/*.md`, `en/glossary.toml`, the same in every language;
`locale/` for messages); this code only finds the form that fits and puts the values in. A name is imported when it is
first asked for: the first picture needs a message or two (`ui`) and none of the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from journey_tui.content.glossary import Term, mentioned
    from journey_tui.content.loader import LANGUAGES
    from journey_tui.content.pages import Topic, UnknownPageError, stage_page
    from journey_tui.content.telling import Explanation, explain, sentence
    from journey_tui.content.templates import UnknownNameError, lesson_text
    from journey_tui.content.values import value_names, values_of

__all__ = [
    "LANGUAGES",
    "Explanation",
    "Term",
    "Topic",
    "UnknownNameError",
    "UnknownPageError",
    "explain",
    "lesson_text",
    "mentioned",
    "sentence",
    "stage_page",
    "value_names",
    "values_of",
]

_ROOMS: Final = {
    "glossary": ("Term", "mentioned"),
    "loader": ("LANGUAGES",),
    "pages": ("Topic", "UnknownPageError", "stage_page"),
    "telling": ("Explanation", "explain", "sentence"),
    "templates": ("UnknownNameError", "lesson_text"),
    "values": ("value_names", "values_of"),
}
_ROOM_OF: Final = {name: room for room, names in _ROOMS.items() for name in names}
"""No name here may be a room's own: once that is imported, the room would be found under it."""


def __getattr__(name: str) -> object:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
    globals()[name] = found
    return found
