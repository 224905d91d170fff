"""A surface as an SVG picture: sharp at every size, no outside address in it, the same bytes for the same surface."""

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.style import Style

from journey_tui.text import clean_line
from journey_tui.tui.surface import Role, Surface
from journey_tui.tui.themes import STYLES

_CELL: Final = 9.6
_BENGALI: Final = re.compile("[\u0980-\u09ff\u200c\u200d\u0964\u0965]")
_ROW: Final = 18
_FONT_SIZE: Final = 16
_BENGALI_SIZE: Final = 15
"""At 16 bold words of few vowel signs would touch what follows them."""
_BASELINE: Final = 14
_FONTS: Final = "'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,'Liberation Mono',monospace"
_BENGALI_FONTS: Final = "'Noto Sans Bengali','Nirmala UI','Kohinoor Bangla','Lohit Bengali',Vrinda,sans-serif"
"""Those that systems bring: Linux, Windows, macOS; a monospaced one draws conjuncts too narrow to be read."""
_LONGEST_TITLE: Final = 200
_WORDS: Final = re.compile(r"\S+(?: \S+)*")
"""A viewer may fold two blanks into one, so that no text may hold two."""
_SCRIPTS: Final = re.compile(
    "[\u0980-\u09ff\u200c\u200d\u0964\u0965]+[,;:.!?)]*|[^\u0980-\u09ff\u200c\u200d\u0964\u0965]+"
)
"""A Bengali word, whole, so that its letters join, with the signs that follow it; or what stands between two."""


def svg(surface: Surface, theme: str, title: str) -> str:
    """The surface in that theme's colours; `title` is what a screen reader says of it."""
    styles = STYLES[theme]
    width, height = surface.width * _CELL, surface.height * _ROW
    ground = _hex(styles[Role.TEXT], background=True)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" role="img">',
        f"<title>{escape(clean_line(title, _LONGEST_TITLE))}</title>",
        f'<rect width="100%" height="100%" fill="{ground}"/>',
        f'<g font-family="{_FONTS}" font-size="{_FONT_SIZE}">',
    ]
    for y in range(surface.height):
        x = 0
        for text, role in surface.runs(y):
            lines += _run(text, x, y, styles[role], ground)
            x += cell_len(text)
    return "\n".join([*lines, "</g>", "</svg>", ""])


def _run(text: str, x: int, y: int, style: Style, ground: str) -> list[str]:
    """A filled rectangle where the ground differs, and the words, each as wide as its cells."""
    width = cell_len(text) * _CELL
    fill = _hex(style, background=True)
    drawn = []
    if fill != ground:
        drawn.append(
            f'<rect x="{x * _CELL:g}" y="{y * _ROW}" width="{width:g}" height="{_ROW}" fill="{fill}"/>'
        )
    weight = ' font-weight="bold"' if style.bold else ""
    weight += ' text-decoration="underline"' if style.underline else ""
    look = f'y="{y * _ROW + _BASELINE}" fill="{_hex(style)}"{weight}'
    for start, shown in _pieces(text):
        left = (x + cell_len(text[:start])) * _CELL
        drawn.append(f'<text x="{left:g}" {look} {_measure(shown)}>{escape(shown)}</text>')
    return drawn


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """What is written as one, with where it begins: words a blank apart, and each word of Bengali by itself."""
    for words in _WORDS.finditer(text):
        for piece in _SCRIPTS.finditer(words[0]):
            shown = piece[0].strip()
            if shown:
                yield words.start() + piece.start() + len(piece[0]) - len(piece[0].lstrip()), shown


def _measure(shown: str) -> str:
    """Stretched to its cells; Bengali as wide as it comes, since letters that are pulled apart do not join."""
    if _BENGALI.match(shown):
        return f'font-family="{_BENGALI_FONTS}" font-size="{_BENGALI_SIZE}"'
    return f'textLength="{cell_len(shown) * _CELL:g}" lengthAdjust="spacingAndGlyphs"'


def _hex(style: Style, background: bool = False) -> str:
    colour = style.bgcolor if background else style.color
    return colour.get_truecolor().hex if colour is not None else "#000000"
