"""How the hardware's events change the world: the NIC's rings, its interrupt lines, the interrupted core."""

from journey_tui.trace.events import hardware as events
from journey_tui.world.lookup import count, cpu_of, packet_of, put_in, softirq_of, take_out, total
from journey_tui.world.state import Cpu, InterruptLine, RxRing, World


def frame_arrived(world: World, event: events.FrameArrived) -> None:
    """The NIC holds a frame and has chosen its queue."""
    packet = packet_of(world, event)
    if packet is not None:
        packet.length_bytes = event.length_bytes
    ring = _rx_ring(world, event.queue)
    if ring is not None:
        ring.rss_hash = event.rss_hash


def dma_written(world: World, event: events.DmaWritten) -> None:
    """The frame lies in the page of a descriptor that still says nothing of it."""
    ring = _rx_ring(world, event.queue)
    if ring is not None and event.packet is not None and 0 <= event.slot < ring.size:
        ring.writing[event.slot] = event.packet
    if ring is not None and 0 <= event.slot < ring.size:
        ring.lengths[event.slot] = event.length_bytes


def descriptor_filled(world: World, event: events.DescriptorFilled) -> None:
    """The descriptor is done: the NIC's own counters go up (rx_packets of `ethtool -S`: good frames that found room)."""
    ring = _rx_ring(world, event.queue)
    if ring is None:
        return
    written = ring.writing.pop(event.slot, None)
    packet_id = written if event.packet is None else event.packet
    if packet_id is not None and 0 <= event.slot < ring.size:
        ring.filled[event.slot] = packet_id
    ring.write_pointer = event.write_pointer
    ring.received += 1
    packet = world.packets.get(packet_id) if packet_id is not None else None
    count(world, "rx_packets")
    count(world, "rx_bytes", packet.length_bytes if packet is not None else 0)


def descriptor_cleaned(world: World, event: events.DescriptorCleaned) -> None:
    """The driver has taken the page; the slot is empty until one is posted."""
    ring = _rx_ring(world, event.queue)
    if ring is not None:
        ring.filled.pop(event.slot, None)
        ring.read_pointer = event.read_pointer
        ring.cleaned += 1
        ring.cleaned_bytes = total(ring.cleaned_bytes, ring.lengths.pop(event.slot, 0))


def descriptors_posted(world: World, event: events.DescriptorsPosted) -> None:
    """The NIC may fill up to the new tail."""
    ring = _rx_ring(world, event.queue)
    if ring is not None:
        ring.tail = event.tail


def interrupt_delayed(world: World, event: events.InterruptDelayed) -> None:
    """Moderation holds the interrupt back."""
    line = _line(world, event.queue)
    if line is not None:
        line.delayed_until_ns = event.until_ns
        line.frames_waiting = event.frames_waiting


def interrupt_raised(world: World, event: events.InterruptRaised) -> None:
    """The message is sent; the vector masks itself with it (EIAM of an Intel 82576, `igb_configure_msix`)."""
    line = _line(world, event.queue)
    if line is not None:
        line.vector = event.vector
        line.cpu = event.cpu
        line.masked = True
        line.raised += 1
        if event.cpu is not None and 0 <= event.cpu < len(world.cpus):
            line.raised_on[event.cpu] = line.raised_on.get(event.cpu, 0) + 1
        line.delayed_until_ns = None
        line.frames_waiting = 0


def cpu_interrupted(world: World, event: events.CpuInterrupted) -> None:
    """The core is in the hard interrupt handler; what it was doing waits."""
    cpu = cpu_of(world, event)
    if cpu is not None:
        cpu.context = "hardirq"
        cpu.interrupted = event.interrupted
        cpu.hardirqs += 1
        if event.thread is not None:
            cpu.thread = event.thread


def napi_scheduled(world: World, event: events.NapiScheduled) -> None:
    """The queue is on this core's poll list."""
    line = _line(world, event.queue)
    if line is not None:
        line.masked = True
    softirq = softirq_of(world, event)
    if softirq is not None:
        put_in(softirq.poll_list, event.queue)


def interrupt_enabled(world: World, event: events.InterruptEnabled) -> None:
    """The queue has left the poll list and may interrupt again."""
    line = _line(world, event.queue)
    if line is not None:
        line.masked = False
    for softirq in world.softirqs:
        take_out(softirq.poll_list, event.queue)


def cpu_resumed(world: World, event: events.CpuResumed) -> None:
    """The core goes on with what was interrupted."""
    cpu = cpu_of(world, event)
    if cpu is not None:
        if event.thread is not None:
            cpu.thread = event.thread
        if event.resumed == "idle":
            cpu.thread = None
        go_back(cpu)


def go_back(cpu: Cpu) -> None:
    """A core without interrupt and softirq runs its thread, or nothing."""
    cpu.interrupted = ""
    cpu.context = "idle" if cpu.thread is None else "thread"


# ── sending ──


def tx_descriptor_filled(world: World, event: events.TxDescriptorFilled) -> None:
    """One more descriptor waits for the doorbell."""
    ring = world.tx_ring
    if 0 <= event.slot < ring.size:
        ring.tail = (event.slot + 1) % ring.size
        ring.lengths.append(event.length_bytes)
        if len(ring.lengths) > ring.size:
            del ring.lengths[0]
        if event.packet is not None:
            ring.slots[event.slot] = event.packet


def doorbell_rung(world: World, event: events.DoorbellRung) -> None:
    """The NIC knows the tail."""
    world.tx_ring.tail = world.tx_ring.doorbell = event.tail


def tx_dma_read(world: World, event: events.TxDmaRead) -> None:
    """The NIC has a copy and is sending it."""
    if 0 <= event.slot < world.tx_ring.size:
        put_in(world.tx_ring.read, event.slot)


def frame_transmitted(world: World, event: events.FrameTransmitted) -> None:
    """The frame is on the wire; its descriptor is still to be cleaned."""
    ring = world.tx_ring
    take_out(ring.read, event.slot)
    if 0 <= event.slot < ring.size:
        put_in(ring.sent, event.slot)
    ring.transmitted += 1
    packet = packet_of(world, event)
    count(world, "tx_packets")
    count(world, "tx_bytes", packet.length_bytes if packet is not None else 0)


def tx_completed(world: World, event: events.TxCompleted) -> None:
    """The driver has freed what was sent."""
    ring = world.tx_ring
    ring.clean_pointer = event.read_pointer
    freed = ring.sent[: max(event.count, 0)]
    del ring.sent[: len(freed)]
    for slot in freed:
        ring.slots.pop(slot, None)
    lengths = ring.lengths[: max(event.count, 0)]
    del ring.lengths[: len(lengths)]
    ring.cleaned += len(lengths)
    for length_bytes in lengths:
        ring.cleaned_bytes = total(ring.cleaned_bytes, length_bytes)


def _rx_ring(world: World, queue: int) -> RxRing | None:
    return world.rx_rings[queue] if 0 <= queue < len(world.rx_rings) else None


def _line(world: World, queue: int) -> InterruptLine | None:
    return world.interrupts[queue] if 0 <= queue < len(world.interrupts) else None
