"""How many there are of everything, by state: what is shown of ten thousand, so that no drawing has to count them."""

import msgspec


class Crowd(msgspec.Struct, kw_only=True, gc=False):
    """Counts of what the world holds; what there is none of is left out."""

    clients: dict[str, int] = {}
    """By state, as are the next two."""
    requests: dict[str, int] = {}
    connections: dict[str, int] = {}
    """By the server's end."""
    goroutines: dict[str, int] = {}
    waiting: dict[str, int] = {}
    """Goroutines that wait, by their reason."""
    received: dict[int, int] = {}
    """Connections by the bytes in their receive queue: 0, then 1, 2 to 3, 4 to 7 … by the number of bits."""
    sent: dict[int, int] = {}
    """The same of their send queue."""
