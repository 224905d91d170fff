"""The keys in force: the keymap, and over it what a viewer's settings say; grouped as help and `journey keys` show them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from journey_tui.content.ui import N_, _
from journey_tui.text import clean_line
from journey_tui.tui.keymap import COMMAND_BY_ID, Command

Commands = Mapping[str, Command]

GROUPS: Final = {
    N_("Play"): ("play", "slower", "faster", "normal_speed", "pace"),
    N_("Move"): (
        *(
            "step",
            "back",
            "page_next",
            "page_previous",
            "next_stage",
            "previous_stage",
            "home",
            "end",
            "go_to",
        ),
        *("follow", "follow_previous"),
    ),
    N_("Run until"): ("break_here", "breaks", "run_next", "run_previous", "remove"),
    N_("Look"): (),
    N_("Find"): ("search", "log", "scenarios", "glossary", "help", "escape", "quit"),
    N_("Teach"): (
        *("chapters", "next_chapter", "previous_chapter", "notes"),
        *("projector", "blank", "theme", "language", "zoom"),
    ),
}
"""Which commands stand together; what no group names is a way of looking."""
MOUSE: Final = (
    (N_("click a stage"), N_("Look at it until Esc or the next step")),
    (N_("click a line"), N_("Open it, or go there")),
    (N_("drag on the bar"), N_("Go there")),
    (N_("wheel on the bar"), N_("Step")),
    (N_("wheel on a list"), N_("Move it")),
    (N_("click a key"), N_("In the last row and in the help: the same as pressing it")),
    (N_("✗ on the bar"), N_("A packet is lost there")),
    (N_("▼ on the bar"), N_("A chapter of the lesson begins there")),
    (N_("◆ on the bar"), N_("A breakpoint is met there")),
)
PALETTE: Final = ("Ctrl+P", N_("Find anything by its words"))

_PROBHAT: Final = (
    "q দ e ী r র t ট y এ u ু i ি o ও p প a া s স d ড f ত g গ h হ j জ k ক l ল z \N{BENGALI LETTER YYA} x শ c চ v আ b ব n ন m ম "
    "w ূ R \N{BENGALI LETTER RRA} T ঠ U উ I ই O ঔ P ফ A অ S ষ D ঢ F থ C ছ V ঋ B ভ N ণ Y ঐ W ঊ "
    "0 ০ 1 ১ 2 ২ 3 ৩ 4 ৪ 5 ৫ 6 ৬ 7 ৭ 8 ৮ 9 ৯"
)
_TWINS: Final = {
    letter: twin if twin.isalnum() else unicodedata.name(twin).lower().replace(" ", "_")
    for letter, twin in zip(_PROBHAT.split()[::2], _PROBHAT.split()[1::2], strict=True)
}
"""What a Bengali (Probhat) keyboard sends for the key of a Latin letter, as Textual names it."""
_SHOWN: Final = {
    "space": "Space",
    "right": "→",
    "left": "←",
    "up": "↑",
    "down": "↓",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "comma": "comma",
}
_MODIFIED: Final = re.compile(r"(?:(?:ctrl|alt|shift|super|meta)\+)+(\w+)")
_LONGEST: Final = 40


def in_force(wanted: Mapping[str, Sequence[str]]) -> tuple[dict[str, Command], list[str]]:
    """Every command with the keys that it has now, and a line for each wish that cannot be met.

    A wish wins over a default; of two wishes for one key the first does.
    """
    commands, wrong = dict(COMMAND_BY_ID), []
    taken: dict[str, str] = {}
    for name, keys in wanted.items():
        if name not in commands:
            wrong.append(f"no command {_quoted(name)}; journey keys lists them")
            continue
        good: list[str] = []
        for written in keys:
            key = textual_name(written)
            if key is None:
                wrong.append(f"{name}: no key {_quoted(written)}")
            elif taken.get(key, name) != name:
                wrong.append(f"{name}: {_quoted(written)} is a key of {taken[key]} already")
            else:
                taken[key] = name
                good.append(key)
        if good:
            commands[name] = _with_keys(commands[name], good)
        else:
            wrong.append(f"{name}: keeps its keys, since none is left of those given")
    wrong += list(_yield_keys(commands, taken))
    return commands, wrong


def _yield_keys(commands: dict[str, Command], taken: Mapping[str, str]) -> Iterator[str]:
    """Take the wished keys from the commands that had them; a command that is left without any is told."""
    for name, command in commands.items():
        lost = [key for key in command.keys if taken.get(key, name) != name]
        kept = [key for key in command.keys if key not in lost]
        if lost:
            commands[name] = _with_keys(command, kept)
            if not latin(commands[name]):
                yield f"{name}: has no key left; {taken[lost[0]]} took {shown(lost[0])}"


def latin(command: Command) -> list[str]:
    """Its keys but for the twins on a Bengali keyboard, which follow of themselves."""
    return [key for key in command.keys if key not in _TWIN_KEYS]


def _with_keys(command: Command, keys: Sequence[str]) -> Command:
    """Its keys, each Latin letter with its twin on a Bengali keyboard."""
    if list(keys) == latin(command):
        return command
    own = [key for key in keys if key not in _TWIN_KEYS]
    twins = [_TWINS[key] for key in own if key in _TWINS]
    return replace(command, keys=tuple(dict.fromkeys([*own, *twins])), shown=", ".join(map(shown, own)))


def textual_name(written: str) -> str | None:
    """A key as Textual calls it, from its character or its name; None for what is no key."""
    from textual import keys

    if len(written) == 1:
        return keys._character_to_key(written) if written.isprintable() else None
    modified = _MODIFIED.fullmatch(written)
    name = modified[1] if modified else written
    known = name in {key.value for key in keys.Keys} or _character(name) is not None
    return written if known and re.fullmatch(r"[\w+]+", written) else None


def shown(key: str) -> str:
    """A key as people write it."""
    if key in _SHOWN:
        return _SHOWN[key]
    if len(key) == 1:
        return key
    if "+" in key:
        return "+".join(
            _SHOWN.get(part, part.capitalize() if len(part) > 1 else part) for part in key.split("+")
        )
    return _character(key) or key.capitalize()


def _character(key: str) -> str | None:
    """What a named key writes."""
    from textual.keys import KEY_NAME_REPLACEMENTS, key_to_character

    long = {short: long for long, short in KEY_NAME_REPLACEMENTS.items()}
    return key_to_character(long.get(key, key))


def changed(commands: Commands) -> dict[str, str]:
    """The keys that are not the keymap's, as `App.set_keymap` takes them."""
    return {
        name: ",".join(command.keys) or "unbound"
        for name, command in commands.items()
        if command.keys != COMMAND_BY_ID[name].keys
    }


def grouped(commands: Commands) -> list[tuple[str, list[tuple[str, str]]]]:
    """Keys and words of every command, and of the mouse, by group; in the language that is spoken."""
    named = {name for names in GROUPS.values() for name in names}
    looks = tuple(name for name in commands if name not in named)
    groups = [
        (
            title,
            [(commands[name].shown, _(commands[name].words)) for name in names or looks if name in commands],
        )
        for title, names in GROUPS.items()
    ]
    palette = (PALETTE[0], _(PALETTE[1]))
    return [(_(title), [*rows, palette] if title == "Find" else rows) for title, rows in groups if rows] + [
        (_("Mouse"), [(_(where), _(words)) for where, words in MOUSE])
    ]


def _quoted(text: str) -> str:
    return f"{clean_line(text, _LONGEST)!r}"


_TWIN_KEYS: Final = frozenset(_TWINS.values())
