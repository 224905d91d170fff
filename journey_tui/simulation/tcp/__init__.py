"""TCP: segments, connections, the listener, and the stack that finds the socket for a segment."""
