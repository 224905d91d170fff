"""The scenarios that come with the program, by name.

A wheel carries them inside the package; in a checkout they stand at the top, where a reader looks for them.
"""

from importlib import resources
from pathlib import Path
from typing import Final

from journey_tui.scenario.errors import Problem, ScenarioErrors, shown
from journey_tui.scenario.suggestions import did_you_mean

SUFFIX: Final = ".yaml"
LESSONS: Final = "lessons"
"""The folder of those that are taught, beside the others; each is named NUMBER-NAME."""


def _folder() -> Path:
    package = Path(str(resources.files("journey_tui")))
    inside = package / "_scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def names() -> list[str]:
    """Return the names of all bundled scenarios, in alphabetical order; lessons have a list of their own."""
    return sorted(file.stem for file in _folder().glob(f"*{SUFFIX}"))


def lesson_names() -> list[str]:
    """Return the names of all bundled lessons, in the order in which they are best taught."""
    return sorted(file.stem for file in (_folder() / LESSONS).glob(f"*{SUFFIX}"))


def path(name: str) -> Path:
    """Return the file of a bundled scenario or lesson; raises `ScenarioErrors` when there is none of that name."""
    found = _bundled(name)
    if found is None:
        known = names()
        nearest = did_you_mean(name, [*known, *_spoken_names()])
        message = f"no bundled scenario of this name; there are {', '.join(known)}{nearest}"
        raise ScenarioErrors([Problem(name, 0, 0, "", message)])
    return found


def _bundled(name: str) -> Path | None:
    return _folder() / f"{name}{SUFFIX}" if name in names() else lesson_path(name)


def lesson_path(name: str) -> Path | None:
    """Return the file of a bundled lesson, named with its number, without or by it; None when there is none."""
    for lesson in lesson_names():
        number, _, spoken = lesson.partition("-")
        if name in {lesson, spoken, number, number.lstrip("0")}:
            return _folder() / LESSONS / f"{lesson}{SUFFIX}"
    return None


def _spoken_names() -> list[str]:
    """The lessons' names as people say them, without the number."""
    return [name.partition("-")[2] for name in lesson_names()]


def every_name() -> list[str]:
    """Return every bundled name, lessons too: what somebody who mistyped may have meant."""
    return [*names(), *lesson_names(), *_spoken_names()]


def titles() -> list[tuple[str, str]]:
    """Return the name and the title of every bundled scenario."""
    from journey_tui.scenario.loader import load  # resolve() needs neither pydantic nor a YAML reader

    return [(name, load(path(name)).title) for name in names()]


def is_source(source: str) -> bool:
    """Return whether a SOURCE is a bundled scenario's name or something that is there."""
    file = Path(source)
    try:
        # A broken link is there, and whoever opens it says what is wrong with it.
        return _bundled(source) is not None or (bool(source) and (file.exists() or file.is_symlink()))
    except (OSError, ValueError):
        return False


def resolve(source: str) -> Path:
    """Return the file that a SOURCE means: a bundled scenario's name goes before a file in this folder.

    Raises `ScenarioErrors` when it is neither; whether a file that is there can be read is the loader's to say.
    """
    found = _bundled(source)
    if found is not None:
        return found
    file = Path(source)
    if is_source(source):
        return file
    looks_like_a_path = "/" in source or file.suffix in {SUFFIX, ".yml", ".jsonl"}
    message = (
        "no such file"
        if looks_like_a_path
        else "neither a file nor a bundled scenario; see journey scenarios, or for lessons journey teach"
    )
    hint = did_you_mean(file.stem if looks_like_a_path else source, every_name())
    raise ScenarioErrors([Problem(source if source else shown(""), 0, 0, "", message + hint)])
