"""The last row: the keys that a viewer needs most, as many as find room; each can be clicked."""

from dataclasses import dataclass

from rich.cells import cell_len

from journey_tui.tui.keymap import COMMAND_BY_ID, FOOTER, FOOTER_FIRST
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Run
from journey_tui.tui.view import View

_GAP = 2


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
    """The hints that find room, each with its first column. What Esc would do stands first while it does something."""
    hints, ranks = _hints(view)
    kept: set[str] = set()
    room = width - 1
    for command in ranks:
        hint = next((one for one in hints if one.command == command), None)
        if hint is not None and hint.width <= room:
            kept.add(command)
            room -= hint.width + _GAP
    result: list[tuple[int, Hint]] = []
    x = 1
    for hint in hints:
        if hint.command in kept:
            result.append((x, hint))
            x += hint.width + _GAP
    return result


def _hints(view: View) -> tuple[list[Hint], tuple[str, ...]]:
    if view.scene is None:
        names = ("scenarios", "help", "quit")
        return [_hint(name) for name in names], names
    hints = [_hint(name) for name in FOOTER if name != "follow" or len(view.spans) > 1]
    if view.playing:
        hints[0] = Hint("play", hints[0].key, "Pause")
    if view.pinned or view.looked or view.looking.chosen is not None or view.zoomed:
        hints.insert(0, Hint("escape", "Esc", _escape_word(view)))
    if view.looking.chosen is not None:
        hints = [hint for hint in hints if hint.command != "about"]
        hints.insert(1, Hint("about", "Enter", "Open"))
    return hints, ("escape", *FOOTER_FIRST)


def _hint(name: str) -> Hint:
    command = COMMAND_BY_ID[name]
    return Hint(name, command.shown.split(",")[0], command.short)


def _escape_word(view: View) -> str:
    if view.looking.chosen is not None:
        return "Let go"
    if view.pinned:
        return "Unpin"
    return "Back" if view.looked else "Unzoom"
