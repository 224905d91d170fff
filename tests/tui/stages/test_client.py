"""The client's drawing: who asks for what, and what came back."""

from journey_tui.tui.stages import DRAWINGS
from tests.tui.stages.scenes import after, crowded, idle, picture, row_with


def test_a_client_that_has_not_begun_asks_nothing() -> None:
    rows = picture("client", idle())
    assert "alice  WAITING" in rows[1]
    assert "nothing yet" in row_with(rows, "ASKS")
    assert "no answer yet" in row_with(rows, "RECEIVED")


def test_a_request_is_shown_with_its_target_size_and_host() -> None:
    row = row_with(picture("client", after("RequestSent")), "ASKS")
    assert "GET /details/7" in row
    assert "68 bytes" in row
    assert "Host: localhost:3000" in row


def test_an_answer_is_shown_with_status_size_and_time() -> None:
    row = row_with(picture("client", after("RequestFinished")), "RECEIVED")
    assert "✓ 200 OK   63 bytes " in row
    assert " ms after its write()" in row


def test_a_request_that_failed_says_how() -> None:
    assert "✗ reset" in row_with(picture("client", after("RequestFinished", 2)), "RECEIVED")


def test_in_a_crowd_the_followed_client_is_marked_and_the_others_are_counted() -> None:
    rows = picture("client", crowded())
    assert any(row.startswith("► client40") for row in rows)
    assert "of 40" in rows[0]
    assert "… 35 more" in rows[-1]


def test_the_line_names_client_and_state() -> None:
    assert DRAWINGS["client"].line(after("RequestSent")) == "alice: sending, 0 B received"
