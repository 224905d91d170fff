"""The answer as net/http builds it: the status, how its body ends, and the two buffers that it waits in."""

from functools import partial
from typing import Final

from journey_tui.trace.events.http import ResponseBuffered
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import Part, here, meter, spans, status_text, token, whose
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Target
from journey_tui.units import format_bytes
from journey_tui.world.state import Request

_STAGE = "http"
RESPONSE_BUFFER: Final = 2048
"""`bufferBeforeChunkingSize`, net/http/server.go, Go 1.27."""
CONNECTION_BUFFER: Final = 4096
"""`newBufioWriterSize(checkConnErrorWriter{c}, 4<<10)` in `(*conn).serve`, net/http/server.go, Go 1.27."""
_LONG_NAMES = 36
"""Cells in which a buffer has its long name."""


def draw_answer(scene: Scene, request: Request | None, surface: Surface, *, airy: bool = False) -> None:
    """Status, framing and both buffers."""
    stack(
        surface,
        [
            Block(partial(_answer_heading, scene, request), rank=3),
            Block(partial(status_row, request, "", None), rank=0),
            Block(partial(_framing, request), rank=4),
            Block(partial(draw_buffer, scene, "response", request, RESPONSE_BUFFER), rank=2),
            Block(partial(draw_buffer, scene, "connection", request, CONNECTION_BUFFER), rank=1),
            Block(partial(_after, request), rank=5),
        ],
        airy=airy,
    )


def _answer_heading(scene: Scene, request: Request | None, surface: Surface) -> None:
    x = spans(surface, 1, 0, ("ANSWER ", Role.USER))
    label = here(scene, _STAGE)
    if label and request is not None and request.state in {"responding", "done"}:
        token(surface, x, 0, label, target=whose(scene, _STAGE))


def status_parts(request: Request | None, width: int) -> tuple[Part, ...]:
    """The status line, without its protocol where that finds no room."""
    if request is None or request.status is None:
        return (("no status yet", Role.DIM),)
    role = Role.GOOD if request.status < 400 else Role.ERROR
    text = status_text(request.status)
    if len(text) + len("HTTP/1.1 ") > width:
        return ((text, role),)
    return (("HTTP/1.1 ", Role.DIM), (text, role))


def status_row(request: Request | None, label: str, target: Target | None, surface: Surface) -> None:
    """The status line as a row, and the packet when it is here."""
    x = spans(surface, 1, 0, *status_parts(request, surface.width))
    if label:
        token(surface, x + 2, 0, label, target=target)


def _framing(request: Request | None, surface: Surface) -> None:
    """How the client will know where the body ends."""
    if request is None or not request.header_written:
        spans(surface, 1, 0, ("length or chunks: not settled", Role.DIM))
    elif request.chunked:
        spans(surface, 1, 0, ("Transfer-Encoding: ", Role.DIM), ("chunked", Role.STRONG))
    elif request.content_length is not None:
        spans(surface, 1, 0, ("Content-Length: ", Role.DIM), (f"{request.content_length:,}", Role.STRONG))
    else:
        spans(surface, 1, 0, ("no Content-Length", Role.DIM))


def draw_buffer(scene: Scene, name: str, request: Request | None, capacity: int, surface: Surface) -> None:
    """One buffer's meter, filled in words when this moment has put something into it."""
    used = 0
    if request is not None:
        used = request.response_buffered if name == "response" else request.connection_buffered
    text = f" {used:,} of {capacity} "
    filled = isinstance(scene.event, ResponseBuffered) and scene.event.buffer == name
    x = spans(
        surface,
        1,
        0,
        (f"{name + ' buffer':<18}" if surface.width >= _LONG_NAMES else f"{name:<11}", Role.DIM),
    )
    x = meter(surface, x, 0, max(min(surface.width - x - len(text) - 1, 24), 3), used, capacity, Role.USER)
    spans(surface, x, 0, (text, Role.PACKET if filled else Role.TEXT))


def _after(request: Request | None, surface: Surface) -> None:
    if request is None:
        return
    if request.keep_alive is None:
        spans(surface, 1, 0, ("body written ", Role.DIM), format_bytes(request.body_written))
    else:
        kept = "the connection is kept" if request.keep_alive else "the connection is closed"
        spans(surface, 1, 0, ("done: ", Role.GOOD), kept)
