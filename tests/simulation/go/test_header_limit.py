"""How long a header may be, measured on real servers of Go 1.22.10 and 1.27.3: what counts, and what does not."""

from typing import Final

import pytest

from journey_tui.scenario.drawn import Drawn
from journey_tui.scenario.server import Handler, Route
from journey_tui.simulation.go.parser import MAX_HEADER_BYTES
from tests.simulation.go.programs import Website

LIMIT: Final = MAX_HEADER_BYTES + 4096
SLOW: Final = Route(
    pattern="/slow",
    handler=Handler(name="slow", wait=Drawn.fixed(100_000_000), body="slow\n", cpu=Drawn.fixed(0)),
)
SMALL: Final = b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"


def request_of(length: int) -> bytes:
    head, tail = b"GET /slow HTTP/1.1\r\nHost: a\r\nX: ", b"\r\n\r\n"
    return head + b"y" * (length - len(head) - len(tail)) + tail


def last_status(site: Website, *pieces: tuple[bytes, int]) -> bytes:
    """Send pieces, each with the time in milliseconds until the next; the last answer's status."""
    connection = site.syscalls.connect()
    for piece, wait_ms in pieces:
        connection.arrive(piece)
        site.kernel.settle(wait_ms * 1_000_000)
    return connection.written.rpartition(b"HTTP/1.1 ")[2][:3]


@pytest.mark.parametrize(("over", "status"), [(0, b"200"), (1, b"431")])
def test_the_header_limit_counts_what_is_read_for_this_request(over: int, status: bytes) -> None:
    site = Website(SLOW)
    first = request_of(LIMIT + over)
    assert last_status(site, (first, 300)) == status
    # The read that ends the idle time, 4096 bytes here, comes before the limit is set.
    second = request_of(LIMIT + 4096 + over)
    assert last_status(site, (SMALL, 300), (second, 300)) == status
    # During the answer one byte is read ahead: it never counts, nor do those that came with the first request.
    for early in (3, 10):
        pipelined = request_of(LIMIT + early + 1 + over)
        assert last_status(site, (SMALL + pipelined[:early], 50), (pipelined[early:], 500)) == status
