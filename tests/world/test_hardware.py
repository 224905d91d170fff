"""The rings with their pointers, the interrupt line, and the core that is interrupted."""

import pytest

from journey_tui.trace import Event
from journey_tui.trace.events.hardware import (
    CpuInterrupted,
    CpuResumed,
    DescriptorCleaned,
    DescriptorFilled,
    DescriptorsPosted,
    DmaWritten,
    DoorbellRung,
    FrameArrived,
    FrameTransmitted,
    InterruptDelayed,
    InterruptEnabled,
    InterruptRaised,
    NapiScheduled,
    TxCompleted,
    TxDescriptorFilled,
    TxDmaRead,
)
from journey_tui.trace.events.kernel import SoftirqFinished, SoftirqStarted
from journey_tui.trace.events.outside import PacketDropped
from journey_tui.trace.events.runtime import ThreadScheduled
from journey_tui.world import World
from tests.world.worlds import segment, world_after

ARRIVED = FrameArrived(queue=0, length_bytes=126, rss_hash=7, packet=1)
WRITTEN = DmaWritten(queue=0, slot=0, address=0, length_bytes=126, packet=1)
FILLED = DescriptorFilled(queue=0, slot=0, write_pointer=1, packet=1)
CLEANED = DescriptorCleaned(queue=0, slot=0, read_pointer=1, packet=1)
POSTED = DescriptorsPosted(queue=0, count=1, tail=0)
IN_ORDER: tuple[Event, ...] = (segment(), ARRIVED, WRITTEN, FILLED, CLEANED, POSTED)


@pytest.mark.parametrize(
    ("count", "writing", "filled", "pointers"),
    [
        (2, {}, {}, (0, 0, 7)),
        (3, {0: 1}, {}, (0, 0, 7)),
        (4, {}, {0: 1}, (1, 0, 7)),
        (5, {}, {}, (1, 1, 7)),
        (6, {}, {}, (1, 1, 0)),
    ],
)
def test_a_frame_passes_the_ring(
    count: int, writing: dict[int, int], filled: dict[int, int], pointers: tuple[int, int, int]
) -> None:
    ring = world_after(*IN_ORDER[:count]).rx_rings[0]
    assert (ring.writing, ring.filled) == (writing, filled)
    assert (ring.write_pointer, ring.read_pointer, ring.tail) == pointers


def test_the_nic_counts_frames_that_found_room() -> None:
    world = world_after(*IN_ORDER[:4])
    assert (world.counters["rx_packets"], world.counters["rx_bytes"]) == (1, 126)
    assert (world.rx_rings[0].received, world.rx_rings[0].rss_hash) == (1, 7)


def test_a_packet_lost_in_the_ring_leaves_its_slot() -> None:
    world = world_after(*IN_ORDER[:4], PacketDropped(where="dma", reason="bad checksum", packet=1))
    assert world.rx_rings[0].filled == {}


@pytest.mark.parametrize("slot", [-1, 8, 2**40])
def test_a_slot_outside_the_ring_holds_nothing(slot: int) -> None:
    world = world_after(
        segment(),
        DmaWritten(queue=0, slot=slot, address=0, length_bytes=1, packet=1),
        DescriptorFilled(queue=0, slot=slot, write_pointer=1, packet=1),
        TxDescriptorFilled(queue=0, slot=slot, length_bytes=1, packet=1),
        TxDmaRead(queue=0, slot=slot, length_bytes=1, packet=1),
        FrameTransmitted(queue=0, slot=slot, packet=1),
    )
    assert (world.rx_rings[0].writing, world.rx_rings[0].filled) == ({}, {})
    assert (world.tx_ring.slots, world.tx_ring.read, world.tx_ring.sent) == ({}, [], [])


def test_moderation_holds_the_interrupt_back_until_it_is_raised() -> None:
    delayed = InterruptDelayed(queue=0, frames_waiting=3, until_ns=50_000)
    line = world_after(delayed).interrupts[0]
    assert (line.delayed_until_ns, line.frames_waiting, line.raised) == (50_000, 3, 0)
    line = world_after(delayed, InterruptRaised(queue=0, vector=24, cpu=1)).interrupts[0]
    assert (line.delayed_until_ns, line.frames_waiting, line.raised) == (None, 0, 1)
    assert (line.vector, line.cpu) == (24, 1)


def test_the_interrupt_is_masked_from_its_raising_until_the_queue_is_empty() -> None:
    raised = (InterruptRaised(queue=0, vector=24, cpu=0), NapiScheduled(queue=0, cpu=0))
    world = world_after(*raised)
    assert (world.interrupts[0].masked, world.softirqs[0].poll_list) == (True, [0])
    world = world_after(*raised, InterruptEnabled(queue=0, cpu=0))
    assert (world.interrupts[0].masked, world.softirqs[0].poll_list) == (False, [])


def contexts(*events: Event) -> list[str]:
    return [world_after(*events[:count]).cpus[0].context for count in range(1, len(events) + 1)]


def test_a_core_is_interrupted_and_goes_back_to_its_thread() -> None:
    events = (
        ThreadScheduled(thread=1000, cpu=0),
        CpuInterrupted(interrupted="thread", cpu=0),
        SoftirqStarted(context="irq_exit", budget=300, cpu=0),
        SoftirqFinished(work=1, cpu=0),
        CpuResumed(resumed="thread", cpu=0),
    )
    assert contexts(*events) == ["thread", "hardirq", "softirq", "softirq", "thread"]
    stopped = world_after(*events[:3]).cpus[0]
    assert (stopped.thread, stopped.interrupted) == (1000, "thread")
    cpu = world_after(*events).cpus[0]
    assert (cpu.thread, cpu.interrupted, cpu.hardirqs, cpu.softirqs) == (1000, "", 1, 1)


def test_a_core_that_was_idle_is_idle_again() -> None:
    cpu = world_after(CpuInterrupted(interrupted="idle", cpu=0), CpuResumed(resumed="idle", cpu=0)).cpus[0]
    assert (cpu.context, cpu.thread, cpu.interrupted) == ("idle", None, "")


def test_a_core_that_the_machine_does_not_have_changes_nothing() -> None:
    for cpu in (-1, 2, None):
        world = world_after(CpuInterrupted(interrupted="idle", cpu=cpu))
        assert [core.context for core in world.cpus] == ["idle", "idle"]


SENDING: tuple[Event, ...] = (
    segment(to_server=False),
    TxDescriptorFilled(queue=0, slot=0, length_bytes=54, packet=1),
    DoorbellRung(queue=0, tail=1, packet=1),
    TxDmaRead(queue=0, slot=0, length_bytes=54, packet=1),
    FrameTransmitted(queue=0, slot=0, packet=1),
    TxCompleted(queue=0, count=1, read_pointer=1),
)


@pytest.mark.parametrize(
    ("count", "slots", "read", "sent", "pointers"),
    [
        (2, {0: 1}, [], [], (1, 0, 0)),
        (3, {0: 1}, [], [], (1, 1, 0)),
        (4, {0: 1}, [0], [], (1, 1, 0)),
        (5, {0: 1}, [], [0], (1, 1, 0)),
        (6, {}, [], [], (1, 1, 1)),
    ],
)
def test_a_frame_leaves_through_the_tx_ring(
    count: int, slots: dict[int, int], read: list[int], sent: list[int], pointers: tuple[int, int, int]
) -> None:
    ring = world_after(*SENDING[:count]).tx_ring
    assert (ring.slots, ring.read, ring.sent) == (slots, read, sent)
    assert (ring.tail, ring.doorbell, ring.clean_pointer) == pointers


def test_sent_frames_are_counted() -> None:
    world = world_after(*SENDING)
    assert (world.counters["tx_packets"], world.counters["tx_bytes"], world.tx_ring.transmitted) == (1, 54, 1)


@pytest.mark.parametrize("count", [-3, 0, 2**40])
def test_completion_frees_no_more_than_was_sent(count: int) -> None:
    world: World = world_after(*SENDING[:5], TxCompleted(queue=0, count=count, read_pointer=1))
    assert world.tx_ring.sent == ([] if count > 0 else [0])
