"""The card's drawing: the frame in its parts, the hash, the queue that it picked."""

from dataclasses import replace

from tests.tui.stages.scenes import after, crowded, idle, loopback_scene, picture, row_with


def test_an_idle_card_shows_the_parts_of_a_frame_without_sizes() -> None:
    rows = picture("nic", idle())
    frame = row_with(rows, "ETHERNET")
    assert frame.index("ETHERNET") < frame.index("IP") < frame.index("TCP") < frame.index("PAYLOAD")
    assert " B " not in frame
    assert "waits for the next frame" in row_with(rows, "eth0")


def test_a_frame_is_taken_apart_with_byte_counts_that_add_up() -> None:
    rows = picture("nic", after("FrameArrived", 3))
    frame = row_with(rows, "ETHERNET")
    sizes = [int(word) for word in frame.split() if word.isdecimal()]
    assert sizes == [14, 20, 32, 68]
    assert f"frame of {sum(sizes)} bytes" in row_with(rows, "wire")


def test_hash_and_picked_queue_are_told() -> None:
    rows = picture("nic", after("FrameArrived"))
    heading = row_with(rows, "RSS HASH")
    assert heading.index("CHECK") < heading.index("RSS HASH") < heading.index("QUEUE") < heading.index("DMA")
    assert "rx-0" in row_with(rows, "rx-0")
    assert "51ccc178" in row_with(rows, "51ccc178")
    small = picture("nic", after("FrameArrived"), 58, 5)
    assert "51ccc178 ►  RX QUEUE 0" in row_with(small, "HASH")


def test_the_next_descriptor_is_told() -> None:
    assert "RX descriptor 0 of 8" in row_with(picture("nic", after("FrameArrived"), 58, 5), "DMA")
    assert "┃ 2 of 8" in row_with(picture("nic", after("FrameArrived", 3)), "2 of 8")


def test_the_counters_are_the_worlds() -> None:
    scene = after("DescriptorFilled", 2)
    assert "rx_packets 2" in row_with(picture("nic", scene), "rx_packets")


def test_of_many_queues_some_are_shown_and_the_rest_counted() -> None:
    assert any("more" in row for row in picture("nic", crowded()))


def test_loopback_says_that_there_is_no_card() -> None:
    assert any("NO NETWORK CARD" in row for row in picture("nic", loopback_scene()))


def test_what_comes_next_is_not_told_to_one_who_is_asked() -> None:
    scene = replace(after("FrameArrived"), asked=True)
    for size in ((58, 5), (58, 12), (120, 20)):
        rows = picture("nic", scene, *size)
        assert not any("DMA" in row or "descriptor" in row for row in rows)
        assert any("?" in row for row in rows)
