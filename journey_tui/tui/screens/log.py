"""The event log over the whole screen, and what is found in it.

A long run is searched in slices between which every key is answered; what has been found so far can be gone to at once.
"""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from journey_tui.content.ui import _
from journey_tui.playback import Player
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.screens.base import Overlay, framed
from journey_tui.tui.screens.finder import EDGES, Choice, Listing
from journey_tui.tui.view import LogLine
from journey_tui.units import format_clock

MOST_LINES: Final = 500
"""That are listed; what is found beyond is counted."""
_INDENT: Final = 27
_SLICE_S: Final = 0.012
_PAUSE_S: Final = 0.002
"""Between slices: for keys, and for the list to be painted."""
_AT_ONCE: Final = 32
"""Lines that are read before the clock is looked at."""

ReadLines = Callable[[int, int], Sequence[LogLine]]


class LogScreen(Overlay[int]):
    """The latest events up to the moment, or those that hold a text; answers with the position of the chosen one."""

    DEFAULT_CSS = """
    LogScreen > .box { width: 100%; height: 100%; }
    LogScreen OptionList, LogScreen OptionList:focus {
        height: 1fr; border: none; padding: 0; background: $background; background-tint: $background 0%;
        scrollbar-size-vertical: 1;
    }
    LogScreen Input, LogScreen Input:focus { background: $background; background-tint: $background 0%; }
    """
    BINDINGS = [  # noqa: RUF012
        ("q,O", "dismiss(None)", "Close"),
        ("slash", "search", "Search"),
        ("n", "move(1)", "Next"),
        ("N", "move(-1)", "Previous"),
    ]

    def __init__(self, player: Player, read: ReadLines, search: bool = False) -> None:
        super().__init__()
        self._player = player
        self._read = read
        self._search_first = search
        self._shown: list[LogLine] = []
        self._wanted = ""
        self._searched = 0
        """Events that have been looked at."""
        self._found = 0

    def compose(self) -> ComposeResult:
        """A field and a list."""
        with framed(Vertical(), _("Event log"), _hint("")):
            yield Input(placeholder=_("/ to search"), max_length=80, compact=True)
            yield Listing()

    def on_mount(self) -> None:
        """Begin at the newest."""
        self.query_one(Input if self._search_first else OptionList).focus()
        self._show_latest()

    # ── what is typed ──

    def action_search(self) -> None:
        """Into the field."""
        self.query_one(Input).focus()

    def action_move(self, places: int) -> None:
        """To the next match."""
        listed = self.query_one(OptionList)
        if places > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()

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
        """Search anew."""
        self._wanted = " ".join(event.value.casefold().split())
        self._searched = self._found = 0
        if self._wanted:
            self._list([])
            self._search(self._wanted)
        else:
            self._show_latest()

    def on_input_submitted(self) -> None:
        """Go to the match that is lit."""
        option = self.query_one(OptionList).highlighted_option
        if isinstance(option, Choice):
            self.dismiss(option.result)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with its position."""
        if isinstance(event.option, Choice):
            self.dismiss(event.option.result)

    # ── what is listed ──

    def _show_latest(self) -> None:
        self._list(self._read(self._player.position, MOST_LINES))
        self.query_one(OptionList).highlighted = max(len(self._shown) - 1, 0)
        self._tell(_hint(""))

    def _list(self, lines: Sequence[LogLine]) -> None:
        self._shown = list(lines)
        options = [self._option(line) for line in lines]
        nothing = "" if self._wanted else _("Nothing has happened yet.")
        self.query_one(OptionList).set_options(options or [Option(Content(nothing), disabled=True)])

    def _option(self, line: LogLine) -> Option:
        room = max(self.app.size.width - _INDENT - EDGES, 20)
        return Choice(lit(_text(line, room), self._wanted), line.position)

    def _tell(self, text: str) -> None:
        self.query_one(".box").border_subtitle = text

    # ── searching ──

    def _search(self, wanted: str) -> None:
        """One slice; another text, or the end of the screen, ends the search."""
        if wanted != self._wanted or not self.is_current:
            return
        timeline, deadline, words = self._player.timeline, perf_counter() + _SLICE_S, wanted.split()
        matches: list[LogLine] = []
        while self._searched < timeline.length and perf_counter() < deadline:
            count = min(_AT_ONCE, timeline.length - self._searched)
            self._searched += count
            lines = self._read(self._searched, count)
            matches += [line for line in lines if _holds(line, words)]
        self._add(matches)
        more = self._searched < timeline.length or not timeline.complete
        self._tell(self._told(more))
        if not more and not self._found:
            self.query_one(OptionList).set_options([Option(Content(_("Nothing holds this.")), disabled=True)])
        if more:
            self.set_timer(_PAUSE_S, lambda: self._search(wanted))

    def _add(self, matches: Sequence[LogLine]) -> None:
        self._found += len(matches)
        room = MOST_LINES - len(self._shown)
        if not matches or room <= 0:
            return
        listed, first = self.query_one(OptionList), not self._shown
        if first:
            listed.clear_options()
        self._shown += matches[:room]
        listed.add_options([self._option(line) for line in matches[:room]])
        if first:
            listed.highlighted = 0

    def _told(self, more: bool) -> str:
        told = [_("{count:,} found").format(count=self._found)]
        if self._found > MOST_LINES:
            told.append(_("the first {count} listed").format(count=MOST_LINES))
        if more:
            length = self._player.timeline.length
            told.append(
                _("{count:,} of {length:,} events searched").format(count=self._searched, length=length)
            )
        return _hint(f"{', '.join(told)} · ")


def _hint(before: str) -> str:
    """Numbers and words of ours: the frame reads markup."""
    return before + _("Enter goes there · Esc closes")


def _holds(line: LogLine, words: Sequence[str]) -> bool:
    """Whether a line, its stage's label before it, has all the words, in any order."""
    text = f"{STAGE_BY_ID[line.stage].label} {line.text}".casefold()
    return all(word in text for word in words)


def lit(text: str, wanted: str) -> Content:
    """The text with every place lit that holds what is wanted, else a word of it; plain where folding changes its length."""
    content, folded = Content(text), text.casefold()
    if len(folded) != len(text):
        return content
    for word in [wanted] if wanted in folded else wanted.split():
        start = folded.find(word) if word else -1
        while start >= 0:
            content = content.stylize("bold reverse", start, start + len(word))
            start = folded.find(word, start + len(word))
    return content


def _text(line: LogLine, room: int) -> str:
    first, *more = wrapped(line.text, room) or [""]
    start = f"{line.position:>6} {format_clock(line.time_ns):>12}  {STAGE_BY_ID[line.stage].label:<5}"
    return "\n".join([f"{start:<{_INDENT}}{first}", *(" " * _INDENT + row for row in more)])
