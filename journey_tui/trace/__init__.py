"""The trace: the event types, their ordered list and its file format."""
