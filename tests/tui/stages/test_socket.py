"""The listening socket's drawing: three calls, then two queues against their limit."""

from dataclasses import replace

import pytest

from journey_tui.trace.events.limits import SynDropped
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from tests.tui.stages.scenes import after, card, crowded, idle, picture, row_with


def _ticks(scene: Scene) -> int:
    return row_with(picture("socket", scene), "bind()").count("✓")


def test_each_call_is_ticked_off() -> None:
    found = [
        _ticks(scene)
        for scene in (idle(), after("SocketCreated"), after("SocketBound"), after("ListenStarted"))
    ]
    assert found == [0, 1, 2, 3]


def test_before_listen_there_is_no_queue() -> None:
    assert "no queue before listen()" in row_with(
        picture("socket", after("SocketBound"), 58, 5), "ACCEPT QUEUE"
    )


def test_a_half_open_connection_is_in_the_syn_queue() -> None:
    rows = picture("socket", after("SynReceived"), 58, 5)
    assert "● alice" in row_with(rows, "SYN QUEUE")
    assert "● alice" not in row_with(rows, "ACCEPT QUEUE")


def test_a_whole_handshake_moves_it_to_the_accept_queue() -> None:
    rows = picture("socket", after("HandshakeCompleted"), 58, 5)
    assert "● alice" not in row_with(rows, "SYN QUEUE")
    assert "1 of 4,097" in row_with(rows, "ACCEPT QUEUE")
    assert "● alice" in row_with(rows, "ACCEPT QUEUE")


def test_backlog_n_holds_n_plus_one() -> None:
    assert "backlog 4,096 holds 4,097" in row_with(picture("socket", after("ListenStarted")), "backlog")


@pytest.mark.parametrize(("people", "full"), [(39, False), (40, True), (41, True)])
def test_only_a_queue_with_backlog_plus_one_connections_is_full(people: int, full: bool) -> None:
    scene = crowded(people, backlog=39)
    for size in ((78, 11), (58, 5), (118, 18)):
        rows = picture("socket", scene, *size)
        accept = rows[rows.index(row_with(rows, "ACCEPT QUEUE")) :]
        assert any("FULL" in row for row in accept) is full
    assert any("FULL" in row for row in card("socket", scene)) is full


def test_a_crowd_is_named_as_far_as_it_fits_and_counted() -> None:
    rows = picture("socket", crowded())
    assert "40 of 4,097" in row_with(rows, "● client1 ")
    assert "+37 more" in row_with(rows, "● client1 ")
    assert "► accept4()" in row_with(rows, "● client1 ")


def test_the_line_tells_both_lengths() -> None:
    assert DRAWINGS["socket"].line(crowded(3)) == "SYN 0, accept 3 of 4097"


def test_a_listener_that_was_closed_refuses_and_has_no_queue() -> None:
    scene = after("ListenStarted")
    scene.world.listener.state = "closed"
    rows = picture("socket", scene)
    assert "no queue any more" in row_with(rows, "no queue")
    assert any("answered with RST" in row for row in rows)


def test_a_syn_that_a_full_queue_ignores_is_said_to_be_ignored() -> None:
    scene = after("SynReceived")
    event = SynDropped(reason="syn_queue_full", syn_queue_length=1, packet=scene.world.packet)
    assert "● SYN  ✗ IGNORED" in row_with(picture("socket", replace(scene, event=event)), "● SYN")
