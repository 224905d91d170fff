"""The receive queue's drawing: how full, whose bytes, what window is left."""

from tests.tui.stages.scenes import after, crowded, idle, picture, row_with


def test_before_any_connection_the_meter_is_empty() -> None:
    rows = picture("receive_buffer", idle())
    assert "█" not in row_with(rows, "QUEUED")
    assert any("no connection yet" in row for row in rows)


def test_queued_bytes_are_shown_against_the_capacity_and_carry_their_request() -> None:
    rows = picture("receive_buffer", after("DataQueued"))
    assert "68 of 131,072 bytes" in row_with(rows, "QUEUED")
    assert "█" in row_with(rows, "QUEUED")
    assert "● GET /details/7" in row_with(rows, "TCP ►")
    assert "read() ► G18" in row_with(rows, "TCP ►")
    assert "WINDOW 65,467 B" in row_with(rows, "WINDOW")


def test_after_read_the_queue_is_empty() -> None:
    rows = picture("receive_buffer", after("DataRead"))
    assert "empty" in row_with(rows, "TCP ►")
    assert "0 of 131,072 bytes" in row_with(rows, "QUEUED")


def test_an_ack_that_is_held_back_says_until_when() -> None:
    rows = picture("receive_buffer", after("AckDelayed"))
    assert "ACK held back until 200 ms" in row_with(rows, "ACK held back")


def test_a_fin_is_seen_in_the_queue() -> None:
    rows = picture("receive_buffer", after("FinQueued"))
    assert "FIN" in row_with(rows, "TCP ►")
    assert "FIN is queued" in row_with(rows, "WINDOW")


def test_a_closed_window_is_told() -> None:
    scene = after("DataQueued")
    for connection in scene.world.connections.values():
        connection.receive_window = 0
    assert "✗ CLOSED" in row_with(picture("receive_buffer", scene), "WINDOW")


def test_with_room_every_socket_has_a_row() -> None:
    rows = picture("receive_buffer", crowded(), 100, 25)
    assert "► client40" in row_with(rows, "► client40")
    assert any("more" in row for row in rows)
