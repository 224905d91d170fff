"""What is counted while losses are repaired: SACK and D-SACK blocks, recovery, what is sent again after a timeout."""

from journey_tui.trace import Event
from journey_tui.world.counters.ends import after, end_of
from journey_tui.world.lookup import count, counts_for
from journey_tui.world.state import CountedEnd, Packet, World


def fast_retransmitted(world: World, event: Event, host: str) -> None:
    """`tcp_xmit_retransmit_queue`; the first one of a loss began the recovery (`tcp_enter_recovery`)."""
    if not counts_for(world, host):
        return
    count(world, "TcpExtTCPFastRetrans")
    end = end_of(world, event, host)
    if end is not None and end.repair != "recovery":
        count(world, "TcpExtTCPSackRecovery")
        end.repair, end.repair_end = "recovery", end.sent_next


def timed_out(world: World, event: Event, host: str) -> None:
    """`tcp_enter_loss`: the timer itself sends the next segment again."""
    end = end_of(world, event, host)
    if end is not None:
        end.repair, end.repair_end = "timer", end.sent_next


def sent_again(world: World, end: CountedEnd) -> None:
    """A segment goes out again, after a timeout in slow start (`tcp_xmit_retransmit_queue`)."""
    if end.repair == "timer":
        end.repair = "loss"
    elif end.repair == "loss":
        count(world, "TcpExtTCPSlowStartRetrans")


def acknowledged(end: CountedEnd) -> None:
    """Everything that was sent before the loss has arrived: the repair is over."""
    if end.repair and not after(end.repair_end, end.unacknowledged):
        end.repair = ""


def hear_blocks(world: World, end: CountedEnd, packet: Packet) -> None:
    """`tcp_sacktag_write_queue`: what a block tells of for the first time is delivered; a D-SACK is counted apart."""
    blocks = list(packet.sack_blocks)
    if not blocks:
        return
    if _is_duplicate(packet):
        blocks.pop(0)
        count(world, "TcpExtTCPDSACKRecv")
        count(world, "TcpExtTCPDSACKRecvSegs")  # tcp_dsack_seen
        if not end.repair:
            count(world, "TcpExtTCPDSACKIgnoredNoUndo")  # tcp_is_sackblock_valid: no undo_marker
    fresh = [last for last in end.flight if last not in end.sacked and _covered(last, blocks)]
    if fresh:
        end.sacked += fresh
        count(world, "TcpExtTCPDelivered", len(fresh))


def _covered(last: int, blocks: list[tuple[int, int]]) -> bool:
    return any(after(last, first) and not after(last, beyond) for first, beyond in blocks)


def _is_duplicate(packet: Packet) -> bool:
    """The first block is acknowledged already, or lies in the second (`tcp_check_dsack`)."""
    first, *others = packet.sack_blocks
    if after(packet.acknowledgement_number, first[0]):
        return True
    return bool(others) and not after(others[0][0], first[0]) and not after(first[1], others[0][1])
