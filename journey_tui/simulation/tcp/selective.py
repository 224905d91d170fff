"""What a receiver tells of segments that came before the bytes they follow: SACK and D-SACK blocks (RFC 2018, RFC 2883).

Newest first, at most four are kept (`selective_acks`, include/linux/tcp.h) and, beside timestamps, three fit into a header
(`tcp_established_options`, net/ipv4/tcp_output.c, Linux 6.12). tcp_sack and tcp_dsack are on, as by default.
"""

from typing import Final

from journey_tui.simulation.tcp.scoreboard import Blocks

_KEPT: Final = 4  # TCP_NUM_SACKS, include/net/tcp.h, Linux 6.12
_FIT: Final = 3
"""(40 bytes of options − 12 of timestamps − 4) / 8."""


class Selective:
    """The blocks that the next segments carry."""

    def __init__(self) -> None:
        self._blocks: list[tuple[int, int]] = []
        self._duplicate: tuple[int, int] | None = None

    @property
    def blocks(self) -> Blocks:
        """As they stand in a header: what came twice, then what came early."""
        duplicate = (self._duplicate,) if self._duplicate else ()
        return (*duplicate, *self._blocks)[:_FIT]

    def came_early(self, start: int, end: int) -> None:
        """A segment joins the out-of-order queue: its block grows and goes to the front (`tcp_sack_new_ofo_skb`)."""
        apart = []
        for block in self._blocks:
            if start <= block[1] and block[0] <= end:
                start, end = min(start, block[0]), max(end, block[1])
            else:
                apart.append(block)
        self._blocks = [(start, end), *apart][:_KEPT]

    def came_twice(self, start: int, end: int) -> None:
        """What comes is here already: the next segment says so, once (`tcp_dsack_set`)."""
        self._duplicate = (start, end)

    def advanced(self, number: int) -> None:
        """Everything before `number` is in order now (`tcp_sack_remove`)."""
        self._blocks = [block for block in self._blocks if block[0] > number]

    def told(self) -> None:
        """A segment has carried them."""
        self._duplicate = None
