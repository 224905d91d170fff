"""Moments to draw: the sample's, a crowd, huge numbers, hostile names, a loopback machine."""

from functools import cache
from itertools import count

from journey_tui.trace import Event, TraceHeader
from journey_tui.trace.header import ClientSetup, HopSetup, MachineSetup, RouteSetup, ServerSetup
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages import DRAWINGS
from journey_tui.tui.surface import Surface
from journey_tui.world import state
from journey_tui.world.apply import apply
from journey_tui.world.empty import empty_world
from journey_tui.world.state import World, freeze, thaw
from tests.recount import recounted
from tests.samples import sample_events, sample_header

CROWD = 40
HOSTILE = "\x1b]0;owned\x07[@click=app.quit]x[/]\u202eevil\n\r\t\x9b2J ক্ষা 漢字 " + "long " * 60
HUGE = 2**62


@cache
def _moments() -> list[tuple[Event | None, bytes]]:
    """Every moment of the sample trace, the one before the first event included."""
    world = empty_world(sample_header())
    moments: list[tuple[Event | None, bytes]] = [(None, freeze(world))]
    for event in sample_events():
        apply(world, event)
        moments.append((event, freeze(world)))
    return moments


def moments() -> list[Scene]:
    """Every moment of the sample trace."""
    header = sample_header()
    return [Scene(header, thaw(frozen), event) for event, frozen in _moments()]


def idle() -> Scene:
    """The sample's machine before the first event."""
    return moments()[0]


def after(kind: str, nth: int = 1) -> Scene:
    """The moment after the sample's nth event of that kind."""
    seen = count(1)
    for event, frozen in _moments():
        if event is not None and event.kind == kind and next(seen) == nth:
            return Scene(sample_header(), thaw(frozen), event)
    raise LookupError(f"the sample has no event {kind} number {nth}")


def picture(stage: str, scene: Scene, width: int = 78, height: int = 11) -> list[str]:
    """The rows of a stage's full drawing."""
    surface = Surface(width, height)
    DRAWINGS[stage].picture(scene, surface)
    return surface.to_text().split("\n")


def card(stage: str, scene: Scene, width: int = 30, height: int = 3) -> list[str]:
    """The rows of a stage's card."""
    surface = Surface(width, height)
    DRAWINGS[stage].card(scene, surface)
    return surface.to_text().split("\n")


def row_with(rows: list[str], text: str) -> str:
    """The first row that holds the text."""
    for row in rows:
        if text in row:
            return row
    raise AssertionError(f"{text!r} is in none of:\n" + "\n".join(rows))


def loopback_scene() -> Scene:
    """A machine whose client is the server's own host."""
    header = TraceHeader(title="Loopback", machine=MachineSetup(loopback=True), server=ServerSetup())
    return Scene(header, empty_world(header))


def crowded(people: int = CROWD, backlog: int = 4096) -> Scene:
    """So many clients, connections, descriptors, goroutines and packets at once; the last one is the moment's."""
    header = _crowded_header(people, backlog)
    world = empty_world(header)
    world.listener = state.Listener(
        state="listening", fd=5, protocol="MPTCP", address="0.0.0.0:3000", backlog=backlog
    )
    world.epoll.fd = 7
    for number in range(1, people + 1):
        _join(world, number)
    world.request = world.connection = world.packet = people
    world.epoll.ready = [fd for fd in sorted(world.fds) if fd % 2]
    world.epoll.ready_events = dict.fromkeys(world.epoll.ready, ("EPOLLIN",))
    world.netpoll.returned = list(range(100, 100 + people))
    world.global_queue = list(range(101, 101 + people // 2))
    world.hops[0].to_server = list(range(1, people + 1))
    world.crowd = recounted(world)
    return Scene(header, world, follow=people)


def _crowded_header(people: int, backlog: int) -> TraceHeader:
    clients = [
        ClientSetup(name=f"client{number}", address="192.0.2.1", requests=1)
        for number in range(1, people + 1)
    ]
    routes = [
        RouteSetup(pattern=f"GET /path/{number}", handler=f"handler{number}")
        for number in range(1, people + 1)
    ]
    return TraceHeader(
        title="A crowd",
        machine=MachineSetup(cpus=8, queues=8),
        server=ServerSetup(gomaxprocs=8, backlog=backlog, routes=tuple(routes)),
        hops=(
            HopSetup(name="home", latency_ns=5_000_000, bandwidth_bps=10**8),
            HopSetup(name="isp", latency_ns=9_000_000, bandwidth_bps=10**9),
        ),
        clients=tuple(clients),
    )


def _join(world: World, number: int) -> None:
    """One more client with all that belongs to it."""
    name = f"client{number}"
    world.clients[name] = state.Client(name=name, state="sending", connection=number, request=number)
    world.connections[number] = state.Connection(
        id=number,
        client=name,
        local=f"198.51.100.7:{40000 + number}",
        remote="192.0.2.10:3000",
        client_state="ESTABLISHED",
        server_state="ESTABLISHED",
        fd=8 + number,
        goroutine=100 + number,
        receive_queued=80,
        receive_requests=[number],
        request=number,
    )
    world.requests[number] = state.Request(
        id=number,
        client=name,
        connection=number,
        method="GET",
        target=f"/path/{number}",
        host="localhost:3000",
        length_bytes=80,
        sent_ns=0,
        goroutine=100 + number,
        tried=[
            state.Tried(pattern=f"GET /path/{other}", matched=other == number, reason="another path")
            for other in range(1, min(number, 60) + 1)
        ],
    )
    world.packets[number] = state.Packet(
        id=number,
        connection=number,
        request=number,
        direction="to_server",
        label=f"GET /path/{number}",
        flags=("ACK", "PSH"),
        source=f"198.51.100.7:{40000 + number}",
        destination="192.0.2.10:3000",
        sequence_number=number,
        acknowledgement_number=1,
        window=64240,
        payload_bytes=80,
        length_bytes=146,
    )
    world.fds[8 + number] = state.FdEntry(
        fd=8 + number, object_kind="connection", description=f"TCP {name}", connection=number
    )
    world.epoll.interest[8 + number] = ("EPOLLIN", "EPOLLET")
    world.netpoll.descriptors[8 + number] = state.PollDescriptor(fd=8 + number, reader=100 + number)
    world.netpoll.timers[100 + number] = number
    world.listener.accept_queue.append(number)
    world.goroutines[100 + number] = state.Goroutine(
        id=100 + number,
        function="net/http.(*conn).serve",
        state="waiting" if number > CROWD // 2 else "runnable",
        reason="IO wait" if number > CROWD // 2 else "",
        connection=number,
        request=number,
        fd=8 + number,
    )
    world.threads[2000 + number] = state.Thread(
        id=2000 + number, name=f"M{number}", state="blocked", where="futex"
    )


def hostile() -> Scene:
    """Every text that a file may bring is an attack, every number as large as it can be."""
    header = TraceHeader(
        title=HOSTILE,
        machine=MachineSetup(nic=HOSTILE, rx_ring=HUGE, tx_ring=HUGE, somaxconn=HUGE, netdev_budget=HUGE),
        server=ServerSetup(backlog=HUGE, routes=(RouteSetup(pattern=HOSTILE, handler=HOSTILE),)),
        hops=(HopSetup(name=HOSTILE, latency_ns=HUGE, bandwidth_bps=HUGE),),
        clients=(ClientSetup(name=HOSTILE, address=HOSTILE, requests=HUGE),),
    )
    scene = crowded(2, backlog=HUGE)
    world = scene.world
    _poison(world)
    world.crowd = recounted(world)
    return Scene(header, world, after("FrameArrived").event, follow=2)


def _poison(world: World) -> None:
    """Put the hostile text and the huge number wherever the world has a text or a number of that kind."""
    world.listener.address = world.listener.protocol = HOSTILE
    world.listener.accepted = HUGE
    for connection in world.connections.values():
        connection.client = connection.local = connection.remote = HOSTILE
        connection.client_state = connection.server_state = HOSTILE
        connection.receive_queued = connection.send_queued = connection.sent_total = HUGE
    for packet in world.packets.values():
        packet.label = packet.source = packet.destination = HOSTILE
        packet.length_bytes = packet.payload_bytes = packet.sequence_number = HUGE
        packet.flags = (HOSTILE,)
    for request in world.requests.values():
        request.method = request.target = request.host = request.pattern = request.handler = HOSTILE
        request.method_parsed = request.target_parsed = request.protocol = HOSTILE
        request.headers = [(HOSTILE, HOSTILE)] * 40
        request.values = {HOSTILE: HOSTILE}
        request.handler_wait_until_ns = request.body_written = request.status = HUGE
    for client in world.clients.values():
        client.name = client.state = HOSTILE
        client.received_bytes = HUGE
    for entry in world.fds.values():
        entry.object_kind = entry.description = HOSTILE
    for goroutine in world.goroutines.values():
        goroutine.function = goroutine.reason = HOSTILE
    for thread in world.threads.values():
        thread.name = thread.where = HOSTILE
    for hop in world.hops:
        hop.name = HOSTILE
    for ring in world.rx_rings:
        ring.size = ring.tail = ring.write_pointer = HUGE
    world.tx_ring.size = world.tx_ring.tail = HUGE
    world.time_ns = HUGE
