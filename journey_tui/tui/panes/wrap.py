"""Words broken into rows by cells, not characters, so that wide and combining scripts stay within their pane."""

from rich.cells import cell_len, chop_cells


def wrapped(text: str, width: int) -> list[str]:
    """The text in rows of at most `width` cells, broken at blanks; a word that is too long is chopped."""
    if width < 1:
        return []
    rows: list[str] = []
    row = ""
    for word in text.split():
        joined = f"{row} {word}" if row else word
        if cell_len(joined) <= width:
            row = joined
            continue
        if row:
            rows.append(row)
        *whole, row = chop_cells(word, width)
        rows.extend(whole)
    return [*rows, row] if row else rows
