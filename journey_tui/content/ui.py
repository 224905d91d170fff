"""What the program itself says to a viewer, in their language: gettext, with English as the key of every message.

    from journey_tui.content.ui import _
    _("Stop {number} of {count}").format(number=1, count=9)

Prose goes through here: dialogs, notices, help, prompts, what commands print for people. Labels inside drawings, names of
stages, table headings and messages about files stay English: they are the field's own words, or are searched for.

The language is the process's, not a parameter: one person looks at one screen. English needs no catalogue, so that the
first picture in it waits for none.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gettext import GNUTranslations

LANGUAGES: Final = ("en", "bn")
"""Those with a catalogue; English is the messages themselves."""
DOMAIN: Final = "journey_tui"
BOTH: Final = "both"
"""The choice of a viewer who reads English and Bengali side by side."""
CHOICES: Final = (*LANGUAGES, BOTH)
"""What a viewer may choose: a language, or both."""
_PARTS: Final = {"en": ("en",), "bn": ("bn",), BOTH: ("en", "bn")}
_ASKED: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Variables that name the language of messages, the stronger first (locale(7))."""

_language = "en"
_catalogue: "GNUTranslations | None" = None


def _(message: str) -> str:
    """A message in the language that is spoken; the message itself where the catalogue has none."""
    return message if _catalogue is None or not message else _catalogue.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a message that fits a count."""
    if _catalogue is None:
        return one if count == 1 else many
    return _catalogue.ngettext(one, many, count)


_n = ngettext


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a message that is translated where it is shown, since it is made before a language is chosen."""
    return message


def current() -> str:
    """The code of the language that is spoken."""
    return _language


def speak(language: str) -> None:
    """Speak a language from now on; `both` speaks Bengali, since prose stands in English beside it.

    Raises `ValueError` for one that has no catalogue.
    """
    global _language, _catalogue  # noqa: PLW0603 - one process has one reader
    own = parts(language)[-1]
    _catalogue = None if own == "en" else catalogue(own)
    _language = own


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = _language
    speak(language)
    try:
        yield
    finally:
        speak(before)


def parts(choice: str) -> tuple[str, ...]:
    """The languages that a choice asks for, in the order in which they are shown; raises `ValueError` for no choice."""
    if choice not in _PARTS:
        raise ValueError(f"no language {choice!r}; known: {', '.join(CHOICES)}")
    return _PARTS[choice]


def asked_for(environment: Mapping[str, str]) -> str:
    """The language that a system's environment asks for: `bn` for bn_BD or bn_IN, else English."""
    named = next((environment[name] for name in _ASKED if environment.get(name)), "")
    own = named.partition(".")[0].partition("_")[0].lower()
    return own if own in LANGUAGES else "en"


def everywhere(message: str) -> str:
    """A message in every language, a line each: what is searched, whichever language is shown."""
    said = [message, *(catalogue(language).gettext(message) for language in LANGUAGES[1:])]
    return "\n".join(dict.fromkeys(said))


@cache
def catalogue(language: str) -> "GNUTranslations":
    """The messages of a language, as they were compiled."""
    from gettext import GNUTranslations
    from importlib.resources import files

    place = files("journey_tui.content") / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with place.open("rb") as compiled:
        return GNUTranslations(compiled)
