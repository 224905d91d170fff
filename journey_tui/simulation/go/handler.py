"""A handler at work: it reads the body, computes, waits and writes, as the scenario says.

It runs in the connection's goroutine; computing holds the thread, waiting parks the goroutine and holds none.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from journey_tui.scenario.drawn import Drawn
from journey_tui.scenario.server import Handler
from journey_tui.simulation.go.default_handlers import error_answer
from journey_tui.simulation.go.exchange import Exchange
from journey_tui.simulation.go.goroutine import Code, Goroutine
from journey_tui.simulation.go.preemption import compute
from journey_tui.trace.events.http import (
    HandlerComputed,
    HandlerResumed,
    HandlerReturned,
    HandlerStarted,
    HandlerWaiting,
    HandlerWrote,
)

_FILLER: Final = b"x"
_EVERYTHING: Final = 1 << 62


PANIC: Final = "boom"
"""What a handler panics with."""


class HandlerPanic(Exception):
    """The handler panics: `(*conn).serve` recovers and closes the connection."""


def run_handler(exchange: Exchange, handler: Handler, random: Random, goroutine: Goroutine) -> Code[None]:
    """ServeHTTP. Raises `HandlerPanic` when the scenario wants it."""
    scheduler = exchange.scheduler
    started_ns = scheduler.now
    name = handler.name
    scheduler.emit(HandlerStarted(handler=name, **goroutine.m.about(goroutine)))
    if (yield from _read_body(exchange, handler, goroutine)):
        yield from _compute(exchange, handler, random, goroutine)
        if (yield from _wait(exchange, handler, random, goroutine)):
            if handler.panic == "before_write":
                raise HandlerPanic(PANIC)
            yield from _answer(exchange, handler, goroutine)
    duration_ns = scheduler.now - started_ns
    scheduler.emit(HandlerReturned(handler=name, duration_ns=duration_ns, **goroutine.m.about(goroutine)))


def draw(duration: Drawn, random: Random) -> int:
    """A duration in nanoseconds: fixed, or drawn anew."""
    if duration.fixed_ns is not None:
        return duration.fixed_ns
    if duration.exponential is not None:
        return round(random.expovariate(1 / duration.exponential))
    assert duration.uniform is not None
    return random.randint(*duration.uniform)


def _read_body(exchange: Exchange, handler: Handler, goroutine: Goroutine) -> Code[bool]:
    """Read what the handler wants of the body; False when it was more than a MaxBytesReader allows."""
    if exchange.body.state.saw_eof or handler.read_body == "none":
        return True
    if handler.read_body == "all":
        yield from exchange.read_body(goroutine, _EVERYTHING)
        return True
    assert isinstance(handler.read_body, int)
    exchange.body.limit()
    read = yield from exchange.read_body(goroutine, handler.read_body + 1)
    if read <= handler.read_body:
        return True
    yield from exchange.perform(goroutine, exchange.response.request_too_large())
    yield from exchange.answer(goroutine, error_answer("http: request body too large", 413))
    return False


def _compute(exchange: Exchange, handler: Handler, random: Random, goroutine: Goroutine) -> Code[None]:
    duration_ns = draw(handler.cpu, random)
    if duration_ns:
        yield from compute(goroutine, duration_ns)
        computed = HandlerComputed(
            handler=handler.name, duration_ns=duration_ns, **goroutine.m.about(goroutine)
        )
        exchange.scheduler.emit(computed)


def _wait(exchange: Exchange, handler: Handler, random: Random, goroutine: Goroutine) -> Code[bool]:
    """Park for the time the scenario says; False when the client went and the handler cares."""
    duration_ns = draw(handler.wait, random)
    if not duration_ns:
        return True
    scheduler = exchange.scheduler
    waiting = HandlerWaiting(handler=handler.name, duration_ns=duration_ns, **goroutine.m.about(goroutine))
    scheduler.emit(waiting)
    in_time = True
    if handler.respects_context:
        in_time = yield from exchange.context.wait(goroutine, duration_ns)
    else:
        timer = scheduler.timers.timer(goroutine, duration_ns)
        yield from scheduler.timers.wait(goroutine, timer)
    scheduler.emit(HandlerResumed(handler=handler.name, **goroutine.m.about(goroutine)))
    return in_time


def _answer(exchange: Exchange, handler: Handler, goroutine: Goroutine) -> Code[None]:
    response = exchange.response
    for name, value in handler.headers:
        response.header.add(name, value)
    if handler.content_length == "declared":
        response.header.set("Content-Length", str(_length(handler)))
    if handler.status != 200:
        yield from exchange.perform(goroutine, response.write_header(handler.status))
    for data in _writes(handler):
        wrote = HandlerWrote(handler=handler.name, length_bytes=len(data), **goroutine.m.about(goroutine))
        exchange.scheduler.emit(wrote)
        yield from exchange.write(goroutine, data)
        if handler.flush or handler.panic == "after_flush":
            yield from exchange.flush(goroutine)
        if exchange.write_failed:
            return  # as handlers do that look at Write's error
    if handler.panic == "after_flush":
        raise HandlerPanic(PANIC)


def _writes(handler: Handler) -> Iterator[bytes]:
    if handler.chunks is not None:
        for _ in range(handler.chunks.count):
            yield _FILLER * handler.chunks.length_bytes
    elif handler.body_size is not None:
        yield _FILLER * handler.body_size
    elif handler.body:
        yield handler.body.encode()


def _length(handler: Handler) -> int:
    if handler.chunks is not None:
        return handler.chunks.count * handler.chunks.length_bytes
    return len(handler.body) if handler.body_size is None else handler.body_size
