"""The screen in ASCII: one character for each character that the program draws with, of the same width.

It is applied where a row is about to be written, so that no drawing and no widget knows of it. Text from files in other
scripts keeps its width: a question mark for each cell.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from rich.cells import cell_len

_SPELLED: Final = (
    # frames: light, heavy, double, round; no two lanes have the same sides and corners, and none has a side that reads as a
    # word's first letter: `#5 packets` would be a number
    ("─╌┄┈╴╶╼╾", "-"),
    ("━╍┅┉", "="),
    ("═", "="),
    ("│┃╎╏┆┇┊┋╵╷╹╻", "|"),
    ("║", ":"),
    ("┌┐└┘├┤┬┴┼┿╭╮╰╯", "+"),
    ("┏┓┗┛┣┫┳┻╋", "*"),
    ("╔╗╚╝╠╣╦╩╬", "+"),
    ("╱", "/"),
    ("╲", "\\"),
    ("╳", "x"),
    # bars and fills
    ("█▉▊▋■◼▮", "#"),
    ("▐", "["),  # the walls of a header that is on
    ("▌", "]"),
    ("▓▒", "%"),
    ("░", "."),
    ("▍▎▏▕", "|"),
    ("▁▂▃▔", "_"),
    ("▄▅▆▇▀", "="),
    ("▖▗▘▙▚▛▜▝▞▟", "#"),
    ("□◻▯", "o"),
    ("▪▫", "="),
    ("•∙·‧⋅", "."),
    # arrows and pointers
    ("▶▸►→⇒➜❯›»↦⟶↪⤷", ">"),
    ("◀◂◄←⇐❮‹«↤⟵↩⤶", "<"),
    ("▲▴△↑⇑↥⌃", "^"),
    ("▼▾▽↓⇓↧⌄", "v"),
    ("⇄⇆↔⟷⇔", "="),
    ("↕⇕", "|"),
    ("↳", ">"),
    ("↵⏎", "<"),
    ("↺↻⟲⟳", "@"),
    # signs
    ("●◉⬤⦿", "@"),
    ("○◯◌", "o"),
    ("◐◑◒◓", "@"),
    ("◆◇", "*"),
    ("★☆✱", "*"),
    ("✓✔", "+"),  # not v, which points down
    ("✗✘✕✖×", "x"),
    ("❚", "|"),
    ("…", "~"),
    ("।", "."),
    ("–—−‐‑", "-"),
    ("‘’′", "'"),
    ("“”″", '"'),
    ("≤", "<"),
    ("≥", ">"),
    ("≠", "!"),
    ("≈", "~"),
    ("∞", "8"),
    ("±", "+"),
    ("÷", "/"),
    ("°", "o"),
    ("µμ", "u"),
    ("Δ∆", "D"),
    ("Σ∑", "S"),
    ("σ", "s"),
    ("λ", "l"),
    ("ρ", "p"),
    ("¼", "q"),
    ("½", "h"),
    ("¾", "t"),
    ("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " "),
)
TABLE: Final[dict[str, str]] = {
    character: plain for characters, plain in _SPELLED for character in characters
}
"""What is written for each drawing character and sign; both take one cell."""


@lru_cache(4096)
def to_ascii(text: str) -> str:
    """The text in ASCII, in as many cells."""
    if text.isascii():
        return text
    spelled = "".join(map(_character, text))
    wide = cell_len(text)
    return spelled if len(spelled) == wide else "?" * wide  # some clusters are narrower than their parts


def _character(character: str) -> str:
    if character.isascii():
        return character
    if character in TABLE:
        return TABLE[character]
    letter = unicodedata.normalize("NFKD", character)[0]
    wide = cell_len(character)
    return letter if wide == 1 and letter.isascii() and letter.isalnum() else "?" * wide
