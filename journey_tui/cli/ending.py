"""How the program ends: what it says, and its exit code, when its output has no place to go or somebody stops it.

Click alone would end a closed pipe with 1 and a full disk with a traceback. Here a reader that has seen enough ends
it without a word, as it ends other tools; whatever else cannot be written is one sentence and exit code 2.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import click

REFUSED: Final = 2
"""Exit code for whatever somebody has to mend: a file, an option, a disk."""

_OF_A_SIGNAL: Final = 128
"""Shells add it to the number of the signal that ended a program."""


class ReaderGone(Exception):
    """Nobody reads the output any more. A BrokenPipeError would be taken by click, which ends with 1 for it."""


@contextmanager
def readers_may_leave() -> Iterator[None]:
    """Raise `ReaderGone` instead of `BrokenPipeError`."""
    try:
        yield
    except BrokenPipeError:
        raise ReaderGone from None


def run_to_the_end(command: click.Command, name: str) -> int:
    """Run a command with the arguments of this process and return its exit code."""
    _stand_in_for_closed_output()
    try:
        code = command.main(prog_name=name, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _flush_or_drop()
        with suppress(OSError):
            error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _OF_A_SIGNAL + signal.SIGINT
    except (BrokenPipeError, ReaderGone):
        _drop_output()
        return _OF_A_SIGNAL + getattr(signal, "SIGPIPE", 13)
    except OSError as error:
        _drop_output()
        with suppress(OSError):
            click.echo(f"{error.filename or 'standard output'}: {what_failed(error)}", err=True)
        return REFUSED
    except Exception as error:
        from journey_tui import crash

        _flush_or_drop()
        with suppress(OSError):
            click.echo(crash.told(error), err=True)
        return crash.EXIT_CODE
    return code if isinstance(code, int) else 0


def what_failed(error: OSError) -> str:
    """Return the system's words for an error, as part of a sentence."""
    return (error.strerror or str(error)).lower()


def _stand_in_for_closed_output() -> None:
    """Without a standard output (`>&-`) Python has None for it: here is one that refuses to be written to."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")


def _flush_or_drop() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()


def _drop_output() -> None:
    """Let what is still buffered vanish, so that Python does not fail with it a second time while it exits."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
