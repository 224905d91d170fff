"""How the netpoller's events change the world: who calls it, who waits for which file, and the timers it respects."""

from journey_tui.trace.events import runtime as events
from journey_tui.world.state import PollDescriptor, World


def timer_started(world: World, event: events.TimerStarted) -> None:
    """The goroutine will be woken."""
    if event.goroutine is not None:
        world.netpoll.timers[event.goroutine] = event.when_ns


def timer_fired(world: World, event: events.TimerFired) -> None:
    """The timer is gone."""
    if event.goroutine is not None:
        world.netpoll.timers.pop(event.goroutine, None)


def netpoll_called(world: World, event: events.NetpollCalled) -> None:
    """A thread is in netpoll()."""
    world.netpoll.calling_thread = event.thread
    world.netpoll.timeout_ns = event.timeout_ns if event.blocking else 0
    world.netpoll.calls += 1


def netpoll_returned(world: World, event: events.NetpollReturned) -> None:
    """netpoll() has given back what can go on."""
    world.netpoll.returned = list(event.goroutines)
    world.netpoll.calling_thread = None
    if world.netpoll.blocked_thread == event.thread:
        world.netpoll.blocked_thread = None


def poll_descriptor_armed(world: World, event: events.PollDescriptorArmed) -> None:
    """The goroutine's name stands in the pollDesc."""
    if event.fd is None:
        return
    descriptor = _descriptor(world, event.fd)
    if event.mode == "r":
        descriptor.reader = event.goroutine
        descriptor.read_ready = False
    else:
        descriptor.writer = event.goroutine
        descriptor.write_ready = False


def poll_descriptor_ready(world: World, event: events.PollDescriptorReady) -> None:
    """The goroutine is taken out, or the edge is kept for whoever comes next."""
    if event.fd is None:
        return
    descriptor = _descriptor(world, event.fd)
    if event.mode == "r":
        descriptor.reader = None
        descriptor.read_ready = event.remembered
    else:
        descriptor.writer = None
        descriptor.write_ready = event.remembered


def deadline_set(world: World, event: events.DeadlineSet) -> None:
    """From now on waiting for the file has an end, or has none any more."""
    if event.fd is not None:
        _set_deadline(_descriptor(world, event.fd), event.mode, event.when_ns)


def deadline_passed(world: World, event: events.DeadlinePassed) -> None:
    """Its timer has fired: nobody waits there any more."""
    if event.fd is None:
        return
    descriptor = _descriptor(world, event.fd)
    _set_deadline(descriptor, event.mode, None)
    if event.mode == "r":
        descriptor.reader = None
    else:
        descriptor.writer = None


def _set_deadline(descriptor: PollDescriptor, mode: str, when_ns: int | None) -> None:
    if mode == "r":
        descriptor.read_deadline_ns = when_ns
    else:
        descriptor.write_deadline_ns = when_ns


def _descriptor(world: World, fd: int) -> PollDescriptor:
    descriptors = world.netpoll.descriptors
    if fd not in descriptors:
        descriptors[fd] = PollDescriptor(fd=fd)
    return descriptors[fd]
