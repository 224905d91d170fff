"""The RSS hash against the published verification suite, and the table that spreads flows over queues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_tui.simulation.rss import INDIRECTION_ENTRIES, MICROSOFT_KEY, queue_of, toeplitz_hash


@pytest.mark.parametrize(
    ("source", "source_port", "destination", "destination_port", "expected"),
    [
        ("66.9.149.187", 2794, "161.142.100.80", 1766, 0x51CCC178),
        ("199.92.111.2", 14230, "65.69.140.83", 4739, 0xC626B0EA),
        ("24.19.198.95", 12898, "12.22.207.184", 38024, 0x5C2B394A),
        ("38.27.205.30", 48228, "209.142.163.6", 2217, 0xAFC7327F),
        ("153.39.163.191", 44251, "202.188.127.2", 1303, 0x10E828A2),
    ],
)
def test_the_verification_suite_of_microsoft_is_met(
    source: str, source_port: int, destination: str, destination_port: int, expected: int
) -> None:
    assert toeplitz_hash(source, destination, source_port, destination_port) == expected


def test_a_key_of_zeros_puts_everything_on_one_queue() -> None:
    assert toeplitz_hash("192.0.2.1", "192.0.2.2", 1, 2, key=bytes(len(MICROSOFT_KEY))) == 0


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(OSError, match="illegal"):
        toeplitz_hash("not an address", "192.0.2.2", 1, 2)


PORTS = st.integers(0, 65535)
ADDRESSES = st.ip_addresses(v=4).map(str)


@given(ADDRESSES, ADDRESSES, PORTS, PORTS, PORTS)
def test_the_hash_is_linear_so_that_a_difference_in_ports_alone_decides(
    source: str, destination: str, one: int, other: int, port: int
) -> None:
    """XOR of inputs gives XOR of hashes: what the Toeplitz matrix is."""
    difference = toeplitz_hash(source, destination, one, port) ^ toeplitz_hash(
        source, destination, other, port
    )
    assert difference == toeplitz_hash("0.0.0.0", "0.0.0.0", one ^ other, 0)  # noqa: S104 - all bits zero, not a bind


@given(st.integers(0, 2**32 - 1), st.integers(1, 64))
def test_the_low_seven_bits_pick_one_of_the_queues_in_turn(rss_hash: int, queues: int) -> None:
    entry = rss_hash & 0x7F
    assert INDIRECTION_ENTRIES == 128
    assert queue_of(rss_hash, queues) == entry % queues
