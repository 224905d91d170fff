"""The scenarios that come with the program, by name.

A wheel carries them inside the package; in a checkout they stand at the top, where a reader looks for them.
"""

from importlib import resources
from pathlib import Path
from typing import Final

from journey_tui.scenario.errors import Problem, ScenarioErrors, shown
from journey_tui.scenario.suggestions import did_you_mean

SUFFIX: Final = ".yaml"


def _folder() -> Path:
    package = Path(str(resources.files("journey_tui")))
    inside = package / "_scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def names() -> list[str]:
    """Return the names of all bundled scenarios, in alphabetical order."""
    return sorted(file.stem for file in _folder().glob(f"*{SUFFIX}"))


def path(name: str) -> Path:
    """Return the file of a bundled scenario; raises `ScenarioErrors` when there is none of that name."""
    known = names()
    if name not in known:
        message = f"no bundled scenario of this name; there are {', '.join(known)}{did_you_mean(name, known)}"
        raise ScenarioErrors([Problem(name, 0, 0, "", message)])
    return _folder() / f"{name}{SUFFIX}"


def titles() -> list[tuple[str, str]]:
    """Return the name and the title of every bundled scenario."""
    from journey_tui.scenario.loader import load  # resolve() needs neither pydantic nor a YAML reader

    return [(name, load(path(name)).title) for name in names()]


def is_source(source: str) -> bool:
    """Return whether a SOURCE is a bundled scenario's name or something that is there."""
    file = Path(source)
    try:
        # A broken link is there, and whoever opens it says what is wrong with it.
        return source in names() or (bool(source) and (file.exists() or file.is_symlink()))
    except (OSError, ValueError):
        return False


def resolve(source: str) -> Path:
    """Return the file that a SOURCE means: a bundled scenario's name goes before a file in this folder.

    Raises `ScenarioErrors` when it is neither; whether a file that is there can be read is the loader's to say.
    """
    known = names()
    if source in known:
        return path(source)
    file = Path(source)
    if is_source(source):
        return file
    looks_like_a_path = "/" in source or file.suffix in {SUFFIX, ".yml", ".jsonl"}
    message = (
        "no such file"
        if looks_like_a_path
        else "neither a file nor a bundled scenario; see journey scenarios"
    )
    hint = did_you_mean(file.stem if looks_like_a_path else source, known)
    raise ScenarioErrors([Problem(source if source else shown(""), 0, 0, "", message + hint)])
