"""What is said when the program itself fails: one line for whoever uses it, and a report in a file for whoever mends it.

The report holds the calls and no values of theirs, since those may be anybody's text.
"""

import os
import tempfile
import traceback
from pathlib import Path
from typing import Final

from journey_tui import __version__
from journey_tui.text import clean, clean_line

EXIT_CODE: Final = 70
"""An error in the program, not in what it was given: EX_SOFTWARE of BSD's sysexits.h."""
_LONGEST: Final = 300
_LONGEST_REPORT: Final = 200_000


def told(error: BaseException, while_doing: str = "") -> str:
    """One line to print: what failed and where the report is; writes the report where the user's system keeps such files."""
    said = clean_line(f"{type(error).__name__}: {error}".removesuffix(": "), _LONGEST)
    where = f" ({clean_line(while_doing, _LONGEST)})" if while_doing else ""
    line = f"journey: an error in the program itself{where}: {said}."
    try:
        return f"{line} Please send the report: {_kept(_report(error, line))}"
    except OSError as problem:
        return f"{line} No report could be written: {clean_line(str(problem), _LONGEST)}"


def _report(error: BaseException, line: str) -> str:
    calls = "".join(traceback.format_exception(error))
    return clean(f"journey_tui {__version__}\n{line}\n\n{calls}", _LONGEST_REPORT) + "\n"


def _kept(report: str) -> Path:
    """Where it is now; the last one is replaced, whole. Raises `OSError`."""
    from platformdirs import user_state_path

    folder = user_state_path("journey_tui", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "crash.txt"
    descriptor, name = tempfile.mkstemp(dir=folder, prefix="crash-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            written.write(report)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return file
