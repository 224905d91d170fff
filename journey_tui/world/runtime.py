"""How the Go runtime's events change the world: threads on cores, goroutines in run queues."""

from typing import Final

from journey_tui.text import clean_line
from journey_tui.trace.events import runtime as events
from journey_tui.world.crowd import drop_goroutine, enter_goroutine, set_goroutine
from journey_tui.world.lookup import (
    connection_of,
    cpu_of,
    goroutine_of,
    processor_at,
    put_in,
    take_out,
    thread_of,
)
from journey_tui.world.state import Goroutine, Processor, Thread, World

MOST_PROCESSORS: Final = 1024
"""More are not drawn and not believed; Go itself allows any number since 1.10."""
_LONGEST_TEXT: Final = 200


def process_started(world: World, event: events.ProcessStarted) -> None:
    """The process has its first thread and its Ps."""
    world.process_started = True
    world.pid = event.pid
    world.started_ns = event.time_ns
    world.go = clean_line(event.go, _LONGEST_TEXT)
    number = event.pid if event.thread is None else event.thread
    world.threads.setdefault(number, Thread(id=number, name="M0"))
    count = min(max(event.gomaxprocs, 0), MOST_PROCESSORS)
    world.processors = [Processor(id=number) for number in range(count)]


# ── threads ──


def thread_created(world: World, event: events.ThreadCreated) -> None:
    """A thread that has not run yet."""
    if event.thread is not None:
        name = clean_line(event.name, _LONGEST_TEXT)
        world.threads[event.thread] = Thread(id=event.thread, name=name, state="runnable")


def thread_blocked(world: World, event: events.ThreadBlocked) -> None:
    """The thread sleeps, and its core is free."""
    thread = thread_of(world, event)
    if thread is None:
        return
    _leave_core(world, thread)
    thread.state = "blocked"
    thread.where = event.where
    if event.where == "epoll_pwait":
        world.epoll.waiting_thread = thread.id
        world.netpoll.blocked_thread = thread.id


def thread_woken(world: World, event: events.ThreadWoken) -> None:
    """The thread waits for a core."""
    thread = thread_of(world, event)
    if thread is None:
        return
    thread.state = "runnable"
    thread.where = ""
    if world.epoll.waiting_thread == thread.id:
        world.epoll.waiting_thread = None
    if world.netpoll.blocked_thread == thread.id:
        world.netpoll.blocked_thread = None


def thread_scheduled(world: World, event: events.ThreadScheduled) -> None:
    """The core runs this thread; one that ran there before waits for a core again."""
    thread = thread_of(world, event)
    if thread is None:
        return
    _leave_core(world, thread)
    thread.state = "running"
    thread.where = ""
    cpu = cpu_of(world, event)
    if cpu is None:
        return
    former = world.threads.get(cpu.thread) if cpu.thread is not None else None
    if former is not None and former.state != "blocked":
        former.state = "runnable"
        former.cpu = None
    thread.cpu = cpu.id
    cpu.thread = thread.id
    if cpu.context == "idle":
        cpu.context = "thread"


def _leave_core(world: World, thread: Thread) -> None:
    cpu = world.cpus[thread.cpu] if thread.cpu is not None and thread.cpu < len(world.cpus) else None
    if cpu is not None and cpu.thread == thread.id:
        cpu.thread = None
        if cpu.context == "thread":
            cpu.context = "idle"
    thread.cpu = None


# ── Ps ──


def processor_acquired(world: World, event: events.ProcessorAcquired) -> None:
    """The thread may run Go code; a spinning one still looks for some."""
    thread = thread_of(world, event)
    processor = processor_at(world, event.processor)
    if processor is not None:
        processor.status = "running"
        processor.thread = event.thread
    if thread is not None:
        thread.processor = event.processor
        if event.spinning:
            thread.state = "spinning"


def processor_released(world: World, event: events.ProcessorReleased) -> None:
    """The P is idle."""
    thread = thread_of(world, event)
    processor = processor_at(world, event.processor)
    if processor is not None:
        processor.status = "idle"
        processor.thread = None
    if thread is not None:
        thread.processor = None
        if thread.state == "spinning":
            thread.state = "running"


# ── goroutines ──


def goroutine_created(world: World, event: events.GoroutineCreated) -> None:
    """A new goroutine stands in runnext."""
    if event.goroutine is None:
        return
    goroutine = Goroutine(
        id=event.goroutine,
        function=clean_line(event.function, _LONGEST_TEXT),
        processor=event.processor,
        connection=event.connection,
        request=event.request,
        since_ns=event.time_ns,
    )
    enter_goroutine(world, goroutine)
    _put_next(processor_at(world, event.processor), event.goroutine)
    connection = connection_of(world, event)
    if connection is not None and connection.goroutine is None:
        connection.goroutine = event.goroutine


def goroutine_readied(world: World, event: events.GoroutineReadied) -> None:
    """The goroutine stands in a run queue, or an M runs it at once."""
    goroutine = goroutine_of(world, event)
    if goroutine is None:
        return
    _unqueue(world, goroutine.id)
    set_goroutine(world, goroutine, "runnable")
    goroutine.since_ns = event.time_ns
    processor = processor_at(world, event.processor)
    if event.queue == "global":
        put_in(world.global_queue, goroutine.id)
    elif event.queue == "runnext":
        _put_next(processor, goroutine.id)
    elif event.queue == "local" and processor is not None:
        put_in(processor.queue, goroutine.id)


def goroutine_stolen(world: World, event: events.GoroutineStolen) -> None:
    """The oldest of the victim's goroutines change their P; runnext goes last."""
    victim, thief = processor_at(world, event.victim), processor_at(world, event.processor)
    if victim is None or thief is None:
        return
    stolen = victim.queue[: max(event.count, 0)]
    del victim.queue[: len(stolen)]
    if len(stolen) < event.count and victim.runnext is not None:
        stolen.append(victim.runnext)
        victim.runnext = None
    thief.queue.extend(stolen)


def goroutine_started(world: World, event: events.GoroutineStarted) -> None:
    """A thread runs the goroutine; one from runnext inherits the time slice (`execute`, runtime/proc.go)."""
    started = processor_at(world, event.processor)
    if started is not None and event.source != "runnext":
        started.ticks += 1
    goroutine = goroutine_of(world, event)
    if goroutine is None:
        return
    _unqueue(world, goroutine.id)
    set_goroutine(world, goroutine, "running")
    goroutine.since_ns = event.time_ns
    goroutine.processor = event.processor
    goroutine.thread = event.thread
    if event.thread is None and started is not None:
        goroutine.thread = started.thread
    if event.request is not None:
        goroutine.request = event.request
    thread = world.threads.get(goroutine.thread) if goroutine.thread is not None else None
    if thread is not None:
        thread.goroutine = goroutine.id
        if thread.state == "spinning":
            thread.state = "running"


def goroutine_parked(world: World, event: events.GoroutineParked) -> None:
    """The goroutine waits; its thread is free."""
    goroutine = goroutine_of(world, event)
    if goroutine is None:
        return
    _unqueue(world, goroutine.id)
    _leave_thread(world, goroutine)
    set_goroutine(world, goroutine, "waiting", event.reason)
    goroutine.waited = event.reason
    goroutine.fd = event.fd
    goroutine.since_ns = event.time_ns
    if event.request is not None:
        goroutine.request = event.request


def goroutine_preempted(world: World, event: events.GoroutinePreempted) -> None:
    """The goroutine waits in the global queue, though it could go on."""
    goroutine = goroutine_of(world, event)
    if goroutine is None:
        return
    _unqueue(world, goroutine.id)
    _leave_thread(world, goroutine)
    set_goroutine(world, goroutine, "runnable")
    goroutine.since_ns = event.time_ns
    put_in(world.global_queue, goroutine.id)


def goroutine_ended(world: World, event: events.GoroutineEnded) -> None:
    """The goroutine is gone."""
    goroutine = goroutine_of(world, event)
    if goroutine is None:
        return
    _unqueue(world, goroutine.id)
    _leave_thread(world, goroutine)
    drop_goroutine(world, goroutine.id)
    world.netpoll.timers.pop(goroutine.id, None)
    served = world.connections.get(goroutine.connection) if goroutine.connection is not None else None
    if served is not None and served.goroutine == goroutine.id:
        served.goroutine = None


def _put_next(processor: Processor | None, goroutine: int) -> None:
    """Into runnext; the one that stood there goes to the queue's tail (`runqput`)."""
    if processor is None:
        return
    if processor.runnext is not None:
        processor.queue.append(processor.runnext)
    processor.runnext = goroutine


def _unqueue(world: World, goroutine: int) -> None:
    for processor in world.processors:
        if processor.runnext == goroutine:
            processor.runnext = None
        elif processor.queue:
            take_out(processor.queue, goroutine)
    if world.global_queue:
        take_out(world.global_queue, goroutine)


def _leave_thread(world: World, goroutine: Goroutine) -> None:
    thread = world.threads.get(goroutine.thread) if goroutine.thread is not None else None
    if thread is not None and thread.goroutine == goroutine.id:
        thread.goroutine = None
    goroutine.thread = None
    goroutine.processor = None
