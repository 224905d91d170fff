"""How long each goroutine did what: told where it ends, as its own picture sums it up."""

from dataclasses import dataclass, field

from journey_tui.content.ui import _
from journey_tui.trace import Event
from journey_tui.units import format_time
from journey_tui.world.state import World


@dataclass(slots=True)
class _Life:
    """One goroutine so far."""

    state: str
    since_ns: int
    sums_ns: dict[str, int] = field(default_factory=dict)
    """By state, in the order in which it came to each."""

    def turn(self, state: str, time_ns: int) -> None:
        """It is in another state from now on."""
        self.sums_ns[self.state] = self.sums_ns.get(self.state, 0) + time_ns - self.since_ns
        self.state, self.since_ns = state, time_ns


class Lives:
    """The goroutines that live; those that have ended are forgotten when they have been told of."""

    def __init__(self) -> None:
        self._lives: dict[int, _Life] = {}

    def told(self, event: Event | None, world: World) -> list[str]:
        """What an event ends, in words; else it is only noted."""
        if event is None or event.goroutine is None:
            return []
        number = event.goroutine
        found = world.goroutines.get(number)
        life = self._lives.get(number)
        if life is None:
            if found is not None:
                self._lives[number] = _Life(found.state, event.time_ns)
            return []
        if found is None:
            life.turn("", event.time_ns)
            del self._lives[number]
            sums = ", ".join(
                f"{state} {format_time(time_ns)}" for state, time_ns in life.sums_ns.items() if time_ns
            )
            return [_("G{goroutine} in all: {sums}").format(goroutine=number, sums=sums)] if sums else []
        if found.state != life.state:
            life.turn(found.state, event.time_ns)
        return []
