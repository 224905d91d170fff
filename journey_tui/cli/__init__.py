"""The command line, and the only place that joins the half that makes traces with the half that shows them.

Commands are imported when they are called: `journey --help` loads click and nothing else.
"""

import sys

import click

from journey_tui import __version__
from journey_tui.cli.ending import run_to_the_end
from journey_tui.cli.lazy import LazyGroup

_COMMANDS = {
    "run": "Run a scenario without a screen and print what happened.",
    "narrate": "Tell a run in words, one event a line; nothing is drawn.",
    "view": "Print what strace, ss, nstat or curl would show.",
    "export": "Write a run as a handout, pictures, a recording or packets.",
    "check": "Check scenarios and traces; every mistake by line and column.",
    "explain": "Explain a term, a stage, a topic or a kind of event.",
    "route": "Say which ServeMux pattern gets a request, and why.",
    "teach": "Play a lesson on the screen: stop, ask, vote, reveal.",
    "present": "Follow that lesson in a second terminal: notes, answers, clock.",
    "quiz": "Go through a lesson alone: read, answer, see why.",
    "scenarios": "List the bundled scenarios.",
    "new": "Write a commented scenario with a small lesson to start from.",
    "schema": "Print the JSON Schema of scenario files, for editors.",
    "keys": "Print every key of the screen.",
}


_SCREEN_OPTIONS = {
    "--break CONDITION": "Stop there; may be given again.",
    "--theme [dark|light|mono|high-contrast]": "Colours of the screen; light for a projector.",
    "--ascii / --no-ascii": "Draw with ASCII alone.",
    "--motion / --no-motion": "Show what moves on its way.",
    "--lang [en|bn|both]": "Language of prose.",
    "--bengali [mc0|mc1|off]": "Cells of a Bengali vowel sign here.",
    "--mouse / --no-mouse": "Take the mouse.",
    "--tour / --no-tour": "Five lines at the first start.",
}


@click.group(
    cls=LazyGroup,
    lazy_commands=_COMMANDS,
    default_command="show",
    default_options=_SCREEN_OPTIONS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="journey", message="%(prog)s %(version)s")
def journey() -> None:
    """Watch one HTTP request travel from the wire to a Go handler and back.

    journey [SOURCE] opens the screen; SOURCE is a bundled scenario's name, a scenario file or a trace file
    (default: hello).
    """


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run_to_the_end(journey, "journey"))
