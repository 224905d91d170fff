"""Every system call is seen to cross the border between user and kernel space, at the stage that it serves."""

import pytest

from journey_tui.trace.events.descriptors import SyscallEntered, SyscallReturned
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from tests.tui.stages.scenes import after, idle, moments, picture, row_with


@pytest.mark.parametrize(("width", "height"), [(58, 5), (78, 11), (100, 25)])
def test_every_call_is_seen_where_it_happens(width: int, height: int) -> None:
    for scene in moments():
        event = scene.event
        if isinstance(event, SyscallEntered | SyscallReturned):
            row = row_with(picture(event.stage, scene, width, height), "SYSTEM CALL")
            assert f"{event.name}(" in row
            assert ("──►" if isinstance(event, SyscallEntered) else "◄──") in row


def test_a_result_is_told_with_its_error() -> None:
    scene = after("SyscallReturned", 4)
    assert "accept4(5) = -1 EAGAIN" in row_with(picture("socket", scene), "SYSTEM CALL")


def test_arguments_are_told_in_their_order() -> None:
    event = SyscallEntered(name="epoll_ctl", fd=7, operation="EPOLL_CTL_ADD", target_fd=6, thread=1)
    scene = Scene(idle().header, idle().world, event)
    assert "epoll_ctl(7, EPOLL_CTL_ADD, 6)" in row_with(picture("fd", scene), "SYSTEM CALL")


def test_no_call_is_shown_at_another_stage_or_moment() -> None:
    for stage in DRAWINGS:
        for scene in (after("SyscallEntered", 2), after("FrameArrived")):
            assert scene.event is not None
            if scene.event.stage != stage:
                assert not any("SYSTEM CALL" in row for row in picture(stage, scene))
