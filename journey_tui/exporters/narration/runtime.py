"""Sentences about the Go process: who runs where, who waits for what, and what the requests have come to."""

from collections.abc import Iterator
from typing import Final

from journey_tui.content.ui import N_
from journey_tui.exporters.narration.said import Fact, Said, named, said
from journey_tui.trace import Event
from journey_tui.trace.header import TraceHeader
from journey_tui.world.state import Goroutine, Processor, World


def _processors(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    for processor in world.processors:
        yield _processor(world, processor)
    yield said(
        ("global",),
        N_("global run queue: {queue}"),
        usual=not world.global_queue,
        queue=named(world.global_queue, "G"),
    )


def _processor(world: World, processor: Processor) -> Said:
    thread = world.threads.get(processor.thread) if processor.thread is not None else None
    queue = ([] if processor.runnext is None else [processor.runnext]) + processor.queue
    key = ("p", processor.id)
    if thread is None:
        words = N_("P{processor} is idle, run queue: {queue}")
        return said(key, words, usual=not queue, processor=processor.id, queue=named(queue, "G"))
    if thread.goroutine is None:
        words = N_("{thread} has P{processor} and runs no goroutine, run queue: {queue}")
        return said(key, words, processor=processor.id, thread=thread.name, queue=named(queue, "G"))
    return said(
        key,
        N_("{thread} runs G{goroutine} on P{processor}, run queue: {queue}"),
        processor=processor.id,
        thread=thread.name,
        goroutine=thread.goroutine,
        queue=named(queue, "G"),
    )


def _goroutine(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    goroutine = world.goroutines.get(event.goroutine) if event and event.goroutine is not None else None
    if goroutine is not None:
        yield _waits(goroutine)


def _waits(goroutine: Goroutine) -> Said:
    key = ("g", goroutine.id)
    if goroutine.state == "waiting":
        return said(key, N_("G{goroutine} waits: {reason}"), goroutine=goroutine.id, reason=goroutine.reason)
    if goroutine.state == "syscall":
        return said(key, N_("G{goroutine} is in a system call"), goroutine=goroutine.id)
    return said(key, N_("G{goroutine} is {state}"), goroutine=goroutine.id, state=goroutine.state)


def _thread(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    thread = world.threads.get(event.thread) if event and event.thread is not None else None
    if thread is None:
        return
    if thread.state == "blocked":
        yield said(("m", thread.id), N_("{thread} sleeps in {where}"), thread=thread.name, where=thread.where)
    else:
        yield said(
            ("m", thread.id), N_("{thread} is {state}"), usual=True, thread=thread.name, state=thread.state
        )


def _netpoller(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    descriptor = world.netpoll.descriptors.get(event.fd) if event and event.fd is not None else None
    if descriptor is not None:
        waiting = [one for one in (descriptor.reader, descriptor.writer) if one is not None]
        yield said(
            ("pd", descriptor.fd),
            N_("netpoller, fd {fd}: waiting there: {waiting}"),
            usual=not waiting,
            fd=descriptor.fd,
            waiting=named(waiting, "G"),
        )


def _request(world: World, event: Event | None, header: TraceHeader) -> Iterator[Said]:
    request = world.requests.get(event.request) if event and event.request is not None else None
    if request is None:
        return
    yield said(
        ("request", request.id), N_("request {request}: {state}"), request=request.id, state=request.state
    )
    yield said(
        ("buffers", request.id),
        N_(
            "answer of request {request}: {response} bytes in the response buffer, {connection} in the connection's"
        ),
        usual=not (request.response_buffered or request.connection_buffered),
        request=request.id,
        response=request.response_buffered,
        connection=request.connection_buffered,
    )


RUNTIME: Final[tuple[Fact, ...]] = (
    _netpoller,
    _thread,
    _processors,
    _goroutine,
    _request,
)
"""In the order of the way in."""
