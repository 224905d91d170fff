"""The window and the sender: how much goes into one segment, and when a sender rather waits."""

from journey_tui.simulation.tcp.receiver import Receiver
from journey_tui.simulation.tcp.sender import Sender
from journey_tui.simulation.tcp.sizes import Sizes

LOOPBACK = Sizes(
    mss=65483,
    window=65495,
    scale=10,
    receive_memory=(4096, 131_072, 33_554_432),
    send_memory=(4096, 16_384, 4_194_304),
    loopback=True,
)


def sender(mss: int, window: int, queued: int) -> Sender:
    made = Sender(1, mss, LOOPBACK.send_memory)
    made.peer_window.offer(window)
    assert made.write(b"x" * queued) == queued
    return made


def sizes_of(made: Sender) -> list[int]:
    return [len(piece.payload) for piece in made.pieces(0)]


def test_a_segment_is_at_most_half_of_the_largest_window_as_recorded_on_lo() -> None:
    assert sizes_of(sender(65_483, window=105_472, queued=196_037)) == [52_736, 52_736]


def test_a_sender_waits_rather_than_send_a_silly_little_segment() -> None:
    waiting = sender(1448, window=4000, queued=10_000)
    assert sizes_of(waiting) == [1448, 1448]
    waiting.peer_window.offer(4000 + 247)
    assert sizes_of(waiting) == []
    waiting.peer_window.offer(3 * 1448)
    assert sizes_of(waiting) == [1448]


def test_the_rest_of_a_write_goes_out_when_it_fits() -> None:
    assert sizes_of(sender(1448, window=4000, queued=3996)) == [1448, 1448, 1100]


def test_a_window_probe_fills_a_window_too_small_for_a_segment() -> None:
    waiting = sender(1448, window=65_536, queued=1000)
    waiting.peer_window.offer(128)
    assert sizes_of(waiting) == []
    assert waiting.probe()
    assert sizes_of(waiting) == [128]


def test_a_lost_part_of_a_segment_is_sent_again_as_it_was() -> None:
    waiting = sender(1448, window=65_536, queued=1000)
    waiting.peer_window.offer(128)
    assert waiting.probe()
    assert sizes_of(waiting) == [128]
    waiting.arm(0)
    while waiting.timed_out(1_000_000_000) != "retransmission":
        sizes_of(waiting)
    assert sizes_of(waiting) == [128]


def test_a_closed_window_is_probed_without_data() -> None:
    waiting = sender(1448, window=65_536, queued=1000)
    waiting.peer_window.offer(0)
    assert not waiting.probe()
    assert sizes_of(waiting) == []


def test_the_window_grows_with_the_first_full_segment_to_what_the_buffer_holds() -> None:
    receiver = Receiver(1, LOOPBACK)
    receiver.take(1, b"x" * 4096, fin=False, request=None)
    recorded = 105_472
    assert abs(receiver.window - recorded) <= 1024


def pushed(made: Sender) -> list[tuple[int, bool]]:
    return [(len(piece.payload), piece.push) for piece in made.pieces(0)]


def test_psh_is_on_every_second_full_sk_buff_and_on_the_last_of_a_write_as_recorded_on_lo() -> None:
    made = sender(65_483, window=105_472, queued=5 * 52_736)
    made.peer_window.length_bytes = 10**6
    assert pushed(made) == [(52_736, last) for last in (False, True, False, True, True)]


def test_psh_within_an_sk_buff_moves_to_its_end() -> None:
    made = sender(1448, window=65_535, queued=1000)
    assert made.write(b"x" * 1000) == 1000
    assert pushed(made) == [(1448, False), (552, True)]


def test_a_large_write_looks_at_what_has_come_after_sixteen_sk_buffs() -> None:
    made = Sender(1, 65_483, LOOPBACK.send_memory)
    made.peer_window.offer(105_472)
    made.memory.capacity_bytes = 4_194_304
    assert made.write(b"x" * 6_000_000) == 16 * 52_736
    assert not made.memory.short_of_room
    for _ in range(4):
        made.write(b"x" * 6_000_000)
    assert made.memory.short_of_room
