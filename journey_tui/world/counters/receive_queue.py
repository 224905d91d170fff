"""The receive queue as a row of sk_buffs: what joins the last one counts as TCPRcvCoalesce (`tcp_queue_rcv`)."""

from journey_tui.trace import Event
from journey_tui.world.counters.ends import (
    MOST_FRAGMENTS,
    SKB_BYTES,
    after,
    end_of,
    fragments_of,
    plus,
    received_memory,
)
from journey_tui.world.lookup import count
from journey_tui.world.state import CountedEnd, Packet, World


def put(world: World, end: CountedEnd, packet: Packet, event: Event) -> None:
    """Bytes, or a FIN, that are next in order; what came too early may follow them (`tcp_ofo_queue`)."""
    _append(world, end, packet, event)
    end.expected = plus(packet.sequence_number, packet.payload_bytes + ("FIN" in packet.flags))
    while True:
        ready = [place for place in end.early if not after(place[0], end.expected)]
        if not ready:
            return
        for place in ready:
            end.early.remove(place)
            end.expected = place[1] if after(place[1], end.expected) else end.expected


def take_out(end: CountedEnd, length_bytes: int) -> None:
    """The program has read so far (`tcp_eat_recv_skb`)."""
    end.copied = plus(end.copied, length_bytes)
    while end.queue and not after(end.queue[0], end.copied):
        del end.queue[0], end.queue_memory[0]


def _append(world: World, end: CountedEnd, packet: Packet, event: Event) -> None:
    length = packet.payload_bytes
    last = plus(packet.sequence_number, length + ("FIN" in packet.flags))
    fragments, memory = fragments_of(world, length), received_memory(world, length)
    if end.queue and _may_join(world, end, packet, event, fragments):
        count(world, "TcpExtTCPRcvCoalesce")
        end.queue[-1] = last
        end.queue_memory[-1] += max(memory - SKB_BYTES, 0)
        end.fragments += fragments
    elif length:
        end.queue.append(last)
        end.queue_memory.append(memory)
        end.tail_end, end.fragments = last, fragments


def _may_join(world: World, end: CountedEnd, packet: Packet, event: Event, fragments: int) -> bool:
    """`skb_try_coalesce`: room for the fragments, and over loopback nobody else has the last sk_buff.

    There it is a clone of the sender's own until that has its ACK (`skb_cloned`).
    """
    if end.fragments + fragments > MOST_FRAGMENTS:
        return False
    if world.interrupts:
        return True
    peer = end_of(world, event, "client" if packet.direction == "to_server" else "server")
    return peer is not None and not after(end.tail_end, peer.unacknowledged)
