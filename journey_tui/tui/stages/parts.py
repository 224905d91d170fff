"""What the sixteen drawings share: the packet token, facts in a row, meters, cards, and names of things.

Every one writes at most to the edge of its surface. Nothing here invents a number: what the world does not hold
is written as `-`.
"""

from collections.abc import Collection, Sequence
from http import HTTPStatus
from itertools import islice
from typing import Final

from rich.cells import cell_len

from journey_tui.trace import Event
from journey_tui.trace.events.outside import PacketDropped
from journey_tui.tui.scene import Scene
from journey_tui.tui.stages.carrier import carrier
from journey_tui.tui.surface import ELLIPSIS, Role, Surface, fit
from journey_tui.tui.target import Follow, Look, Target
from journey_tui.world.state import Connection, Packet, Request, World

LINE_WIDTH: Final = 40
"""Cells of a stage drawn as one line."""
MOST_ROWS: Final = 64
"""Things that are looked at one by one; of more, the rest is counted."""
LONGEST_LABEL: Final = 24

SHORT_PARTS: Final = {"ETHERNET": "ETH", "PAYLOAD": "DATA"}
"""Names of a frame's parts where cells are short."""

Part = str | tuple[str, Role]
"""A piece of a row: plain text, or text and what it means."""


# ── rows of text ──


_UNDERLINED: Final = (Role.WARN, Role.ERROR)
"""Roles that a theme without hues underlines: the blanks behind them stay plain."""


def spans(surface: Surface, x: int, y: int, *parts: Part) -> int:
    """Write pieces one after the other, with an ellipsis at the surface's edge; returns the column after them."""
    for part in parts:
        text, role = (part, Role.TEXT) if isinstance(part, str) else part
        bare = text.rstrip(" ") if role in _UNDERLINED else text
        x = surface.put_fit(x, y, bare, surface.width - x, role)
        if bare != text:
            x = surface.put_fit(x, y, text[len(bare) :], surface.width - x)
    return x


def facts(surface: Surface, x: int, y: int, *pairs: tuple[str, Part]) -> int:
    """Write `name value` pairs; the ones that find no room are left out, whole."""
    first = True
    for name, value in pairs:
        text, role = (value, Role.TEXT) if isinstance(value, str) else value
        if not first and x + cell_len(name) + 1 + cell_len(text) > surface.width:
            break
        x = spans(surface, x, y, (f"{name} " if name else "", Role.DIM), (text, role)) + 3
        first = False
    return x


def words(names: Sequence[str], total: int, width: int, empty: str = "-") -> str:
    """As many names as find room side by side, and how many more there are; one is always named."""
    if not names:
        return empty
    left = max(total, len(names))
    text, used = names[0], cell_len(names[0])
    left -= 1
    for name in names[1:]:
        more = len(f" +{left - 1:,}") if left > 1 else 0
        if used + 1 + cell_len(name) + more > width:
            break
        text, used, left = f"{text} {name}", used + 1 + cell_len(name), left - 1
    return f"{text} +{left:,}" if left else text


# ── the packet token ──


def token(
    surface: Surface,
    x: int,
    y: int,
    label: str,
    width: int = LONGEST_LABEL + 4,
    target: Target | None = None,
) -> int:
    """The packet, always alike: black on yellow, a disc and its label; returns the column after it."""
    room = min(width, surface.width - x)
    if room < 1:
        return x
    text = f" ● {label} " if cell_len(label) + 4 <= room else f" ● {fit(label, room - 4)} "
    stop = surface.put_fit(x, y, text if room >= 5 else "●", room, Role.PACKET)
    if target is not None:
        surface.link(x, y, stop - x, target)
    return stop


def here(scene: Scene, stage: str) -> str:
    """Label of the packet or request that is at this stage now; empty when none is."""
    packet, request = scene.packet or carrier(scene), scene.request
    if packet is not None and packet.stage == stage:
        return packet.label
    carried = packet is not None and scene.packet is None
    at_hand = request is not None and request.stage == stage and not carried
    return request_label(request) if request is not None and at_hand else ""


def whose(scene: Scene, stage: str) -> Target | None:
    """What the token at this stage stands for: the packet, else the request."""
    packet, request = scene.packet or carrier(scene), scene.request
    if packet is not None and packet.stage == stage:
        return Look("packet", packet.id)
    return Follow(request.id) if request is not None and request.stage == stage else None


def request_label(request: Request) -> str:
    """`GET /hello` on the way in, `200 OK` on the way out."""
    if request.status is not None and request.state in {"responding", "done"}:
        return status_text(request.status)
    return asked(request)


def asked(request: Request) -> str:
    """What the request asks for, whatever has become of it: `GET /hello`."""
    return fit(f"{request.method} {request.target}", LONGEST_LABEL)


def status_text(status: int) -> str:
    """A status with its reason phrase, as the status line has it."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


# ── meters ──


def meter(
    surface: Surface,
    x: int,
    y: int,
    width: int,
    used: int,
    capacity: int,
    role: Role,
    full_role: Role = Role.ERROR,
) -> int:
    """A bar of how full something is: something is never drawn as nothing, nor almost full as full."""
    width = max(min(width, surface.width - x), 0)
    full = used >= capacity > 0
    filled = width if full else min(max(used, 0) * width // max(capacity, 1), width - 1)
    if used > 0 and width:
        filled = max(filled, 1)
    x = surface.put(x, y, "█" * filled, full_role if full else role)
    return surface.put(x, y, "░" * (width - filled), Role.DIM)


# ── cards ──


def card(surface: Surface, scene: Scene, stage: str, *rows: tuple[Part, ...]) -> None:
    """Rows of a card, the most important first; the third gives way to the packet when it is here."""
    for y, row in enumerate(rows[: surface.height]):
        spans(surface, 0, y, *row)
    packet_row(surface, scene, stage)


def packet_row(surface: Surface, scene: Scene, stage: str) -> None:
    """The packet in the third row of a card, whatever stands there, while it is here; on its way others draw it."""
    label = here(scene, stage)
    if label and surface.height and not (scene.moved_from and stage == scene.world.stage):
        y = min(2, surface.height - 1)
        surface.fill(0, y, surface.width, 1)
        lost = " ✗ LOST" if loss(scene, stage) else ""
        x = token(surface, 0, y, label, surface.width - len(lost), target=whose(scene, stage))
        spans(surface, x, y, (lost, Role.ERROR))


# ── names ──


def goroutine_name(number: int | None) -> str:
    """`G18`, or a dash."""
    return "-" if number is None else f"G{number}"


def thread_name(world: World, number: int | None) -> str:
    """`M1`, as the runtime counts its threads."""
    if number is None:
        return "-"
    thread = world.threads.get(number)
    return thread.name if thread is not None else f"thread {number}"


def function_name(function: str) -> str:
    """A Go function without its package path: `(*conn).serve`."""
    return function.rsplit("/", 1)[-1].split(".", 1)[-1]


def connection_name(connection: Connection | None) -> str:
    """Who is at the other end: the client's name, else its address."""
    if connection is None:
        return "-"
    return connection.client or connection.local or f"connection {connection.id}"


def waiting_name(world: World, number: int) -> str:
    """Whose connection that is, by its id."""
    connection = world.connections.get(number)
    return connection_name(connection) if connection is not None else f"connection {number}"


def counted(number: int, noun: str) -> str:
    """`1 packet`, `1,000 packets`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def fit_ends(text: str, width: int) -> str:
    """A path in at most so many cells: both of its ends, for files side by side often differ in the last part only."""
    if cell_len(text) <= width or width < 5:
        return fit(text, width)
    tail = (width - 1) * 2 // 3
    return f"{text[: width - 1 - tail]}{ELLIPSIS}{text[-tail:]}"


def or_dash(text: str | int | None) -> str:
    """The text, or a dash for nothing."""
    return "-" if text is None or text == "" else str(text)


# ── choosing among many ──


def nearby(keys: Collection[int], active: int | None, limit: int = MOST_ROWS) -> list[int]:
    """At most so many of the numbers, in rising order, the active one among them."""
    if len(keys) <= limit:
        return sorted(keys)
    chosen = list(islice(keys, limit))
    if active in keys and active is not None and active not in chosen:
        chosen[-1] = active
    return sorted(chosen)


def event_value(event: Event | None, name: str) -> int | None:
    """A whole number that this kind of event may have, such as its queue."""
    value = getattr(event, name, None)
    return value if isinstance(value, int) else None


def active_fd(scene: Scene) -> int | None:
    """The file that the moment is about."""
    event, connection = scene.event, scene.connection
    for name in ("target_fd", "fd"):
        found = event_value(event, name)
        if found is not None and found in scene.world.fds and found != scene.world.epoll.fd:
            return found
    return connection.fd if connection is not None else None


def frame_parts(packet: Packet | None) -> list[tuple[str, int | None]]:
    """The frame's parts with their bytes: Ethernet 14 (ETH_HLEN), IPv4 20 without options, and what is left for TCP."""
    payload = packet.payload_bytes if packet is not None else None
    rest = packet.length_bytes - 14 - 20 - packet.payload_bytes if packet is not None else 0
    known = rest >= 20  # RFC 9293, section 3.1: the shortest TCP header
    return [
        ("ETHERNET", 14 if known else None),
        ("IP", 20 if known else None),
        ("TCP", rest if known else None),
        ("PAYLOAD", payload),
    ]


def loss(scene: Scene, stage: str) -> str:
    """Why a packet was lost here just now; empty when none was."""
    event = scene.event
    return event.reason if isinstance(event, PacketDropped) and event.where == stage else ""


def loopback(scene: Scene) -> bool:
    """Whether client and server are one host, so that there is no NIC."""
    return scene.header.machine.loopback


def no_hardware(surface: Surface, missing: str) -> None:
    """What a hardware stage shows when there is none."""
    lines = (
        (f"LOOPBACK: {missing}", Role.STRONG),
        ("client and server are one host: the packet never leaves RAM", Role.TEXT),
        ("sender's write() ► softirq in the same system call ► TCP", Role.KERNEL),
    )
    top = max((surface.height - len(lines)) // 2, 0)
    for y, (text, role) in enumerate(lines):
        surface.put_centre(top + y, text, role)
