"""The table of descriptors beside epoll's lists."""

import pytest

from tests.tui.stages.scenes import after, crowded, idle, picture, row_with


def test_before_the_process_opens_anything_the_table_has_its_headings() -> None:
    rows = picture("fd", idle())
    assert "EPOLL WATCHES" in row_with(rows, "OBJECT")
    assert any("no file is open yet" in row for row in rows)
    assert "empty" in row_with(rows, "READY LIST")


def test_a_row_tells_what_the_descriptor_is_and_what_epoll_watches_it_for() -> None:
    row = row_with(picture("fd", after("EpollInterestAdded", 3)), "►")
    assert row.split()[:3] == ["►", "6", "connection"]
    assert "IN|OUT|RDHUP|ET" in row


def test_what_is_not_watched_says_so() -> None:
    assert row_with(picture("fd", after("EpollInterestAdded", 3)), "cpu.max").rstrip().endswith("-  ".strip())


def test_a_ready_file_is_in_its_row_and_on_the_ready_list() -> None:
    rows = picture("fd", after("EpollEventQueued", 2))
    assert "● IN" in row_with(rows, "► 6")
    assert "READY LIST fd 6" in row_with(rows, "READY LIST")


def test_delivered_events_leave_the_ready_list() -> None:
    row = row_with(picture("fd", after("EpollEventsDelivered", 3)), "READY LIST")
    assert "READY LIST empty" in row
    assert "last handed out fd 6" in row


def test_the_waiting_thread_is_named() -> None:
    assert "M0 sleeps in epoll_pwait" in row_with(picture("fd", after("ThreadBlocked", 3)), "WAITS")


@pytest.mark.parametrize(("width", "height"), [(58, 5), (58, 4), (78, 11), (120, 30)])
def test_in_a_crowd_the_active_row_is_always_in_view(width: int, height: int) -> None:
    rows = picture("fd", crowded(400), width, height)
    assert any("► 408" in row for row in rows)


def test_on_a_wide_screen_epolls_lists_stand_beside_the_table() -> None:
    rows = picture("fd", after("EpollEventQueued", 2), 118, 18)
    assert "FD TABLE" in rows[0]
    assert "READY LIST 1" in row_with(rows, "FD TABLE")
    assert any("► fd 6  IN|OUT|RDHUP|ET" in row for row in rows)
    assert any("► fd 6  ● IN" in row for row in rows)
    delivered = picture("fd", after("EpollEventsDelivered", 3), 118, 18)
    assert "► fd 6  handed over" in row_with(delivered, "handed over")


def test_a_name_that_finds_no_room_is_told_without_its_address() -> None:
    for width in (58, 64, 70):
        row = row_with(picture("fd", after("EpollEventQueued", 2), width, 6), "► 6")
        assert "…" not in row
        assert "alice" in row
