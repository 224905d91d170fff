"""`ethtool -S eth0`: the card's own counters under the names of the igb driver (igb_ethtool.c, Linux 6.12).

Bytes are those of the frames as they are simulated; a real 82576 counts four more for each frame, its check sequence.
Zeros stand for what does not happen on this wire: broadcasts, collisions, damaged frames, pause frames, management,
time stamps. Left out are rx_fifo_errors, the queues' drops and restarts, and of the transmitting queues all but the
first, which is the only one modelled. `lo` has no statistics.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from journey_tui.views.moment import Moment
from journey_tui.world import World
from journey_tui.world.state import RxRing, TxRing

_FIRST: Final = ("rx_packets", "tx_packets", "rx_bytes", "tx_bytes")
_OTHERS: Final = (
    "rx_broadcast",
    "tx_broadcast",
    "rx_multicast",
    "tx_multicast",
    "multicast",
    "collisions",
    "rx_crc_errors",
    "rx_no_buffer_count",
    "rx_missed_errors",
    "tx_aborted_errors",
    "tx_carrier_errors",
    "tx_window_errors",
    "tx_abort_late_coll",
    "tx_deferred_ok",
    "tx_single_coll_ok",
    "tx_multi_coll_ok",
    "tx_timeout_count",
    "rx_long_length_errors",
    "rx_short_length_errors",
    "rx_align_errors",
    "tx_tcp_seg_good",
    "tx_tcp_seg_failed",
    "rx_flow_control_xon",
    "rx_flow_control_xoff",
    "tx_flow_control_xon",
    "tx_flow_control_xoff",
    "rx_long_byte_count",
    "tx_dma_out_of_sync",
    "tx_smbus",
    "rx_smbus",
    "dropped_smbus",
    "os2bmc_rx_by_bmc",
    "os2bmc_tx_by_bmc",
    "os2bmc_tx_by_host",
    "os2bmc_rx_by_host",
    "tx_hwtstamp_timeouts",
    "tx_hwtstamp_skipped",
    "rx_hwtstamp_cleared",
    "rx_errors",
    "tx_errors",
    "tx_dropped",
    "rx_length_errors",
    "rx_over_errors",
    "rx_frame_errors",
    "tx_fifo_errors",
    "tx_heartbeat_errors",
)
"""The driver's other counters in its order; those that the world counts have its value, all others 0."""
_SAME: Final = {"rx_long_byte_count": "rx_bytes", "rx_no_buffer_count": "rx_missed_errors"}
"""GORC is read twice; RNBC and MPC differ by what a full ring leaves in the card's own memory, of which there is none."""


def ethtool(moment: Moment) -> Iterator[str]:
    """`NIC statistics:`, then a counter a line."""
    if moment.loopback:
        yield "no stats available"
        return
    counters = moment.world.counters
    yield "NIC statistics:"
    for name in (*_FIRST, *_OTHERS):
        yield f"     {name}: {counters.get(_SAME.get(name, name), 0)}"
    yield from _queues(moment.world)


def _queues(world: World) -> Iterator[str]:
    """Packets and bytes of each queue as the driver counts them: when it cleans a descriptor."""
    rings: Sequence[tuple[str, RxRing | TxRing]] = [
        ("tx_queue_0", world.tx_ring),
        *((f"rx_queue_{ring.queue}", ring) for ring in world.rx_rings),
    ]
    for name, ring in rings:
        yield f"     {name}_packets: {ring.cleaned}"
        yield f"     {name}_bytes: {ring.cleaned_bytes}"
