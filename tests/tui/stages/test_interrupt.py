"""The interrupt's drawing: lines armed or masked, cores and what was stopped on them."""

import pytest

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Role, Surface
from journey_tui.world.state import Cpu, Goroutine, Thread
from tests.tui.stages.scenes import after, crowded, idle, loopback_scene, picture, row_with


def _stopped() -> Scene:
    scene = idle()
    scene.world.threads[1] = Thread(id=1, name="M1", cpu=0, goroutine=5)
    scene.world.goroutines[5] = Goroutine(id=5, function="net/http.(*conn).serve", thread=1)
    scene.world.cpus[0] = Cpu(id=0, context="hardirq", thread=1, interrupted="thread", hardirqs=1)
    return scene


def test_an_idle_line_is_armed_and_idle_cores_say_so() -> None:
    rows = picture("interrupt", idle())
    assert "ARMED" in row_with(rows, "rx-0")
    assert row_with(rows, "┃ idle").count("idle") == 2


def test_a_raised_line_is_masked_and_names_its_vector_and_core() -> None:
    row = row_with(picture("interrupt", after("InterruptRaised")), "rx-0")
    assert "MASKED" in row
    assert "ARMED" not in row
    assert "24" in row
    assert "CPU 0" in row
    assert "●━━►" in row
    later = row_with(picture("interrupt", after("CpuInterrupted")), "rx-0")
    assert "✗" in later
    assert "MASKED" in later


def test_in_a_narrow_pane_the_table_of_lines_keeps_clear_of_the_frame() -> None:
    for kind in ("InterruptRaised", "CpuInterrupted", "InterruptEnabled"):
        rows = picture("interrupt", after(kind), 58, 5)
        assert len(row_with(rows, "MODERATION")) < 58
        assert len(row_with(rows, "rx-0")) < 58


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("InterruptRaised", "1 RAISED"),
        ("CpuInterrupted", "2 HANDLER RUNS"),
        ("NapiScheduled", "3 NAPI SCHEDULED"),
        ("SoftirqStarted", "4 SOFTIRQ POLLS"),
        ("InterruptEnabled", "5 UNMASKED"),
    ],
)
def test_the_step_that_has_come_is_the_marked_one(kind: str, step: str) -> None:
    surface = Surface(78, 10)
    DRAWINGS["interrupt"].picture(after(kind), surface)
    marked = [text.strip() for y in range(10) for text, role in surface.runs(y) if role is Role.PACKET]
    assert step in marked
    assert sum(text[:1].isdecimal() for text in marked) == 1


def test_the_handler_is_seen_to_put_the_queue_on_the_poll_list() -> None:
    assert "poll list: empty" in row_with(picture("interrupt", after("CpuInterrupted")), "poll list")
    assert "poll list: rx-0" in row_with(picture("interrupt", after("NapiScheduled")), "poll list")


def test_after_the_poll_the_line_is_armed_again() -> None:
    assert "ARMED" in row_with(picture("interrupt", after("InterruptEnabled")), "rx-0")


def test_moderation_tells_how_many_frames_wait_and_until_when() -> None:
    assert "1 frame waits until 20 ms" in row_with(picture("interrupt", after("InterruptDelayed")), "rx-0")


def test_the_stopped_thread_is_seen_as_stopped() -> None:
    for width, height in ((78, 11), (58, 5), (40, 4)):
        rows = picture("interrupt", _stopped(), width, height)
        assert any("❚❚ G5 on M1" in row for row in rows)
    assert "❚❚ G5 on M1 stopped" in row_with(picture("interrupt", _stopped()), "❚❚")


def test_a_running_thread_is_not_shown_as_stopped() -> None:
    scene = _stopped()
    scene.world.cpus[0].context = "thread"
    scene.world.cpus[0].interrupted = ""
    rows = picture("interrupt", scene)
    assert "runs G5 on M1" in row_with(rows, "runs")
    assert not any("stopped" in row for row in rows)


def test_many_cores_become_a_table_with_the_rest_counted() -> None:
    rows = picture("interrupt", crowded())
    assert "► CPU 0" in row_with(rows, "► CPU 0  ")
    assert sum("more" in row for row in rows) == 2


def test_loopback_has_cores_and_no_interrupt() -> None:
    rows = picture("interrupt", loopback_scene())
    assert any("NO INTERRUPT" in row for row in rows)
    assert any("CPU 1" in row for row in rows)
    assert DRAWINGS["interrupt"].line(loopback_scene()) == "loopback: no interrupt"


def test_on_a_wide_screen_each_step_has_a_frame_and_the_one_at_hand_is_filled() -> None:
    surface = Surface(118, 18)
    DRAWINGS["interrupt"].picture(after("CpuInterrupted"), surface)
    row = next(y for y in range(18) if "5 UNMASKED" in surface.text_row(y))
    assert surface.text_row(row).count("┃") == 6
    assert [text.strip() for text, role in surface.runs(row) if role is Role.PACKET] == ["2 HANDLER RUNS"]
