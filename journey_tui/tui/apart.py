"""Bengali where frames would not line up with it: the moment in plain lines, on the terminal's own screen.

A terminal that counts whole clusters draws Bengali well enough; only nothing may stand beside it. So the picture is put
aside, the words are printed as any program prints them, and the picture comes back with the next line that is typed.
"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from journey_tui.content.ui import _, speaking

if TYPE_CHECKING:
    from journey_tui.content import Explanation
    from journey_tui.tui.app import JourneyApp

LANGUAGE: Final = "bn"
_WIDEST: Final = 72
_MARGIN: Final = 4


def read_apart(app: "JourneyApp") -> bool:
    """Show the words for this moment apart from the picture; whether the terminal lets it be put aside."""
    from textual.app import SuspendNotSupported

    if app.gatherer is None or app.player is None or app.is_headless:
        return False
    app.player.pause()
    view = app.gatherer.view(app.layout_now, app.sight, "", False, 1.0, LANGUAGE)
    try:
        with app.suspend():
            print(*told(view.explanation, view.shown, app.size.width), sep="\n", flush=True)  # noqa: T201 - no screen to draw on
            if sys.__stdin__ is not None:
                sys.__stdin__.readline()
    except SuspendNotSupported:
        return False
    return True


def told(explanation: "Explanation | None", stage: str, columns: int) -> Iterator[str]:
    """The page of the stage, and below it, next to where one types, what happens and why."""
    from journey_tui.tui.panes.about import paragraphs
    from journey_tui.tui.panes.wrap import wrapped
    from journey_tui.tui.widths import Model, use

    use(Model.MC1)  # no terminal gives a row more cells; nothing else on this screen is Bengali
    width = max(min(_WIDEST, columns - _MARGIN), 20)
    with speaking(LANGUAGE):
        for paragraph in paragraphs(stage, width, LANGUAGE):
            yield from (row for row, _role in paragraph)
            yield ""
        if explanation is not None:
            yield "== " + _("What is happening") + " =="
            yield from wrapped(explanation.say, width)
            yield ""
            yield from wrapped(explanation.why, width)
            yield ""
        yield _("Enter leads back to the picture.")
