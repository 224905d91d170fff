"""The row that tells of what moves nothing in a picture: timeouts, faults, a line in the log."""

import pytest

from journey_tui.trace.events import Event
from journey_tui.trace.events.http import ServerLogged
from journey_tui.trace.events.kernel import RetransmissionTimedOut
from journey_tui.trace.events.outside import FaultStruck, RequestFinished
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.stages.notes import note_of
from journey_tui.tui.surface import Role, Surface
from tests.tui.stages.scenes import HOSTILE, idle, picture

TIMEOUT = RetransmissionTimedOut(host="server", timeout_ns=200_000_000, retries=2, what="data")
STRUCK = FaultStruck(fault="drop", detail="the next SYN is lost")


def _scene(event: Event) -> Scene:
    return Scene(idle().header, idle().world, event)


@pytest.mark.parametrize(("width", "height"), [(58, 5), (78, 10), (118, 24)])
@pytest.mark.parametrize(
    ("event", "note"),
    [(TIMEOUT, "TIMEOUT: no ACK for 200 ms, try 2"), (STRUCK, "FAULT: the next SYN is lost")],
)
def test_what_moves_nothing_is_told_in_a_filled_row(event: Event, note: str, width: int, height: int) -> None:
    surface = Surface(width, height)
    DRAWINGS[event.stage].picture(_scene(event), surface)
    filled = [text for y in range(height) for text, role in surface.runs(y) if role is Role.PACKET]
    assert f" {note} " in filled


def test_only_a_request_that_failed_has_a_note() -> None:
    assert not note_of(RequestFinished(client="alice", outcome="ok", status=200))
    assert note_of(RequestFinished(client="alice", outcome="refused")) == "NO ANSWER: refused"
    assert not note_of(None)


def test_a_line_of_the_log_is_cleaned_and_stays_inside() -> None:
    rows = picture("http", _scene(ServerLogged(message=HOSTILE)), 58, 6)
    assert all(character.isprintable() for character in "".join(rows))
    assert "LOG" in rows[-1]
