"""Small films, made by hand, for what is written from frames."""

from journey_tui.exporters.frames import Film, Frame, Look, Row, Run

LOOKS = (Look("#ffffff", "#000000"), Look("#ff0000", "#000000", bold=True))


def row(text: str, look: int = 0, width: int = 10) -> Row:
    """A row that begins with a text of that look; the rest is blank."""
    rest = width - len(text)
    runs = [Run(0, len(text), look, text)] if text else []
    return (*runs, Run(len(text), rest, 0, " " * rest)) if rest else tuple(runs)


def film(*screens: tuple[str, ...]) -> Film:
    """A film of these screens, one an event from event 1 on; of each row its first word is red."""
    frames = [
        Frame(number, number * 1000, tuple(row(text, 1) for text in screen))
        for number, screen in enumerate(screens, 1)
    ]
    return Film(10, len(screens[0]), LOOKS, frames)
