"""The glossary over the picture: the terms of the stage at hand first; what is typed narrows them.

Below the terms stand the topics, which have pages of their own.
"""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content

from journey_tui.content.glossary import Term, found, glossary
from journey_tui.content.pages import Topic, topics, topics_found
from journey_tui.content.ui import LANGUAGES, _, current
from journey_tui.stages import STAGE_BY_ID
from journey_tui.tui.panes.wrap import wrapped
from journey_tui.tui.screens.finder import Finder


class GlossaryScreen(Finder[Term | Topic]):
    """Answers with the term or the topic that was chosen."""

    def __init__(self, stage: str, wanted: str = "") -> None:
        super().__init__(
            _("Glossary"), _("Enter shows its stage · Esc closes"), _("type to find a term"), wanted
        )
        self._stage = stage

    def found(self, wanted: str) -> Sequence[Term | Topic]:
        """Those that hold the text, in their names before elsewhere; all, the stage's own first, before anything is typed."""
        every: list[Term | Topic] = [*found(wanted, self._stage, current()), *topics_found(wanted, current())]
        every = every or list(_elsewhere(wanted, self._stage))
        return sorted(every, key=lambda result: not _named(result, wanted.casefold()))

    def entry(self, result: Term | Topic, room: int) -> Content:
        """Name and stages, then what it is, then where to look further."""
        if isinstance(result, Topic):
            return _topic(result, room)
        labels = " ".join(STAGE_BY_ID[stage].label for stage in result.stages)
        also = f" ({', '.join(result.also)})" if result.also else ""
        rows = _headed(f"{result.title}{also}", labels, room)
        rows += [f"  {row}" for row in wrapped(result.say, room - 2)]
        if result.see:
            see = _("see {terms}").format(terms=", ".join(result.see))
            rows += [f"  {row}" for row in wrapped(see, room - 2)]
        return Content("\n".join(rows)).stylize("bold", 0, len(result.title))

    def nothing(self) -> str:
        """What is said where none is found."""
        return _("No term holds this.")


def _named(result: Term | Topic, wanted: str) -> bool:
    names = (result.title,) if isinstance(result, Topic) else result.spellings
    return any(wanted in name.casefold() for name in names)


def _elsewhere(wanted: str, stage: str) -> Iterator[Term | Topic]:
    """What another language's words find, in the language that is spoken."""
    for language in LANGUAGES:
        if language != current():
            yield from (glossary(current())[term.name] for term in found(wanted, stage, language))
            yield from (topics(current())[topic.name] for topic in topics_found(wanted, language))


def _topic(topic: Topic, room: int) -> Content:
    """Its title; the page says the rest."""
    rows = [*wrapped(topic.title, room), "  " + _("Enter reads the page.")]
    return Content("\n".join(rows)).stylize("bold", 0, len("\n".join(rows[:-1])))


def _headed(name: str, labels: str, room: int) -> list[str]:
    """A name, and labels at the right end of its first row."""
    first, *more = wrapped(name, max(room - len(labels) - 2, 10))
    return [first + " " * max(room - len(labels) - cell_len(first), 1) + labels, *more]
