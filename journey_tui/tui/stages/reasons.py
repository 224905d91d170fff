"""Why a pattern is taken or not, in as few cells as there are: the word that decides is kept, what stands elsewhere goes.

The sentences are the trace's own (`net/http`'s rules, routing_tree.go and pattern.go, Go 1.22 and later); the whole one is
in the words beside the picture and behind the row's link.
"""

import re
from typing import Final

from rich.cells import cell_len

from journey_tui.tui.surface import fit

_SHORTER: Final = tuple(
    (re.compile(pattern), short)
    for pattern, short in (  # applied from the first on, until it fits
        (r"less specific than .*: takes more ", "takes more "),
        (r"segment \d+ ('.*' is not ')", r"\1"),
        (r"the only pattern that matches", "the only one"),
        (r"the most specific of (\d+) that match", r"best of \1"),
        (r"method is (\S+), pattern wants (\w+).*", r"\1 is not \2"),
        (r"takes .*: the client is sent there", "client is sent there"),
        (r"the path goes on after the pattern's end", "path goes on"),
        (r"'.*' is not '", "not '"),
        (r"takes more methods and paths", "takes more"),
    )
)


def in_cells(reason: str, width: int) -> str:
    """The reason in at most `width` cells: whole, else in fewer words, else cut."""
    for pattern, short in _SHORTER:
        if cell_len(reason) <= width:
            break
        reason = pattern.sub(short, reason, count=1)
    return fit(reason, width)
