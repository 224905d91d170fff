"""Playback: the world at any position, and the player that moves through it. It has no clock of its own."""

from journey_tui.playback.place import SeekError, find_position
from journey_tui.playback.player import EVENTS_PER_SECOND, SPEEDS, Player
from journey_tui.playback.timeline import Timeline

__all__ = ["EVENTS_PER_SECOND", "SPEEDS", "Player", "SeekError", "Timeline", "find_position"]
