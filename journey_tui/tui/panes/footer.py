"""The last row: the keys that a viewer needs most, as many as find room; each can be clicked."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rich.cells import cell_len

from journey_tui.tui.keymap import FOOTER, FOOTER_FIRST
from journey_tui.tui.looking import PICTURE
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Run
from journey_tui.tui.view import View

_GAP = 2
_NEEDED = 5
"""Of `FOOTER_FIRST`, those that are needed more than a lens's own."""


_LISTED: Final = "requests"
"""The lens whose pages are orders of one list, which can be narrowed."""


_OPENS: Final = {"requests": "Follow", "breaks": "Run", "waterfall": "Go"}
"""What Enter does with the line that is chosen in a list, where it opens nothing."""
_WHILE_ASKED: Final = ("back", "chapters", "notes", "packet", "requests", "host", "zoom", "help", "quit")


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and the word for what it does."""

    command: str
    key: str
    word: str

    @property
    def width(self) -> int:
        """Cells that it takes."""
        return cell_len(self.key) + 1 + cell_len(self.word)


def draw(view: View, surface: Surface) -> None:
    """Key and word, side by side; none is cut."""
    for x, hint in placed(view, surface.width):
        after = surface.put(x, 0, hint.key, Role.KEY)
        surface.put(after + 1, 0, hint.word, Role.TEXT)
        surface.link(x, 0, hint.width, Run(hint.command))


def placed(view: View, width: int) -> list[tuple[int, Hint]]:
    """The hints that find room, each with its first column; what the moment asks for keeps its place longest."""
    hints = [hint for hint in _hints(view) if hint.key]  # a settings file may take every key away
    return _fitted(tuple(hints), tuple(_rank(view, hint.command) for hint in hints), width)


@lru_cache(maxsize=64)
def _fitted(hints: tuple[Hint, ...], ranks: tuple[int, ...], width: int) -> list[tuple[int, Hint]]:
    """Those that find room, the lowest ranks first; they stand in their own order. Frame after frame it is the same."""
    room = width - 1
    kept: set[int] = set()
    for place in sorted(range(len(hints)), key=ranks.__getitem__):
        if hints[place].width <= room:
            kept.add(place)
            room -= hints[place].width + _GAP
    result: list[tuple[int, Hint]] = []
    x = 1
    for place in sorted(kept):
        result.append((x, hints[place]))
        x += hints[place].width + _GAP
    return result


def _rank(view: View, command: str) -> int:
    """How soon a hint has to go as the screen becomes narrow; the way back goes last."""
    opens = view.looking.chosen is not None or view.enter
    first = ("escape", "about") if opens else ("escape",)
    find = ("search",) if view.looking.lens == _LISTED else ()
    last = () if view.looking.lens == PICTURE else (view.looking.lens, *find, "choose_next")
    ranks = (*first, *FOOTER_FIRST[:_NEEDED], *last, *FOOTER_FIRST[_NEEDED:])
    return ranks.index(command) if command in ranks else len(ranks)


def _hints(view: View) -> list[Hint]:
    """What can be done now, in the order in which it is shown."""
    if view.scene is None:
        return [_hint(view, name) for name in ("scenarios", "help", "quit")]
    from journey_tui.tui.lenses import LENSES  # there is one by now; the first picture does not wait for them

    if view.card is not None and view.card.asks:
        return _answering(view)
    chosen, lens = view.looking.chosen is not None, view.looking.lens
    hints = [_hint(view, name) for name in FOOTER if _fits(view, name)]
    if lens != PICTURE:
        hints.insert(0, Hint("choose_next", "↑↓", "Choose"))
        if LENSES[lens].tabs and lens in view.commands:
            hints.insert(1, Hint(lens, _key(view, lens), "Sort" if lens == _LISTED else "Page"))
    if view.enter and not chosen:
        hints = [hint for hint in hints if hint.command != "about"]
        hints.insert(0, Hint("about", "Enter", view.enter))
        hints.insert(len(hints) - 2, _hint(view, "chapters"))
    if chosen:
        hints.insert(0, Hint("about", _key(view, "about"), _OPENS.get(lens, "Open")))
    if view.seeking or view.pinned or view.looked or chosen or view.zoomed:
        hints.insert(0, Hint("escape", "Esc", _escape_word(view)))
    return hints


def _answering(view: View) -> list[Hint]:
    """While a question is open: what answers it, and what shows the past."""
    first = [Hint("about", "Enter", view.enter), Hint("choose_next", "↑↓", "Choose")]
    return first + [_hint(view, name) for name in _WHILE_ASKED]


def _fits(view: View, name: str) -> bool:
    """Whether a hint of the usual ones means something at this moment."""
    if name == "about":
        return view.looking.chosen is None and view.looking.lens == PICTURE
    if name == "faster":
        return view.playing
    if name == "run_next":
        return view.stoppable
    return name != view.looking.lens and (name != "follow" or len(view.spans) > 1)


def _hint(view: View, name: str) -> Hint:
    if name == "faster":
        keys = f"{_key(view, 'slower')} {_key(view, 'faster')}".strip()
        return Hint(name, keys, "Speed")
    word = "Pause" if name == "play" and view.playing else view.commands[name].short
    return Hint(name, _key(view, name), word)


def _key(view: View, name: str) -> str:
    return view.commands[name].shown.split(",")[0]


def _escape_word(view: View) -> str:
    if view.seeking:
        return "Stop"
    if view.looking.chosen is not None and view.looking.lens == PICTURE:
        return "Let go"
    if view.pinned:
        return "Unpin"
    return "Back" if view.looked else "Unzoom"
