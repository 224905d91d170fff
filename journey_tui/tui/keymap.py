"""Every command with its keys and words: the one table behind the bindings, the footer, the help and the palette.

Keys that no keyboard layout moves come first (Space, arrows, Page keys, Home, End), so that a slide clicker and a
Bengali layout work; letters are extras.
"""

from dataclasses import dataclass
from typing import Final

from journey_tui.content.ui import N_


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a viewer can do."""

    id: str
    keys: tuple[str, ...]
    """As Textual names them, the one to show first."""
    shown: str
    """The keys as people write them."""
    words: str
    """What it does, for the help and the palette."""
    short: str = ""
    """One word for the footer; none: not shown there."""


COMMANDS: Final[tuple[Command, ...]] = (
    Command("play", ("space", "k", "ক"), "Space, k", N_("Play or pause"), "Play"),
    Command(
        "step",
        ("right", "full_stop", "l", "ল"),
        "→, ., l",
        N_("Step to the next event"),
        "Step",
    ),
    Command("back", ("left", "comma", "h", "হ"), "←, comma, h", N_("Step back one event"), "Back"),
    Command("page_next", ("pagedown",), "PgDn", N_("Step on, as a slide clicker does; in a list, a page on")),
    Command("page_previous", ("pageup",), "PgUp", N_("Step back; in a list, a page back")),
    Command("next_stage", ("n", "ন"), "n", N_("Go to this request's next stage"), "Stage"),
    Command("previous_stage", ("N", "ণ"), "N", N_("Go to this request's previous stage")),
    Command("home", ("home", "0", "০"), "Home, 0", N_("Go to the beginning")),
    Command("end", ("end", "dollar_sign"), "End, $", N_("Go to the end")),
    Command("go_to", ("g", "গ"), "g", N_("Go to an event, a time or a share"), "Go to"),
    Command("slower", ("left_square_bracket", "minus"), "[, -", N_("Play slower")),
    Command("faster", ("right_square_bracket", "equals_sign"), "], =", N_("Play faster"), "Speed"),
    Command("normal_speed", ("backspace",), "Backspace", N_("Play at normal speed")),
    Command("follow", ("f", "ত"), "f", N_("Follow this request, then the next"), "Follow"),
    Command("follow_previous", ("F", "থ"), "F", N_("Follow the request before it")),
    Command(
        "pace",
        ("a", "bengali_vowel_sign_aa"),
        "a",
        N_("Change the pace: every event alike, true time, every stay alike"),
    ),
    Command(
        "break_here", ("b", "ব"), "b", N_("Set or remove a breakpoint on the stage that is shown"), "Break"
    ),
    Command("breaks", ("B", "ভ"), "B", N_("List the breakpoints, and set others"), "Breakpoints"),
    Command("run_next", ("c", "চ"), "c", N_("Run to the next breakpoint"), "Run"),
    Command("run_previous", ("C", "ছ"), "C", N_("Run back to the previous breakpoint"), "Run back"),
    Command(
        "remove",
        ("x", "delete", "শ"),
        "x, Del",
        N_("Remove the breakpoint that is chosen in the list"),
        "Remove",
    ),
    Command(
        "zoom",
        ("z", "\N{BENGALI LETTER YYA}"),
        "z",
        N_("Give the picture more room, or take it back"),
        "Zoom",
    ),
    Command("look_next", ("tab",), "Tab", N_("Look at the next stage on the map, or turn a lens's page")),
    Command(
        "look_previous",
        ("shift+tab",),
        "Shift+Tab",
        N_("Look at the stage before it, or turn a lens's page back"),
    ),
    Command("choose_next", ("down",), "↓", N_("Choose the next thing in the large pane, or move a list")),
    Command("choose_previous", ("up",), "↑", N_("Choose the thing before it")),
    Command(
        "about",
        ("enter",),
        "Enter",
        N_("Open what is chosen, or read about the stage that is shown"),
        "About",
    ),
    Command(
        "packet",
        ("i", "bengali_vowel_sign_i"),
        "i",
        N_("Inspect the packet at hand: fields, bytes, way"),
        "Packet",
    ),
    Command(
        "lens_next",
        ("v", "আ"),
        "v",
        N_("Look through the next lens: packet, connection, goroutine, buffer …"),
    ),
    Command("lens_previous", ("V", "ঋ"), "V", N_("Look through the lens before it")),
    Command(
        "timeline", ("y", "এ"), "y", N_("Timeline: stages and requests, by event and in true time"), "Time"
    ),
    Command("sequence", ("s", "স"), "s", N_("Sequence chart: packets and system calls"), "Sequence"),
    Command("waterfall", ("d", "ড"), "d", N_("Durations: where this request's time went"), "Durations"),
    Command("requests", ("r", "র"), "r", N_("List all requests"), "Requests"),
    Command(
        "host",
        ("u", "bengali_vowel_sign_u"),
        "u",
        N_("On a real host: what strace, ss, nstat and others print now; once more: the next tool"),
        "Host",
    ),
    Command("host_back", ("U", "উ"), "U", N_("On a real host: the tool before it")),
    Command(
        "next_chapter",
        ("right_curly_bracket", "shift+pagedown"),
        "}, Shift+PgDn",
        N_("Go to the next chapter of a lesson"),
    ),
    Command(
        "previous_chapter",
        ("left_curly_bracket", "shift+pageup"),
        "{, Shift+PgUp",
        N_("Go to where this chapter begins, or the one before it"),
    ),
    Command("chapters", ("m", "ম"), "m", N_("List the chapters and stops of a lesson"), "Chapters"),
    Command("notes", ("p", "প"), "p", N_("Show the notes of this stop"), "Notes"),
    Command("scenarios", ("o", "ও"), "o", N_("Open a scenario"), "Open"),
    Command("log", ("O", "ঔ"), "O", N_("Show the event log")),
    Command("search", ("slash",), "/", N_("Find in the event log, or among all requests"), "Find"),
    Command("glossary", ("t", "ট"), "t", N_("Glossary: the terms of this stage, and all others")),
    Command("theme", ("T", "ঠ"), "T", N_("Change the theme: dark, light, mono, high contrast")),
    Command(
        "language",
        ("e", "bengali_vowel_sign_ii"),
        "e",
        N_("Change the language: English, Bengali, both"),
    ),
    Command("projector", ("P", "ফ"), "P", N_("Projector: light, and only what reads from the back")),
    Command("blank", ("w", "bengali_vowel_sign_uu"), "w", N_("Blank the screen until the next key")),
    Command("help", ("question_mark", "f1"), "?, F1", N_("Show the keys"), "Help"),
    Command("escape", ("escape",), "Esc", N_("Close, unpin, or leave zoom")),
    Command("quit", ("q", "দ"), "q, Ctrl+Q", N_("Quit"), "Quit"),
)
"""In the order in which help lists them; each letter has its twin on a Bengali (Probhat) keyboard layout."""

FOOTER: Final = (
    *("play", "faster", "step", "back", "next_stage", "go_to", "follow", "run_next", "break_here", "search"),
    *("packet", "timeline", "sequence", "waterfall", "requests", "host"),
    *("scenarios", "zoom", "about", "help", "quit"),
)
"""What the footer shows, in this order."""

FOOTER_FIRST: Final = (
    *("play", "step", "back", "help", "quit", "next_stage", "scenarios", "about"),
    *(
        "faster",
        "go_to",
        "zoom",
        "follow",
        "search",
        "packet",
        "requests",
        "timeline",
        "waterfall",
        "run_next",
    ),
    *("sequence", "host", "break_here"),
)
"""Which of them stay as the screen becomes narrow, the most needed first."""

LOOKS: Final = ("look_next", "look_previous")
"""Those that move along the map."""

COMMAND_BY_ID: Final = {command.id: command for command in COMMANDS}
