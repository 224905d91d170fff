"""Loads a scenario file, or refuses it with every mistake in it, each with its line and column.

The text is read into nodes that know their place; pydantic checks the values; what is wrong is taken out and the
rest is checked again, so that one wrong unit does not hide a contradiction further down.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from journey_tui.scenario.checks import contradictions
from journey_tui.scenario.errors import Problem, ScenarioErrors
from journey_tui.scenario.files import check_text, read_text
from journey_tui.scenario.findings import Finding, findings_of
from journey_tui.scenario.model import Scenario
from journey_tui.scenario.support import unsupported
from journey_tui.scenario.yaml_reader import Node, YamlRefused, read_yaml

Steps = tuple[str | int, ...]

_EMPTY: Final = "has no value; write one, or leave the key out"

PatternCheck = Callable[[str, Sequence[str]], Mapping[int, str]]
"""Given a Go version and the routes' patterns: what Go says against some of them, by index.

Handed in, since the rules are ServeMux's and stand in the simulation, which stands above this room.
"""

MOST_PROBLEMS: Final = 1_000
"""Mistakes that are listed; who made more sees the rest next time."""

_RESTS_ON: Final[Mapping[str, frozenset[str | int]]] = {
    "client": frozenset({"clients", "name"}),
    "expect_continue": frozenset({"body_size"}),
    "listen": frozenset({"network", "loopback"}),
    "pattern": frozenset({"pattern"}),
    "rx_frames": frozenset({"rx_usecs"}),
    "target": frozenset({"method"}),
}
"""Which other keys must have been read for what is said of a key to be true."""


def load(path: Path | str, check_patterns: PatternCheck | None = None) -> Scenario:
    """Return the scenario of a file; raises `ScenarioErrors` with all that is wrong with it."""
    try:
        text = read_text(Path(path))
    except YamlRefused as refused:
        raise _whole(refused, str(path)) from None
    return load_text(text, str(path), check_patterns)


def load_text(text: str, name: str, check_patterns: PatternCheck | None = None) -> Scenario:
    """Return the scenario of a text, with `name` for its messages; raises `ScenarioErrors`."""
    try:
        check_text(text)
        root = read_yaml(text)
        if not isinstance(root.value, dict):
            raise YamlRefused(
                "must be a mapping that begins with journey: 1 and a title", root.line, root.column
            )
    except YamlRefused as refused:
        raise _whole(refused, name) from None
    scenario, findings = _checked(root, check_patterns)
    problems = [*_repeated(root, name), *_placed(root, name, findings)]
    if problems or scenario is None:
        ordered = sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column))
        raise ScenarioErrors(ordered[:MOST_PROBLEMS])
    return scenario


def _whole(refused: YamlRefused, name: str) -> ScenarioErrors:
    return ScenarioErrors([Problem(name, refused.line, refused.column, "", str(refused))])


def _checked(root: Node, check_patterns: PatternCheck | None) -> tuple[Scenario | None, list[Finding]]:
    data = root.plain()
    refused = [Finding(path, _EMPTY) for path, node in root.walk() if node.value is None]
    for finding in refused:
        _take_out(data, finding.path)
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        told = {finding.path for finding in refused}
        refused += (finding for finding in findings_of(error) if finding.path not in told)
    else:
        return scenario, [*refused, *_together(scenario, check_patterns)]
    rest = _without(data, [finding.path for finding in refused])
    if rest is None:
        return None, refused
    return None, refused + list(_not_about(refused, _together(rest, check_patterns)))


def _together(scenario: Scenario, check_patterns: PatternCheck | None) -> Iterator[Finding]:
    for path, message in (*contradictions(scenario), *unsupported(scenario)):
        yield Finding(path, message)
    if check_patterns is not None:
        patterns = [route.pattern for route in scenario.server.routes]
        for index, message in check_patterns(scenario.server.go, patterns).items():
            yield Finding(("server", "routes", index, "pattern"), message)


def _not_about(refused: Iterable[Finding], found: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what may only follow from a value that was taken out and became its default."""
    paths = [finding.path for finding in refused if finding.path]
    around = {path[:-1] for path in paths}
    taken_out = {step for path in paths for step in path[-1:]}
    for finding in found:
        basis = _RESTS_ON.get(str(finding.path[-1]), frozenset())
        if finding.path not in around and not basis & taken_out:
            yield finding


def _without(data: dict[str, Any], paths: Iterable[Steps]) -> Scenario | None:
    """Return the scenario without its refused values, or None when it does not hold together then."""
    while paths:
        for path in paths:
            _take_out(data, path)
        try:
            return Scenario.model_validate({"journey": 1, "title": "?"} | data)
        except ValidationError as error:
            # What is refused still stood in a list that is nothing without it: three sizes, two times.
            paths = [finding.path[:-1] for finding in findings_of(error) if len(finding.path) > 1]
    return None


def _take_out(data: dict[str, Any], path: Steps) -> None:
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step] if _has(holder, step) else None
    if isinstance(holder, dict) and path:
        holder.pop(str(path[-1]), None)
    elif path and _has(holder, path[-1]):
        holder[path[-1]] = {}


def _has(holder: Any, step: str | int) -> bool:
    if isinstance(holder, dict):
        return step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder)


def _placed(root: Node, name: str, findings: Iterable[Finding]) -> Iterator[Problem]:
    for finding in findings:
        line, column = _place(root, finding.path, finding.about_key)
        yield Problem(name, line, column, _spelled(finding.path), finding.message)


def _place(root: Node, path: Steps, about_key: bool) -> tuple[int, int]:
    """Return where a value stands: what is no scalar where its key is, a missing one where its mapping begins."""
    node = root
    place = (root.line, root.column)
    for step in path:
        if not _has(node.value, step):
            break
        keys, node = node.key_places, node.value[step]
        written = not (about_key or node.value is None or isinstance(node.value, list | dict))
        place = (node.line, node.column) if written else keys.get(str(step), (node.line, node.column))
    return place


def _repeated(root: Node, name: str) -> Iterator[Problem]:
    for path, node in root.walk():
        for key, line, column in node.repeated:
            first = node.key_places[key][0]
            yield Problem(
                name, line, column, _spelled((*path, key)), f"stands here twice; first in line {first}"
            )


def _spelled(path: Steps) -> str:
    spelled = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return spelled.removeprefix(".")
