"""Pictures of a run without a screen: what the program draws at a position, for slides, pages and recordings.

The same panes as on the screen, laid out without what only a viewer at the keys needs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from rich.cells import cell_len
from rich.style import Style

from journey_tui.content.ui import speaking
from journey_tui.exporters.frames import Frame, Look, Row, Run
from journey_tui.playback import Player, Timeline
from journey_tui.tui.layout import LANES_ROWS, WIDE, Layout, Rect, lay_out
from journey_tui.tui.looking import PICTURE, Looking, Sight
from journey_tui.tui.panes import compose
from journey_tui.tui.picture import svg
from journey_tui.tui.screen_view import Gatherer
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.themes import STYLES
from journey_tui.tui.widths import Model, use

_ROLES: Final = tuple(Role)
_NUMBER: Final = {role: number for number, role in enumerate(_ROLES)}
_MAP_ROWS: Final = 2
_LEAST_PICTURE: Final = 14
"""Rows of a picture that the cards above it may not take."""


class Stills:
    """Draws one run at any of its positions."""

    def __init__(
        self,
        timeline: Timeline,
        width: int,
        height: int,
        theme: str,
        *,
        words: bool = True,
        language: str = "en",
    ) -> None:
        """`words`: whether the picture holds the explanation too, or only what is drawn."""
        self.width, self.height, self._theme = width, height, theme
        self._player = Player(timeline)
        self._gatherer = Gatherer(self._player)
        self._words = words
        self._language = language
        self._playing = False
        if language != "en":
            use(Model.MC1)  # a picture has room for every vowel sign, as most terminals have

    def plays(self, pace: str, speed: float) -> None:
        """Show the run as one that plays."""
        self._player.set_pace(pace)
        self._player.set_speed(speed)
        self._playing = True

    def surface(self, position: int, look: str = "", stage: str = "") -> Surface:
        """What is drawn there, through a lens (empty: the picture), or the picture of a stage that is not the event's."""
        now = Looking(look or PICTURE, pinned=stage or None)
        layout = self._layout(now.lens != PICTURE)
        self._player.seek(position)
        self._player.playing = self._playing
        with speaking(self._language):
            view = self._gatherer.view(layout, Sight(now), "", introduced=False, language=self._language)
            return compose(replace(view, still=True), layout, self.width, self.height)

    def svg(self, position: int, title: str, look: str = "", stage: str = "") -> str:
        """The same as a picture that is sharp at any size."""
        return svg(self.surface(position, look, stage), self._theme, title)

    def frames(self, positions: Iterable[int]) -> Iterator[Frame]:
        """The frames of a recording."""
        for position in positions:
            surface = self.surface(position)
            rows = tuple(_row(surface, y) for y in range(surface.height))
            yield Frame(position, self._player.timeline.time_at(position), rows)

    @property
    def looks(self) -> tuple[Look, ...]:
        """What the looks of a frame's runs mean."""
        return tuple(_look(STYLES[self._theme][role]) for role in _ROLES)

    def _layout(self, lens: bool) -> Layout:
        if self._words:
            layout = lay_out(self.width, self.height + 1, lens=lens)
            return {name: place for name, place in layout.items() if name != "footer"}
        cards = self.width >= WIDE and self.height >= LANES_ROWS + _LEAST_PICTURE
        above = LANES_ROWS if cards else _MAP_ROWS
        return {
            "lanes" if cards else "stage_map": Rect(0, 0, self.width, above),
            "focus": Rect(0, above, self.width, self.height - above),
        }


def _row(surface: Surface, y: int) -> Row:
    runs = []
    column = 0
    for text, role in surface.runs(y):
        width = cell_len(text)
        runs.append(Run(column, width, _NUMBER[role], text))
        column += width
    return tuple(runs)


def _look(style: Style) -> Look:
    front = style.color.get_truecolor().hex if style.color else "#000000"
    ground = style.bgcolor.get_truecolor().hex if style.bgcolor else "#000000"
    if style.reverse:
        front, ground = ground, front
    return Look(front, ground, bool(style.bold), bool(style.underline))
