"""net/http in the connection's goroutine: the request being read line by line, then the answer and its two buffers."""

from functools import partial
from typing import Final

from journey_tui.trace.events.http import (
    ConnStateChanged,
    HeaderParsed,
    RequestLineParsed,
    RequestParsed,
    ServerListening,
)
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.answer import (
    CONNECTION_BUFFER,
    RESPONSE_BUFFER,
    draw_answer,
    draw_buffer,
    status_parts,
    status_row,
)
from journey_tui.tui.stages.layout import Block, beside, stack
from journey_tui.tui.stages.names import link_goroutines
from journey_tui.tui.stages.parts import (
    Part,
    card,
    counted,
    goroutine_name,
    here,
    meter,
    spans,
    status_text,
    token,
    whose,
)
from journey_tui.tui.stages.tape import HIGH_ROWS, LOW_ROWS, tape
from journey_tui.tui.surface import Border, Role, Surface
from journey_tui.tui.target import Look, Target
from journey_tui.world.state import Request

_STAGE = "http"
_NEXT_LINE: Final[tuple[Part, ...]] = (("· next line", Role.DIM),)
_BOXED_WIDTH, _BOXED_HEIGHT = 76, 14
"""From here on both sides have frames."""
_COMPACT_ROWS = 5
"""Rows of one column that leave none to say who reads, once the request has been read."""
_TWO_COLUMNS = 64
"""Cells from which request and answer stand side by side."""


def line(scene: Scene) -> str:
    """Where parsing or answering is."""
    request = scene.request
    if request is None:
        return "no request yet"
    if request.status is not None:
        return status_text(request.status)
    if not request.method_parsed:
        return "nothing parsed yet"
    return f"request line and {counted(len(request.headers), 'header')} parsed"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Request line, headers, status."""
    request = scene.request
    if request is None:
        card(surface, scene, _STAGE, (("PARSER IDLE", Role.STRONG),), (("no request yet", Role.DIM),))
        return
    first = _request_line(request)
    if request.method_parsed and sum(len(part[0]) for part in first) > surface.width:
        first = (first[0], (f"{request.method_parsed} {request.target_parsed}", Role.STRONG))
    card(surface, scene, _STAGE, first, _header_count(request), status_parts(request, surface.width))


def picture(scene: Scene, surface: Surface) -> None:
    """Left (or above) the request, right (or below) the answer."""
    request = scene.request
    if surface.width >= _TWO_COLUMNS and surface.height >= 5:
        rows = max(len(_parsed(request)) + 2, 6)
        boxed = surface.height >= _BOXED_HEIGHT and surface.width >= _BOXED_WIDTH
        least = _BOXED_HEIGHT - HIGH_ROWS if boxed else 5
        tapes = _tapes(scene, request, rank=1) if surface.height >= least + LOW_ROWS else []
        most = min(2 * rows + 3, surface.height - HIGH_ROWS - 1) if boxed else rows
        columns = partial(_boxes if boxed else _columns, scene, request, bool(tapes))
        stack(surface, [*tapes, Block(columns, rows=least, most=most)])
        return
    reading = request is None or (not request.header_complete and request.status is None)
    named = reading or surface.height > _COMPACT_ROWS
    stack(
        surface,
        [
            Block(partial(_who, scene, request), rank=0 if _turn(scene) else 4),
            *(_tapes(scene, request, rank=1) if reading else []),
            Block(partial(_lines, scene, request), rows=2, most=len(_parsed(request)), rank=0),
            Block(
                partial(status_row, request, *_in_status_row(scene, request, named)), rank=7 if reading else 1
            ),
            Block(
                partial(draw_buffer, scene, "response", request, RESPONSE_BUFFER), rank=6 if reading else 3
            ),
            Block(
                partial(draw_buffer, scene, "connection", request, CONNECTION_BUFFER),
                rank=5 if reading else 2,
            ),
        ],
    )


def _tapes(scene: Scene, request: Request | None, rank: int) -> list[Block]:
    """The request's bytes, unless they are none."""
    if request is None or not request.method_parsed:
        return []
    return [
        Block(partial(tape, request, _newest(scene, request)), LOW_ROWS, HIGH_ROWS, whole=True, rank=rank)
    ]


def _in_status_row(scene: Scene, request: Request | None, named: bool) -> tuple[str, Target | None]:
    """Label of the answer, or of a request that no other row names, if it is here; and what it stands for."""
    answering = request is not None and request.state in {"responding", "done"}
    return (here(scene, _STAGE), whose(scene, _STAGE)) if answering or not named else ("", None)


def _columns(scene: Scene, request: Request | None, taped: bool, surface: Surface) -> None:
    """Both sides with a line between."""
    half = surface.width // 2
    _request_side(scene, request, taped, surface.area(0, 0, half - 1, surface.height))
    for y in range(surface.height):
        surface.put(half - 1, y, "│", Role.DIM)
    draw_answer(scene, request, surface.area(half, 0, surface.width - half, surface.height))


def _boxes(scene: Scene, request: Request | None, taped: bool, surface: Surface) -> None:
    """Both sides in frames of their own, with air in them where rows are left."""
    left, right = beside(surface, 2)
    width, height = left.width, left.height
    inside = left.box(0, 0, width, height, border=Border.ROUND, role=Role.USER, title="REQUEST: bytes in")
    _request_side(scene, request, taped, inside, airy=True)
    inside = right.box(0, 0, width, height, border=Border.ROUND, role=Role.USER, title="ANSWER: bytes out")
    draw_answer(scene, request, inside, airy=True)


# ── the request ──


def _request_side(
    scene: Scene, request: Request | None, taped: bool, surface: Surface, *, airy: bool = False
) -> None:
    """Who reads, the lines that were read, and how many bytes they were where no tape shows it."""
    stack(
        surface,
        [
            Block(partial(_who, scene, request), rank=0 if _turn(scene) else 2),
            Block(partial(_lines, scene, request), rows=2, most=len(_parsed(request)), rank=0),
            *([] if taped else [Block(partial(_eaten, request), rank=1)]),
        ],
        airy=airy,
    )


def _turn(scene: Scene) -> str:
    """What has just become of the server or of the connection as net/http sees it; empty when nothing has."""
    event = scene.event
    if isinstance(event, ServerListening):
        return f"LISTENING {event.address}"
    return f"CONNECTION {event.state.upper()}" if isinstance(event, ConnStateChanged) else ""


def _who(scene: Scene, request: Request | None, surface: Surface) -> None:
    turn = _turn(scene)
    if turn:
        spans(surface, 1, 0, (f" {turn} ", Role.PACKET))
        return
    label = here(scene, _STAGE)
    x = spans(surface, 1, 0, ("REQUEST ", Role.USER))
    if label and request is not None and request.state not in {"responding", "done"}:
        x = token(surface, x, 0, label, target=whose(scene, _STAGE)) + 1
    goroutine = request.goroutine if request is not None else None
    spans(surface, x, 0, (f"in {goroutine_name(goroutine)}" if goroutine is not None else "", Role.DIM))
    link_goroutines(scene, surface.area(x, 0, surface.width - x, 1))


def _parsed(request: Request | None) -> list[tuple[Part, ...]]:
    """Every line that has been read, and what comes next."""
    if request is not None and request.status is not None and not request.method_parsed:
        return [
            (("✗ ", Role.ERROR), ("not a request", Role.STRONG)),
            (("net/http answers by itself", Role.DIM),),
        ]
    if request is None or not request.method_parsed:
        return [
            (("· request line", Role.DIM),),
            (("· headers", Role.DIM),),
            (("· blank line", Role.DIM),),
        ]
    rows: list[tuple[Part, ...]] = [_request_line(request)]
    rows += [(("✓ ", Role.GOOD), (f"{name}: ", Role.DIM), value) for name, value in request.headers]
    if request.header_complete:
        rows.append((("✓ ", Role.GOOD), ("blank line: the header is whole", Role.DIM)))
    else:
        rows.append(_NEXT_LINE)
    return rows


def _request_line(request: Request) -> tuple[Part, ...]:
    if not request.method_parsed:
        return (("· request line", Role.DIM),)
    text = f"{request.method_parsed} {request.target_parsed} {request.protocol}"
    return (("✓ ", Role.GOOD), (text, Role.STRONG))


def _header_count(request: Request) -> tuple[Part, ...]:
    mark = ("✓ ", Role.GOOD) if request.header_complete else ("· ", Role.DIM)
    return (mark, counted(len(request.headers), "header"))


def _newest(scene: Scene, request: Request | None) -> int | None:
    """Which of the parsed lines this moment has brought."""
    event = scene.event
    if request is None or event is None or event.request != request.id:
        return None
    if isinstance(event, RequestLineParsed):
        return 0
    if isinstance(event, HeaderParsed):
        return len(request.headers)
    return len(request.headers) + 1 if isinstance(event, RequestParsed) else None


def _lines(scene: Scene, request: Request | None, surface: Surface) -> None:
    """The latest lines stay in view, the one of this moment marked; the first is always the request line."""
    rows, newest = _parsed(request), _newest(scene, request)
    if newest is not None and newest < len(rows):
        text = "".join(part if isinstance(part, str) else part[0] for part in rows[newest])
        rows[newest] = ((f" {text} ", Role.PACKET),)
    if newest is not None and len(rows) > surface.height and rows[-1] == _NEXT_LINE:
        rows.pop()
    if len(rows) > surface.height > 1:
        hidden = len(rows) - surface.height
        rows = [rows[0], *rows[1 + hidden :]]
        if surface.height > 2:
            rows[1] = ((f"  … {hidden + 1} more headers", Role.DIM),)
    for y, row in enumerate(rows[: surface.height]):
        spans(surface, 1, y, *row)
    if request is not None and request.method_parsed:
        surface.link(1, 0, surface.width - 2, Look("route", request.id))


def _eaten(request: Request | None, surface: Surface) -> None:
    """How many of the request's bytes the parser has used up."""
    if request is None:
        spans(surface, 1, 0, ("no request yet", Role.DIM))
        return
    if not request.header_complete:
        lines = bool(request.method_parsed) + len(request.headers)
        spans(
            surface, 1, 0, (f"{counted(lines, 'line')} of {request.length_bytes:,} B parsed so far", Role.DIM)
        )
        return
    text = f" {request.consumed_bytes:,} of {request.length_bytes:,} B parsed"
    x = meter(
        surface,
        1,
        0,
        max(surface.width - len(text) - 2, 4),
        request.consumed_bytes,
        request.length_bytes,
        Role.USER,
        Role.GOOD,
    )
    spans(surface, x, 0, text)
