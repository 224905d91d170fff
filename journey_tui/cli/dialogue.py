"""Asks a lesson's questions line by line, for whoever reads and types: the same in a quiz and beside a narration."""

import re
import sys
from collections.abc import Callable, Iterable
from random import Random
from typing import TYPE_CHECKING, Final

import click

from journey_tui.cli.paragraphs import paragraphs, reading_width
from journey_tui.content.ui import _, _n
from journey_tui.text import clean_line

if TYPE_CHECKING:
    from journey_tui.content.lesson import LessonWords
    from journey_tui.playback.lesson import Asked, Reply, ResolvedStop, Session, Verdict

LEAVE: Final = "q"
HINT: Final = "?"
_LONGEST_LINE: Final = 200
_NUMBER: Final = re.compile(r"[+-]?\d{1,18}")
_SEPARATORS: Final = re.compile(r"[\s,;।]+")
_INDENT: Final = "     "

ReadLine = Callable[[str], str | None]
"""Shows a prompt and returns what was typed; None when there is nobody any more."""


def typed_line() -> str | None:
    """The next line of standard input, cleaned; None where there is none, or where it is closed."""
    if sys.stdin is None:  # started with `<&-`
        return None
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        return ""
    return clean_line(line, _LONGEST_LINE) if line else None


def read_line(prompt: str) -> str | None:
    """One line from standard input."""
    click.echo(f"{prompt} ", nl=False)
    line = typed_line()
    if line is None or not sys.stdin.isatty():
        click.echo()  # nobody has typed a newline on this terminal
    return line


class Dialogue:
    """Puts the questions of one session."""

    def __init__(
        self,
        words: "LessonWords",
        session: "Session",
        hint: Callable[["ResolvedStop"], str],
        shuffled: bool = False,
        read: ReadLine = read_line,
    ) -> None:
        self._words = words
        self._session = session
        self._hint = hint
        self._shuffled = shuffled
        self._read = read
        self._width = reading_width()

    def ask(self, stop: "ResolvedStop") -> bool:
        """Put a stop's question until it is answered, and say what is right; False when the reader leaves."""
        asked = stop.question
        assert asked is not None
        shown = self._shown(stop, asked)
        points = _n("{count} point", "{count} points", asked.points).format(count=asked.points)
        self.tell(_("Question ({points}): {ask}").format(points=points, ask=self._words.ask(stop)))
        texts = self._words.choices(stop)
        for number, place in enumerate(shown, 1):
            self._item(f"{number:>3}", texts[place - 1])
        while True:
            typed = self._read(_prompt(asked))
            if typed is None or typed.casefold() == LEAVE:
                return False
            if typed == HINT:
                self.tell(self._hint(stop) or _("There is no hint here."))
                continue
            reply = _reply(asked, typed, shown)
            if reply is not None:
                break
            self.tell(_wanted(asked))
        self._judge(stop, asked, self._session.reply(reply), shown)
        return True

    def tell(self, text: str, indent: str = "") -> None:
        """Print prose."""
        _print(paragraphs(text, self._width, indent))

    def _item(self, first: str, text: str) -> None:
        _print(paragraphs(text, self._width, _INDENT, f"{first}  "))

    def _shown(self, stop: "ResolvedStop", asked: "Asked") -> list[int]:
        """The numbers of the choices in the order in which they are shown: the same each time."""
        places = list(range(1, len(asked.choices) + 1))
        if self._shuffled and asked.kind != "order":  # those are mixed already
            Random(f"{self._session.lesson.header.seed} {stop.id}").shuffle(places)
        return places

    def _judge(self, stop: "ResolvedStop", asked: "Asked", verdict: "Verdict", shown: list[int]) -> None:
        self.tell(self._verdict(asked, verdict, shown))
        for number, place in enumerate(shown, 1):
            because = self._words.choice_because(stop, place)
            if because:
                mark = _("right") if asked.choices[place - 1].right else _("wrong")
                self._item(f"{number:>3}", because if asked.kind == "order" else f"{mark}: {because}")
        because = self._words.because(stop)
        if because:
            self.tell(because)

    def _verdict(self, asked: "Asked", verdict: "Verdict", shown: list[int]) -> str:
        if verdict.right:
            points = _n("{count} point", "{count} points", verdict.points).format(count=verdict.points)
            return _("Right: {points}.").format(points=points)
        if asked.takes_number:
            return _("Wrong: it is {answer}.").format(answer=verdict.correct[0])
        numbers = ", ".join(str(shown.index(place) + 1) for place in verdict.correct)
        if asked.kind == "order":
            return _("Wrong: the order is {numbers}.").format(numbers=numbers)
        return _("Wrong: right is {numbers}.").format(numbers=numbers)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _prompt(asked: "Asked") -> str:
    count = len(asked.choices)
    match asked.kind:
        case "count" | "measure":
            return _("How many? (a number; ? hint, q leave)")
        case "several":
            return _("All that are right, such as 1 3 (1-{count}; ? hint, q leave)").format(count=count)
        case "order":
            return _("In which order, such as 2 1 3? (1-{count}; ? hint, q leave)").format(count=count)
        case _:
            return _("Your answer (1-{count}; ? hint, q leave)").format(count=count)


def _wanted(asked: "Asked") -> str:
    """What to type, for who typed something else."""
    count = len(asked.choices)
    match asked.kind:
        case "count" | "measure":
            return _("Type a whole number.")
        case "several":
            return _("Type the numbers of all that are right, from 1 to {count}, each once.").format(
                count=count
            )
        case "order":
            return _("Type all {count} numbers in their order, each once.").format(count=count)
        case _:
            return _("Type one number from 1 to {count}.").format(count=count)


def _reply(asked: "Asked", typed: str, shown: list[int]) -> "Reply | None":
    """What was typed, as a reply; None when it is none."""
    if asked.takes_number:
        digits = re.sub(r"[,_ ]", "", typed)
        found = (int(digits),) if _NUMBER.fullmatch(digits) else ()
        return found if asked.fits(found) else None
    words = [word for word in _SEPARATORS.split(typed) if word]
    if not words or not all(_NUMBER.fullmatch(word) for word in words):
        return None
    numbers = [int(word) for word in words]
    if not all(1 <= number <= len(shown) for number in numbers):
        return None
    reply = tuple(shown[number - 1] for number in numbers)
    return reply if asked.fits(reply) else None
