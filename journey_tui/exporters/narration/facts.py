"""What the drawings show besides numbers, as sentences: who runs where, who waits for what, which state TCP is in.

Only what the event at hand is about is looked at, and what there are few of: cores, processors, rings. So ten thousand
connections cost a narration nothing.
"""

from typing import Final

from journey_tui.exporters.narration.host import HOST
from journey_tui.exporters.narration.runtime import RUNTIME
from journey_tui.exporters.narration.said import Fact

FACTS: Final[tuple[Fact, ...]] = (*HOST, *RUNTIME)
"""Every fact, in the order of the way in."""
