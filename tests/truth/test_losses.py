"""Loss recovery against a real kernel: which segments are sent again, and when among the new ones."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from journey_tui.simulation.tcp.segment import Segment
from tests.simulation.tcp.lossy import SIZES, Lossy

ORDERS: Final = (Path(__file__).parent / "losses" / "orders.txt").read_text().splitlines()

SAVED_UP: Final = {"60 | 0", "40 | 0 9"}
"""Linux waits until it can send two segments as one packet for the card to cut (tcp_tso_should_defer)."""


def order_of(segments: Iterator[Segment]) -> str:
    """Segment numbers in the order of sending, as the recordings write them."""
    return " ".join(
        f"{(segment.sequence - 1) // SIZES.mss}{'R' if segment.retransmission else ''}"
        for segment in segments
        if segment.length
    )


@pytest.mark.parametrize("line", ORDERS, ids=[line.rpartition(" | ")[0] for line in ORDERS])
def test_lost_segments_are_repeated_in_the_recorded_order(line: str) -> None:
    size, thrown_away, order = line.split(" | ")
    lost = {int(number) for number in thrown_away.split()}
    numbers = count()
    run = Lossy(lambda _, segment: bool(segment.length) and next(numbers) in lost)
    run.run(b"x" * int(size) * SIZES.mss)
    assert len(run.read) == int(size) * SIZES.mss
    simulated = order_of(segment for _, segment in run.sent)
    if f"{size} | {thrown_away}" in SAVED_UP:
        order, simulated = repeats(order), repeats(simulated)
    assert simulated == order


def repeats(order: str) -> str:
    return " ".join(number for number in order.split() if number.endswith("R"))
