"""The state of the machine in words, for who cannot see it drawn: what an event has changed, and nothing else.

Every measure that a breakpoint or a question may ask for is told under the same words (`playback.measures`), so that
whatever can be asked of a run can be answered from its narration alone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from journey_tui.content.ui import N_, _
from journey_tui.exporters.narration.facts import FACTS
from journey_tui.exporters.narration.lives import Lives
from journey_tui.exporters.narration.said import Key, Said, alive
from journey_tui.playback.measures import MEASURES, Measure
from journey_tui.trace import Event
from journey_tui.trace.header import TraceHeader
from journey_tui.world.state import Connection, World

_FEW_FACTS: Final = 1024
_MOST_OF_A_KIND: Final = 16
"""Things of one kind that are told of where a narration begins: of ten thousand goroutines nobody listens to each."""
_PLAIN: Final = N_("{measure} {value}")
_LIMITED: Final = N_("{measure} {value} of {limit}")
_OF_CONNECTION: Final = N_("{measure} of connection {connection}: {value}")
_OF_CONNECTION_LIMITED: Final = N_("{measure} of connection {connection}: {value} of {limit}")

_LIMITS: Final[dict[str, Callable[[World], int]]] = {
    "accept queue": lambda world: world.listener.backlog + 1 if world.listener.backlog else 0,
    "syn queue": lambda world: world.listener.backlog + 1 if world.listener.backlog else 0,
    "ring used": lambda world: sum(ring.size for ring in world.rx_rings[:1]),
    "tx ring": lambda world: world.tx_ring.size,
}
"""How many find room, by the measure's words; `listen(backlog N)` holds N + 1 (`sk_acceptq_is_full`, include/net/sock.h)."""
_CONNECTION_LIMITS: Final[dict[str, Callable[[Connection], int]]] = {
    "receive buffer": lambda connection: connection.receive_capacity,
    "send buffer": lambda connection: connection.send_capacity,
}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One measure at one moment; the connection's number where each connection has its own."""

    measure: Measure
    connection: int | None
    value: int
    limit: int = 0

    def told(self) -> str:
        """In the language that is spoken."""
        limited = self.limit > 0
        if self.connection is None:
            words = _LIMITED if limited else _PLAIN
        else:
            words = _OF_CONNECTION_LIMITED if limited else _OF_CONNECTION
        return _(words).format(
            measure=self.measure.words, value=self.value, limit=self.limit, connection=self.connection
        )


class State:
    """What has been told of a run so far; asked after each event, it tells what is new."""

    def __init__(self, header: TraceHeader, world: World) -> None:
        self._header = header
        self._measured: dict[tuple[str, int | None], int] = {}
        self._counters: dict[str, int] = {}
        self._facts: dict[Key, Said] = {}
        self._lives = Lives()
        self._told: set[Key] = set()
        """Of which of them something has been said."""
        self._most_facts = _FEW_FACTS
        """How many are kept before those of what has ended are forgotten."""
        self.changes(None, world)

    def everything(self, world: World) -> list[str]:
        """All that was told last, as words: where a narration begins in the middle of a run."""
        readings = [reading for reading in _readings(world) if reading.value]
        told = (
            said
            for said in self._facts.values()
            if (said.key in self._told or not said.usual) and alive(world, said.key)
        )
        counters = (f"{name} {count}" for name, count in world.counters.items() if count)
        return [*(one.told() for one in readings), *_few(told), *_files(world), *counters]

    def changes(self, event: Event | None, world: World) -> list[str]:
        """What is otherwise than it was when it was last asked."""
        if len(self._facts) > self._most_facts:
            self._facts = {key: said for key, said in self._facts.items() if alive(world, key)}
            self._told &= self._facts.keys()
            self._most_facts = max(2 * len(self._facts), _FEW_FACTS)
        return [
            *self._measures(world),
            *self._other(event, world),
            *self._lives.told(event, world),
            *self._counted(world),
        ]

    def _measures(self, world: World) -> Iterator[str]:
        for reading in _readings(world):
            key = (reading.measure.words, reading.connection)
            if self._measured.get(key, 0) != reading.value:
                self._measured[key] = reading.value
                yield reading.told()

    def _counted(self, world: World) -> Iterator[str]:
        """Counters under the names that nstat and ethtool print; names need no translation."""
        for name, count in world.counters.items():
            if self._counters.get(name, 0) != count:
                self._counters[name] = count
                yield f"{name} {count}"

    def _other(self, event: Event | None, world: World) -> Iterator[str]:
        for fact in FACTS:
            for said in fact(world, event, self._header):
                before = self._facts.get(said.key)
                if before == said:
                    continue
                self._facts[said.key] = said
                if before is not None or not said.usual:
                    self._told.add(said.key)
                    yield said.told()


def _few(told: Iterable[Said]) -> Iterator[str]:
    """What is said of each kind of thing: of the latest few, and of how many more."""
    kinds: dict[str | int, list[Said]] = {}
    for said in told:
        kinds.setdefault(said.key[0], []).append(said)
    for said_of_kind in kinds.values():
        if len(said_of_kind) > _MOST_OF_A_KIND:
            yield _("{count} more like these").format(count=len(said_of_kind) - _MOST_OF_A_KIND)
        yield from (said.told() for said in said_of_kind[-_MOST_OF_A_KIND:])


def _files(world: World) -> Iterator[str]:
    """The FD table, as far as it fits into a sentence."""
    if world.fds:
        named = [
            f"fd {entry.fd} {entry.description}" for entry in islice(world.fds.values(), _MOST_OF_A_KIND)
        ]
        more = [f"+{len(world.fds) - len(named)}"] if len(world.fds) > len(named) else []
        yield _("open files: {files}").format(files=", ".join((*named, *more)))


def _readings(world: World) -> Iterator[_Reading]:
    connection = world.connections.get(-1 if world.connection is None else world.connection)
    for measure in MEASURES:
        owner, value = measure.read(world)
        if measure.of_connection is None:
            limit = _LIMITS.get(measure.words)
            yield _Reading(measure, None, value, 0 if limit is None else limit(world))
        elif connection is not None:
            room = _CONNECTION_LIMITS.get(measure.words)
            yield _Reading(measure, owner, value, 0 if room is None else room(connection))
