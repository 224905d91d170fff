"""The netpoller's drawing: who calls, who waits for which file, what came back."""

from journey_tui.tui.stages import DRAWINGS
from tests.tui.stages.scenes import after, crowded, idle, picture, row_with


def test_at_first_nobody_waits_and_no_file_is_registered() -> None:
    rows = picture("netpoller", idle())
    assert "NOBODY WAITS" in rows[0]
    assert row_with(rows, "no file registered").count("nil") == 2


def test_a_call_names_its_thread_and_timeout() -> None:
    row = row_with(picture("netpoller", after("NetpollCalled")), "CALLS")
    assert "M0 CALLS epoll_pwait" in row
    assert "timeout none: for ever" in row


def test_a_blocked_thread_is_seen_to_sleep() -> None:
    assert "M0 SLEEPS in epoll_pwait" in row_with(picture("netpoller", after("ThreadBlocked", 3)), "SLEEPS")


def test_a_poll_descriptor_tells_who_waits_and_which_edge_is_remembered() -> None:
    row = row_with(picture("netpoller", after("PollDescriptorArmed")), "► 5")
    assert "pdWait G1" in row
    assert "pdReady" in row


def test_what_came_back_is_named() -> None:
    assert "LAST CALL GAVE BACK G18" in row_with(
        picture("netpoller", after("NetpollReturned", 2)), "GAVE BACK"
    )


def test_a_timer_tells_its_goroutine_and_time() -> None:
    assert "G18 at 300 ms" in row_with(picture("netpoller", after("TimerStarted")), "TIMERS")


def test_a_crowd_is_counted() -> None:
    rows = picture("netpoller", crowded())
    assert "+30" in row_with(rows, "GAVE BACK")
    assert "► 48" in row_with(rows, "►")
    assert "… 35 more" in row_with(rows, "… ")


def test_the_line_tells_who_waits() -> None:
    assert DRAWINGS["netpoller"].line(after("ThreadBlocked", 3)) == "M0 waits in epoll_pwait"
