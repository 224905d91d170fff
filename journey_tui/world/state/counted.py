"""What the counters remember of a connection's two ends: numbers, windows and memory, as the kernel keeps them.

Most counters need only the event. Header prediction, merged sk_buffs and delivered segments depend on what came before;
that is kept here, so that the counters of any position can be told. Sequence numbers are as they stand in the header.
"""

import msgspec


class CountedEnd(msgspec.Struct, kw_only=True, array_like=True, gc=False):
    """One end of a connection (`struct tcp_sock`, include/linux/tcp.h, Linux 6.12)."""

    sent_next: int
    """SND.NXT."""
    unacknowledged: int = 0
    """SND.UNA."""
    expected: int | None = None
    """RCV.NXT; None before the peer's SYN."""
    copied: int = 0
    """The first number that the program has not read (`copied_seq`)."""
    told: int = 0
    """The ACK number that it has sent last (`rcv_wup`)."""
    edge: int = 0
    """The first number that the peer may not send."""
    scale: int = 0
    """Of the windows that it tells."""
    peer_window: int = 0
    """The peer's window field (`snd_wnd`), told by the segment with the next number (`snd_wl1`)."""
    window_from: int = 0
    predicts: bool = False
    """Header prediction is on (`pred_flags`)."""
    timewait: bool = False
    """A small timewait socket has taken its place."""
    refused_ns: int | None = None
    """When it last answered a segment outside of the window (`last_oow_ack_time`)."""
    flight: list[int] = []
    """Where each segment ends that is not acknowledged."""
    flight_memory: list[int] = []
    """What each takes in memory (truesize)."""
    sacked: list[int] = []
    """Those of them that the peer has told of by SACK."""
    repair: str = ""
    """recovery | timer | loss: it repairs a loss (CA_Recovery), or what a timeout gave up (CA_Loss) …"""
    repair_end: int = 0
    """… until this number is acknowledged (`high_seq`)."""
    queue: list[int] = []
    """Where each sk_buff ends that the program has not read."""
    queue_memory: list[int] = []
    tail_end: int = 0
    """Of the last of them: where the segment ends that it was made for …"""
    fragments: int = 0
    """… and in how many pieces its bytes lie."""
    early: list[tuple[int, int]] = []
    """Where segments begin and end that came before the bytes they follow."""
    latest_ack: str = ""
    """The counter that the latest segment without data raised."""
