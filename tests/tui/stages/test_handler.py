"""The handler's drawing: it runs on a thread, or waits without one."""

from dataclasses import replace

import pytest

from journey_tui.tui.stages import DRAWINGS
from tests.tui.stages.scenes import after, idle, picture, row_with

SIZES = [(58, 5), (78, 11)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_before_any_request_no_handler_runs(width: int, height: int) -> None:
    rows = picture("handler", idle(), width, height)
    assert any("no handler yet" in row.lower() for row in rows)
    assert any("not running" in row for row in rows)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_running_handler_is_on_a_thread(width: int, height: int) -> None:
    row = row_with(picture("handler", after("HandlerStarted"), width, height), "RUNS")
    assert "G18 on M1" in row


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_waiting_handler_is_parked_and_holds_no_thread(width: int, height: int) -> None:
    rows = picture("handler", after("GoroutineParked", 4), width, height)
    assert "WAITS  G18 holds no thread" in row_with(rows, "WAITS  G18")
    assert "left, until 50.4 ms" in row_with(rows, "left")


@pytest.mark.parametrize(
    ("state", "said"),
    [("runnable", "RUNNABLE  G18 waits for a P"), ("waiting", "PARKED  G18 holds no thread")],
)
def test_a_handler_whose_goroutine_lost_its_thread_is_not_said_to_run(state: str, said: str) -> None:
    scene = after("HandlerStarted")
    assert scene.request is not None
    assert scene.request.goroutine is not None
    goroutine = scene.world.goroutines[scene.request.goroutine]
    goroutine.state, goroutine.thread = state, None
    rows = picture("handler", replace(scene, event=None))
    assert row_with(rows, said)
    assert not any("RUNS" in row for row in rows)


def test_why_it_is_parked_is_told() -> None:
    assert any("parked: sleep" in row for row in picture("handler", after("GoroutineParked", 4)))


def test_what_it_wrote_is_counted() -> None:
    assert "wrote  6 bytes " in row_with(picture("handler", after("HandlerWrote")), "wrote")


def test_the_background_reader_stands_beside_it() -> None:
    rows = picture("handler", after("HandlerStarted"))
    assert "BACKGROUND READER" in row_with(rows, "HANDLER ─")
    assert any("G19" in row for row in rows)


def test_a_handler_that_has_returned_says_so() -> None:
    assert DRAWINGS["handler"].line(after("HandlerReturned")) == "detailHandler RETURNED"
