"""The netpoller's drawing: who calls, who waits for which file, what came back."""

import pytest

from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from tests.tui.stages.scenes import after, card, crowded, idle, picture, row_with


def test_at_first_nobody_waits_and_no_file_is_registered() -> None:
    rows = picture("netpoller", idle())
    assert "NOBODY is in epoll_pwait" in row_with(rows, "NOBODY")
    assert row_with(rows, "no file registered").count("nil") == 2


def test_a_call_names_its_thread_and_timeout() -> None:
    row = row_with(picture("netpoller", after("NetpollCalled")), "CALLS")
    assert "M0  CALLS netpoll()" in row
    assert "timeout none   until a file is ready" in row


def test_a_blocked_thread_is_seen_to_sleep() -> None:
    assert "M0 SLEEPS in epoll_pwait" in row_with(picture("netpoller", after("ThreadBlocked", 3)), "SLEEPS")


def test_a_poll_descriptor_tells_who_waits_and_which_edge_is_remembered() -> None:
    row = row_with(picture("netpoller", after("PollDescriptorArmed")), "► 5")
    assert "G1 waits" in row
    assert "pdReady" in row


def test_what_came_back_is_named() -> None:
    scene = after("NetpollReturned", 2)
    assert "GIVES BACK  G18   runnable again" in row_with(picture("netpoller", scene), "GIVES BACK")
    later = Scene(scene.header, scene.world, None)
    assert "LAST CALL GAVE BACK G18" in row_with(picture("netpoller", later), "GAVE BACK")


@pytest.mark.parametrize(("width", "height"), [(58, 5), (78, 10), (118, 24)])
def test_the_file_that_epoll_named_leads_to_the_goroutine_that_waited(width: int, height: int) -> None:
    scene = after("PollDescriptorReady", 2)
    assert scene.event is not None
    row = row_with(picture("netpoller", scene, width, height), "► 5")
    assert row.index("IN ►") < row.index(f"► G{scene.event.goroutine}")


def test_on_a_wide_screen_kernel_poll_descriptors_and_goroutines_stand_side_by_side() -> None:
    rows = picture("netpoller", after("PollDescriptorReady", 2), 118, 24)
    heading = row_with(rows, "KERNEL: epoll")
    assert heading.index("KERNEL") < heading.index("POLLDESC") < heading.index("GOROUTINES")
    assert "may run" in row_with(rows, "may run")


def test_a_timer_tells_its_goroutine_and_time() -> None:
    assert "G18 at 300 ms" in row_with(picture("netpoller", after("TimerStarted")), "TIMERS")


def test_a_crowd_is_counted() -> None:
    rows = picture("netpoller", crowded())
    assert "+30" in row_with(rows, "GAVE BACK")
    assert "► 48" in row_with(rows, "► 48")
    assert "… 36 more" in row_with(rows, "… ")


def test_of_thousands_that_wait_all_are_counted() -> None:
    scene = crowded(1000)
    waiting = scene.world.crowd.waiting["IO wait"]
    assert waiting > 900
    name, more = row_with(card("netpoller", scene, 30), "IO wait").split("+")
    assert name.count("G") + int(more.replace(",", "")) == waiting
    wide = picture("netpoller", scene, 118, 24)
    listed = sum(" waits" in row and "G" in row.split("waits")[0][-8:] for row in wide)
    assert listed
    assert any(row.rstrip(" │").endswith(" more") for row in wide)


def test_the_line_tells_who_waits() -> None:
    assert DRAWINGS["netpoller"].line(after("ThreadBlocked", 3)) == "M0 waits in epoll_pwait"
