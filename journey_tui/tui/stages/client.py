"""The clients: the one of the moment large, with its request and what came back; the others as a table."""

from functools import partial
from itertools import islice

from journey_tui.trace.events.kernel import TcpStateChanged, TimeWaitStarted
from journey_tui.trace.events.outside import (
    ClientClosed,
    ClientConnected,
    ClientConnecting,
    ConnectFailed,
    RequestFinished,
    ResponseDataReceived,
)
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import crowds
from journey_tui.tui.stages.layout import Block, stack
from journey_tui.tui.stages.parts import (
    Part,
    asked,
    card,
    facts,
    here,
    or_dash,
    spans,
    status_text,
    token,
    whose,
)
from journey_tui.tui.stages.tables import Row, table
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.target import Follow, Look
from journey_tui.units import format_bytes, format_time
from journey_tui.world.state import Client, Request

_STAGE = "client"
_MOST_CLIENTS = 64
_BOXED_WIDTH, _BOXED_HEIGHT = 70, 12
"""From here on the program and its kernel have frames."""
_TITLES = ("CLIENT", "STATE", "REQUEST", "RECEIVED", "DONE", "FAILED")


def line(scene: Scene) -> str:
    """The client of the moment and its state."""
    found = _followed(scene)
    if found is None:
        return "no client"
    return f"{found.name}: {found.state}, {found.received_bytes:,} B received"


def draw_card(scene: Scene, surface: Surface) -> None:
    """Name, state, what came back."""
    found = _followed(scene)
    if found is None:
        card(surface, scene, _STAGE, (("NO CLIENT", Role.STRONG),))
        return
    card(
        surface,
        scene,
        _STAGE,
        ((found.name, Role.STRONG), (f"  {_others(scene)}", Role.DIM)),
        ((found.state.upper(), _state_role(found.state)),),
        (("received ", Role.DIM), f"{found.received_bytes:,} B"),
    )


def picture(scene: Scene, surface: Surface) -> None:
    """The followed client, then all."""
    found, count = _followed(scene), len(scene.world.clients)
    if found is None:
        stack(surface, [Block(_nobody), Block(_empty_table, rows=2, rank=1)])
        return
    stack(
        surface,
        [
            *_blocks(scene, found, surface),
            _all_of_them(scene, found, count),
        ],
    )


def _all_of_them(scene: Scene, found: Client, count: int) -> Block:
    """A table; of a crowd how many there are in each state."""
    if count > crowds.MANY:
        states = scene.world.crowd.clients
        return crowds.crowd_block(count, "clients", "", crowds.by_state(states, _state_role), rank=4)
    return Block(partial(_table, scene, found), rows=2, most=count + 1, rank=4)


def _blocks(scene: Scene, found: Client, surface: Surface) -> list[Block]:
    """The program and its kernel: in frames of their own where there is room, else row by row."""
    program = [
        Block(partial(_heading, scene, found), rank=0),
        Block(partial(_asked, scene, found), rank=1),
        Block(partial(_answered, scene, found), rank=2),
    ]
    kernel = Block(partial(_socket, scene, found), rank=3)
    if surface.width < _BOXED_WIDTH or surface.height < _BOXED_HEIGHT:
        return [*program, kernel]

    def above(part: Surface) -> None:
        box = part.box(0, 0, part.width, part.height, role=Role.OUTSIDE, title="THE CLIENT'S PROGRAM")
        stack(box, program)

    def below(part: Surface) -> None:
        box = part.box(
            0, 0, part.width, part.height, role=Role.OUTSIDE, title="ITS KERNEL: the other end of TCP"
        )
        stack(box, [kernel])

    return [Block(above, rows=5, most=9, rank=0), Block(below, rows=3, most=5, rank=1)]


def _nobody(surface: Surface) -> None:
    spans(surface, 1, 0, ("NO CLIENT ", Role.STRONG), ("nobody asks this server for anything", Role.DIM))


def _empty_table(surface: Surface) -> None:
    table(surface, _TITLES, [Row(tuple(("-", Role.DIM) for _ in _TITLES))])


def _followed(scene: Scene) -> Client | None:
    """The client of the request, of the connection, else the first."""
    clients, request, connection = scene.world.clients, scene.request, scene.connection
    for name in (request.client if request else None, connection.client if connection else None):
        if name in clients and name is not None:
            return clients[name]
    return next(iter(clients.values()), None)


def _request_of(scene: Scene, found: Client) -> Request | None:
    """The request of the moment when it is this client's, else its latest."""
    request = scene.request
    if request is not None and request.client == found.name:
        return request
    return scene.world.requests.get(found.request) if found.request is not None else None


def _others(scene: Scene) -> str:
    count = len(scene.world.clients)
    return f"of {count:,}" if count > 1 else ""


def _state_role(state: str) -> Role:
    return {"failed": Role.ERROR, "waiting": Role.DIM, "closed": Role.DIM}.get(state, Role.GOOD)


def _heading(scene: Scene, found: Client, surface: Surface) -> None:
    x = spans(surface, 1, 0, ("CLIENT ", Role.OUTSIDE), (found.name, Role.STRONG), "  ")
    state = found.state.upper()
    now = isinstance(scene.event, ClientConnecting | ClientConnected | ClientClosed | ConnectFailed)
    x = spans(surface, x, 0, (f" {state} ", Role.PACKET) if now else (state, _state_role(found.state)), "  ")
    x = spans(surface, x, 0, (f"{_others(scene)}  ", Role.DIM)) if _others(scene) else x
    label = here(scene, _STAGE)
    if label:
        token(surface, x, 0, label, target=whose(scene, _STAGE))


def _asked(scene: Scene, found: Client, surface: Surface) -> None:
    request = _request_of(scene, found)
    if request is None:
        spans(surface, 1, 0, ("ASKS     ", Role.STRONG), ("nothing yet", Role.DIM))
        return
    facts(
        surface,
        spans(surface, 1, 0, ("ASKS    ", Role.STRONG)),
        0,
        ("", (f" {request.method} {request.target}", Role.STRONG)),
        ("", format_bytes(request.length_bytes)),
        ("Host:", request.host),
        ("at", format_time(request.sent_ns)),
    )
    surface.link(1, 0, surface.width - 2, Follow(request.id))


def _answered(scene: Scene, found: Client, surface: Surface) -> None:
    request = _request_of(scene, found)
    x = spans(surface, 1, 0, ("RECEIVED ", Role.STRONG))
    if request is None or not (request.response_bytes or request.outcome):
        spans(surface, x, 0, ("no answer yet", Role.DIM))
        return
    done = request.done_ns is not None
    spans(
        surface,
        x,
        0,
        *_outcome(request, done),
        _size(scene, request),
        "  ",
        *_duration(request),
    )


def _size(scene: Scene, request: Request) -> Part:
    """Bytes of the answer, filled when this moment has brought some."""
    text = format_bytes(request.response_bytes)
    now = isinstance(scene.event, ResponseDataReceived | RequestFinished)
    return (f" {text} ", Role.PACKET) if now else text


def _outcome(request: Request, done: bool) -> tuple[Part, ...]:
    if not done:
        return (("so far ", Role.DIM),)
    if request.outcome == "ok" and request.status is not None:
        return ((f"✓ {status_text(request.status)}  ", Role.GOOD),)
    return ((f"✗ {request.outcome}  ", Role.ERROR),)


def _duration(request: Request) -> tuple[Part, ...]:
    if request.done_ns is None:
        return ()
    took = format_time(request.done_ns - request.sent_ns)
    return ((took, Role.STRONG), (" after its write()", Role.DIM))


def _socket(scene: Scene, found: Client, surface: Surface) -> None:
    connections = scene.world.connections
    connection = connections.get(found.connection) if found.connection is not None else None
    if connection is None:
        spans(surface, 1, 0, ("SOCKET   ", Role.STRONG), ("no connection", Role.DIM))
        return
    changed = isinstance(scene.event, TcpStateChanged | TimeWaitStarted) and scene.event.host == "client"
    state = connection.client_state
    spans(
        surface,
        1,
        0,
        ("SOCKET   ", Role.STRONG),
        (f" {state} ", Role.PACKET) if changed else (state, Role.STRONG),
        f"  {connection.local}",
        (" ──► ", Role.DIM),
        connection.remote,
    )
    surface.link(1, 0, surface.width - 2, Look("connection", connection.id))


def _table(scene: Scene, found: Client, surface: Surface) -> None:
    clients = scene.world.clients
    shown = list(islice(clients.values(), _MOST_CLIENTS))
    if found not in shown:
        shown.insert(0, found)
    rows = [_row(scene, client, client is found) for client in shown]
    table(surface, _TITLES, rows, flexible=2, total=len(clients))


def _row(scene: Scene, client: Client, active: bool) -> Row:
    request = scene.world.requests.get(client.request) if client.request is not None else None
    return Row(
        (
            client.name,
            (client.state, _state_role(client.state)),
            or_dash(asked(request) if request is not None else None),
            f"{client.received_bytes:,} B",
            f"{client.answered:,}",
            f"{client.failed:,}",
        ),
        active,
        None if request is None else Follow(request.id),
    )
