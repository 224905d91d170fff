"""The world: what the machine holds at one moment, and how each event changes it."""
