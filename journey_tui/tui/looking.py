"""What the viewer looks at: which lens, on which thing, which of its links is chosen. Looking changes no run.

Every look into something is kept, so that Esc leads back the way that was come.
"""

from dataclasses import dataclass, field, replace
from typing import Final

PICTURE: Final = "picture"
"""The lens that one begins with: the drawing of the stage at hand."""


@dataclass(frozen=True, slots=True)
class Looking:
    """One look."""

    lens: str = PICTURE
    subject: int | None = None
    """The number of the thing that is looked into; None: whichever the event at hand is about."""
    pinned: str | None = None
    """The stage whose picture the viewer chose."""
    chosen: int | None = None
    """Which link of the large pane Enter opens, in reading order."""
    scroll: int = 0
    """Rows that a long list has been moved up."""
    tab: int = 0
    """Which page of a lens that has several."""
    picked: int | None = None
    """Which part of what it shows stays lit."""
    words: str = ""
    """What a list is narrowed to; empty: all of it."""


@dataclass(slots=True)
class Sight:
    """The look at hand, those before it, and whether the large pane has all the room."""

    now: Looking = field(default_factory=Looking)
    before: list[Looking] = field(default_factory=list)
    zoomed: bool = False

    def look(self, lens: str, subject: int | None = None, tab: int = 0) -> None:
        """Look through a lens; through the one that is open already, at another thing. The picture is where all begins."""
        if lens == PICTURE:
            self.before.clear()
            self.now = Looking()
        elif (lens, subject) != (self.now.lens, self.now.subject):
            self.before.append(replace(self.now, chosen=None))
            self.now = Looking(lens, subject, tab=tab)
        elif tab != self.now.tab:
            self.now = replace(self.now, tab=tab, scroll=0, chosen=None)

    def swap(self, lens: str) -> None:
        """Look through another lens in place of the one that is open: however many are tried, one step leads back."""
        if PICTURE in (lens, self.now.lens):
            self.look(lens)
            return
        if self.before and self.before[-1].lens == lens:
            self.before.pop()
        self.now = Looking(lens)

    def pin(self, stage: str) -> None:
        """Look at the picture of one stage until Esc or the next step."""
        if self.now.lens != PICTURE:
            self.before.append(replace(self.now, chosen=None))
        self.now = Looking(pinned=stage)

    def unpin(self) -> None:
        """The run moves on: show the stage where it is; a lens stays, and follows."""
        self.now = replace(self.now, pinned=None, chosen=None)

    def back(self) -> bool:
        """One look back; False when there is none. In a picture a choice is let go first: Enter tells of the stage then."""
        if self.now.chosen is not None and self.now.lens == PICTURE:
            self.now = replace(self.now, chosen=None)
        elif self.now.pinned is not None:
            self.now = self.before.pop() if self.before else Looking()
        elif self.before:
            self.now = self.before.pop()
        elif self.zoomed:
            self.zoomed = False
        else:
            return False
        return True

    def close(self, lens: str) -> None:
        """Back to what was looked at before this lens, if it is open."""
        if self.now.lens == lens:
            self.now = self.before.pop() if self.before else Looking()

    def pick(self, number: int) -> None:
        """Keep one part lit, or no longer."""
        self.now = replace(self.now, picked=None if number == self.now.picked else number)

    def choose(
        self, places: int, links: int, top: int = 0, *, here: int | None = None, comes_round: bool = False
    ) -> None:
        """Move the choice among so many links; beyond the last one a long list moves, up to `top` rows.

        It begins beside the link that is `here`, else at either end; a list that comes round goes on at its other end.
        """
        if not links:
            self._scroll(places, top, comes_round)
        elif self.now.chosen is None:
            start = here if here is not None else -1 if places > 0 else links
            self.now = replace(self.now, chosen=min(max(start + places, 0), links - 1))
        elif 0 <= self.now.chosen + places < links:
            self.now = replace(self.now, chosen=self.now.chosen + places)
        else:
            self._scroll(places, top, comes_round)

    def _scroll(self, places: int, top: int, comes_round: bool) -> None:
        rows = self.now.scroll + places
        rows = rows % (top + 1) if comes_round else min(max(rows, 0), top)
        self.now = replace(self.now, scroll=rows)

    def page(self, rows: int, links: int, top: int) -> None:
        """Move a long list by so many rows; at either end its first or last link is chosen."""
        scroll = min(max(self.now.scroll + rows, 0), top)
        at_end = scroll == self.now.scroll
        chosen = (links - 1 if rows > 0 else 0) if at_end else min(self.now.chosen or 0, links - 1)
        self.now = replace(self.now, scroll=scroll, chosen=chosen)

    def begin(self, scroll: int, chosen: int | None) -> None:
        """Where a lens begins that was just opened, or turned to another page."""
        self.now = replace(self.now, scroll=scroll, chosen=chosen)

    def narrow(self, words: str) -> None:
        """List only what has these words."""
        self.now = replace(self.now, words=words, scroll=0, chosen=None)

    def turn(self, places: int, tabs: int) -> None:
        """Another page of the same lens, round from the last to the first."""
        self.now = replace(self.now, tab=(self.now.tab + places) % max(tabs, 1), scroll=0, chosen=None)
