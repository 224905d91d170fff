"""The world: what the machine holds at one moment, and how each event changes it."""

from journey_tui.world.apply import apply
from journey_tui.world.counters import COUNTERS
from journey_tui.world.empty import empty_world
from journey_tui.world.state import World, freeze, thaw

__all__ = ["COUNTERS", "World", "apply", "empty_world", "freeze", "thaw"]
