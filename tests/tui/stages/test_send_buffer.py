"""The send queue's drawing: written is not delivered."""

import pytest

from journey_tui.trace.events.descriptors import SyscallReturned
from tests.samples import sample_events
from tests.tui.stages.scenes import after, idle, picture, row_with


def test_before_any_connection_the_meter_is_empty() -> None:
    assert "█" not in row_with(picture("send_buffer", idle()), "QUEUED")


def test_written_bytes_wait_for_their_acknowledgement() -> None:
    rows = picture("send_buffer", after("DataWritten"))
    assert "63 of 16,384 bytes" in row_with(rows, "QUEUED")
    assert "WRITTEN 63 bytes   ACKNOWLEDGED 0 bytes" in row_with(rows, "WRITTEN")
    assert any("M0 is still in write()" in row or "M1 is still in write()" in row for row in rows)


def test_only_after_its_return_write_is_said_to_have_returned() -> None:
    scene = after("SyscallReturned", _return_of_write())
    assert any(
        "write() has returned; the client may have nothing yet." in row
        for row in picture("send_buffer", scene)
    )


def _return_of_write() -> int:
    returned = [event for event in sample_events() if isinstance(event, SyscallReturned)]
    return 1 + next(index for index, event in enumerate(returned) if event.name == "write")


def test_a_segment_on_its_way_is_in_flight() -> None:
    rows = picture("send_buffer", after("DoorbellRung", 3))
    assert "● 200 OK" in row_with(rows, "IN FLIGHT")


def test_an_acknowledgement_frees_the_bytes() -> None:
    rows = picture("send_buffer", after("DataAcknowledged"))
    assert "0 of 16,384 bytes" in row_with(rows, "QUEUED")
    assert "ACKNOWLEDGED 63 bytes" in row_with(rows, "WRITTEN")
    assert "IN FLIGHT none" in row_with(rows, "IN FLIGHT")
    assert "cwnd 11 segments" in row_with(rows, "cwnd")


def test_a_full_queue_says_so() -> None:
    rows = picture("send_buffer", after("SendBufferFull"))
    assert "✗ FULL" in row_with(rows, "free")
    assert "░" not in row_with(rows, "QUEUED")


@pytest.mark.parametrize("height", [5, 11])
def test_the_queue_holds_the_answer_until_it_is_acknowledged(height: int) -> None:
    width = 78 if height > 5 else 58
    written = row_with(picture("send_buffer", after("DataWritten"), width, height), "write() ►")
    assert "● 200 OK 63 bytes" in written
    assert "free" in written
    assert "► TCP" in written
    sent = row_with(picture("send_buffer", after("DoorbellRung", 3), width, height), "write() ►")
    assert "63 bytes: sent, kept until the ACK" in sent or "63 bytes sent" in sent
    freed = row_with(picture("send_buffer", after("DataAcknowledged"), width, height), "write() ►")
    assert "16 KiB free" in freed
