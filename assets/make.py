"""Draws the pictures in this folder: the program itself, at chosen moments of its own scenarios (`make assets`)."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from journey_tui.cli.sources import open_source
from journey_tui.playback import Player
from journey_tui.playback.lesson import Session, resolve
from journey_tui.tui.app import JourneyApp
from journey_tui.tui.picture import svg
from journey_tui.tui.teaching.classroom import Classroom
from journey_tui.tui.themes import DARK, LIGHT

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True)
class Picture:
    """One moment of one scenario: the nth event of a kind, counted among those of the first request's packets."""

    name: str
    scenario: str
    kind: str
    nth: int
    width: int
    height: int
    theme: str = DARK
    taught: bool = False
    """Whether the scenario's lesson is played; then the moment is that of a stop."""

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return FOLDER / f"{self.name}.svg"


PICTURES: Final = (
    Picture("hello-120x40", "hello", "DescriptorFilled", 3, 120, 40),
    Picture("interrupt-80x24", "hello", "CpuInterrupted", 1, 80, 24),
    Picture("netpoller-80x24", "hello", "PollDescriptorReady", 1, 80, 24, LIGHT),
    Picture("route-60x16", "three-routes", "RouteMatched", 2, 60, 16),
    Picture("two-clients-200x60", "two-clients", "HandlerStarted", 2, 200, 60),
    Picture("question-80x24", "04-ring-dma-interrupt", "CpuInterrupted", 1, 80, 24, taught=True),
)


async def drawn(picture: Picture) -> str:
    """The picture's SVG, as the app paints that moment."""
    app = JourneyApp(
        open_source, picture.scenario, theme=picture.theme, room=lectern(picture) if picture.taught else None
    )
    async with app.run_test(size=(picture.width, picture.height)) as pilot:
        while app.opening or (app.player is not None and not app.player.timeline.complete):
            await pilot.pause()
        if app.player is None:
            raise RuntimeError(f"{picture.scenario}: {app.notice}")
        app.player.seek(place(app.player, picture))
        app.repaint()
        surface = app.canvas.surface
    return svg(surface, picture.theme, f"journey {picture.scenario} at {picture.kind}")


def lectern(picture: Picture) -> Classroom:
    """A lesson that nobody has begun, and that keeps nothing."""
    return Classroom(
        source=picture.scenario,
        name=picture.scenario,
        resolve=resolve,
        restore=lambda lesson: (Session(lesson), False, 0),
        keep=lambda session: True,
    )


def place(player: Player, picture: Picture) -> int:
    """The position of the moment; raises `LookupError` when there is none."""
    found = 0
    for position in range(player.opening, player.timeline.length + 1):
        event = player.timeline.event_at(position)
        found += event is not None and event.kind == picture.kind
        if found == picture.nth:
            return position
    raise LookupError(f"{picture.scenario} has no {picture.kind} number {picture.nth}")


def main() -> None:
    """Draw all of them; a file is replaced only by a whole one."""
    for picture in PICTURES:
        text = asyncio.run(drawn(picture))
        written = picture.file.with_suffix(".new")
        written.write_text(text, encoding="utf-8")
        written.replace(picture.file)
        print(f"{picture.file.name}  {len(text) // 1024} KiB")


if __name__ == "__main__":
    main()
