"""Playback: the world at any position, and the player that moves through it. It has no clock of its own."""

from journey_tui.playback.breakpoints import Breakpoint, Breakpoints, Hit
from journey_tui.playback.conditions import BreakpointError
from journey_tui.playback.pace import EVENTS_PER_SECOND, SPEEDS, Pace
from journey_tui.playback.place import SeekError, find_position
from journey_tui.playback.player import Player
from journey_tui.playback.timeline import Timeline

__all__ = [
    "EVENTS_PER_SECOND",
    "SPEEDS",
    "Breakpoint",
    "BreakpointError",
    "Breakpoints",
    "Hit",
    "Pace",
    "Player",
    "SeekError",
    "Timeline",
    "find_position",
]
