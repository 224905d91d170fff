"""What a viewer has chosen, remembered in a file of theirs (`settings.toml` in the user's directory for configuration).

The file is the viewer's: a change rewrites the line of that setting and no other, so that comments and whatever we do
not know stay. A file that cannot be read is told of and left as it is. Nothing here ends the program.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from journey_tui.content.ui import CHOICES
from journey_tui.text import clean_line

THEMES: Final = ("dark", "light", "mono", "high-contrast")
LANGUAGES: Final = CHOICES
SPEEDS: Final = (0.25, 0.5, 1, 2, 4, 8, 16, 32, 64)
"""Those of `playback.player.SPEEDS`."""
_LARGEST: Final = 65_536
"""Bytes that a settings file may have."""
_AT_LINE: Final = re.compile(r" ?\(at line (\d+), column \d+\)")
_TABLE: Final = re.compile(r"^\s*\[")

Value = str | bool | int | float


@dataclass(frozen=True, slots=True)
class Settings:
    """What is remembered; None: never chosen."""

    theme: str | None = None
    """One of `THEMES`."""
    language: str | None = None
    pace: str | None = None
    """By its name in the player."""
    speed: float | None = None
    motion: bool | None = None
    ascii: bool | None = None
    tour_seen: bool = False
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys by the command's id, as they are written in the file."""


def _one_of(*values: object) -> Callable[[object], bool]:
    return lambda value: value in values and not isinstance(value, bool)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


_KNOWN: Final[dict[str, tuple[Callable[[object], bool], str]]] = {
    "theme": (_one_of(*THEMES), f"one of {', '.join(THEMES)}"),
    "language": (_one_of(*LANGUAGES), f"one of {', '.join(LANGUAGES)}"),
    "pace": (lambda value: isinstance(value, str), "a name"),
    "speed": (_one_of(*SPEEDS), f"one of {', '.join(map(str, SPEEDS))}"),
    "motion": (_is_flag, "true or false"),
    "ascii": (_is_flag, "true or false"),
    "tour_seen": (_is_flag, "true or false"),
}
"""How each setting is checked, and what it has to be."""


class SettingsFile:
    """The file, read once; what is changed in the program is written to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.wrong: list[str] = []
        """What is wrong with it, one line each."""
        self._sound = True
        """Whether it may be written: it was read whole, or there is none."""
        self.name = _named(path)
        """What it is called when it is spoken of."""
        self.settings = self._read()

    def remember(self, **values: Value) -> str:
        """Write these; returns why that cannot be done, the first time that it cannot."""
        if not self._sound:
            return ""
        self.settings = replace(self.settings, **values)  # type: ignore[arg-type]  # by their names
        try:
            self._write(values)
        except (OSError, ValueError) as error:
            self._sound = False
            reason = getattr(error, "strerror", None) or str(error)
            return f"{_named(self.path)}: settings cannot be remembered: {clean_line(reason, 200)}"
        return ""

    # ── reading ──

    def _read(self) -> Settings:
        try:
            if not self.path.exists():
                return Settings()
            table = _parsed(self._text())
        except (OSError, ValueError, RecursionError) as error:
            self._sound = False
            self.wrong.append(_told(self.path, error))
            return Settings()
        return self._checked(table)

    def _text(self) -> str:
        if not self.path.is_file() or self.path.stat().st_size > _LARGEST:
            raise ValueError("no settings file")
        return self.path.read_text(encoding="utf-8")

    def _checked(self, table: Mapping[str, Any]) -> Settings:
        good: dict[str, Any] = {}
        for name, value in table.items():
            if name == "keys":
                good["keys"] = self._keys(value)
            elif name not in _KNOWN:
                self._complain(
                    name, f"no setting {clean_line(name, 40)!r}; known: {', '.join(_KNOWN)}, [keys]"
                )
            elif not _KNOWN[name][0](value):
                self._complain(name, f"{name} has to be {_KNOWN[name][1]}")
            else:
                good[name] = clean_line(value, 40) if isinstance(value, str) else value
        return Settings(**good)

    def _keys(self, table: object) -> dict[str, tuple[str, ...]]:
        if not isinstance(table, dict):
            self._complain("keys", 'keys has to be a table: [keys], then play = ["space", "k"]')
            return {}
        result = {}
        for name, keys in table.items():
            keys = [keys] if isinstance(keys, str) else keys
            if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
                result[name] = tuple(keys)
            else:
                self._complain(name, f'{clean_line(name, 40)} has to be a list of keys, as in ["space", "k"]')
        return result

    def _complain(self, name: str, text: str) -> None:
        self.wrong.append(f"{self.name}:{self.line_of(name)}: {text}")

    def line_of(self, name: str) -> int:
        """The line on which a setting or a command's keys are given; 1 where it is not found."""
        written = re.compile(rf"""^\s*\[?["']?{re.escape(name)}["']?\s*[\].=]""")
        lines = self._text().splitlines()
        return next((place for place, line in enumerate(lines, 1) if written.match(line)), 1)

    # ── writing ──

    def _write(self, values: Mapping[str, Value]) -> None:
        """Whole or not at all: a new file in place of the old one, which may be a link."""
        path = self.path.resolve()
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = changed(before, values)
        if after == before:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            new.write_text(after, encoding="utf-8")
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def changed(text: str, values: Mapping[str, Value]) -> str:
    """The text of a file with these settings in it; raises `ValueError` where that cannot be done line by line."""
    lines = text.splitlines()
    top = next((place for place, line in enumerate(lines) if _TABLE.match(line)), len(lines))
    for name, value in values.items():
        line = f"{name} = {_literal(value)}"
        known = [place for place in range(top) if re.match(rf"\s*{name}\s*=", lines[place])]
        if known:
            lines[known[0]] = line
        else:
            while top > 0 and not lines[top - 1].strip():
                top -= 1
            lines.insert(top, line)
            top += 1
    result = "\n".join([*lines, ""])
    if _parsed(result) != {**_parsed(text), **values}:
        raise ValueError("it is written in a way that only a person can change")
    return result


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"


def _parsed(text: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    import tomllib

    return tomllib.loads(text)


def _named(path: Path) -> str:
    """The path as people write it: their home is not spelled out."""
    home = str(Path.home())
    text = str(path)
    return clean_line(f"~{text[len(home) :]}" if text.startswith(f"{home}/") else text, 200)


def _told(path: Path, error: Exception) -> str:
    """`PATH:LINE: what`; the line where the parser knows one."""
    text = clean_line(getattr(error, "strerror", None) or str(error), 200)
    at = _AT_LINE.search(text)
    where = f"{_named(path)}:{at[1]}" if at else _named(path)
    return f"{where}: settings are not read: {_AT_LINE.sub('', text)}"
