"""Playback: the world at any position, and a player without a clock of its own."""
