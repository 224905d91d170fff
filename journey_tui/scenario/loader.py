"""Loads a scenario file, or refuses it with every mistake in it, each with its line and column.

The text is read into nodes that know their place; pydantic checks the values; what is wrong is taken out and the
rest is checked again, so that one wrong unit does not hide a contradiction further down.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from journey_tui.scenario.checks import contradictions
from journey_tui.scenario.errors import Finding, Problem, ScenarioErrors, Steps
from journey_tui.scenario.files import check_text, read_text
from journey_tui.scenario.findings import findings_of
from journey_tui.scenario.lesson.mending import mended
from journey_tui.scenario.model import Scenario
from journey_tui.scenario.telling import MOST_TOLD, problems_of
from journey_tui.scenario.yaml_reader import Node, YamlRefused, has_step, read_yaml

_EMPTY: Final = "has no value; write one, or leave the key out"

PatternCheck = Callable[[str, Sequence[str]], Mapping[int, str]]
"""Given a Go version and the routes' patterns: what Go says against some of them, by index.

Handed in, since the rules are ServeMux's and stand in the simulation, which stands above this room.
"""

_RESTS_ON: Final[Mapping[str, frozenset[str | int]]] = {
    "after": frozenset({"id"}),
    "client": frozenset({"clients", "name"}),
    "expect_continue": frozenset({"body_size"}),
    "from": frozenset({"id"}),
    "listen": frozenset({"network", "loopback"}),
    "pattern": frozenset({"pattern"}),
    "rx_frames": frozenset({"rx_usecs"}),
    "target": frozenset({"method"}),
    "to": frozenset({"id"}),
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
    problems = problems_of(root, name, findings)
    if problems or scenario is None:
        raise ScenarioErrors(problems)
    return scenario


def errors_in(path: Path | str, findings: Iterable[Finding]) -> ScenarioErrors:
    """What was found wrong with a file that has been loaded, with the lines where it stands. Raises `OSError`."""
    try:
        root = read_yaml(read_text(Path(path)))
    except YamlRefused as refused:  # it has been changed since
        return _whole(refused, str(path))
    written = (finding._replace(path=_as_written(root, finding.path)) for finding in findings)
    return ScenarioErrors(problems_of(root, str(path), written))


def _as_written(root: Node, path: Steps) -> Steps:
    """The path without a last step that the file leaves out: a text that is in one language only."""
    node = root
    for length, step in enumerate(path):
        if isinstance(node.value, str):
            return path[:length]
        if not has_step(node.value, step):
            return path
        node = node.value[step]
    return path


def _whole(refused: YamlRefused, name: str) -> ScenarioErrors:
    return ScenarioErrors([Problem(name, refused.line, refused.column, "", str(refused))])


def _checked(root: Node, check_patterns: PatternCheck | None) -> tuple[Scenario | None, list[Finding]]:
    data = root.plain()
    refused = [Finding(path, _empty(path)) for path, node in root.walk() if node.value is None]
    for finding in refused:
        _take_out(data, finding.path)
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        told = {finding.path for finding in refused}
        refused += (finding for finding in findings_of(error) if finding.path not in told)
    else:
        return scenario, [*refused, *_together(scenario, check_patterns)]
    if len(refused) >= MOST_TOLD:
        return None, refused  # what else there is would hardly be told
    rest = _without(data, [mended(data, finding.path) for finding in refused])
    if rest is None:
        return None, refused
    return None, refused + list(_not_about(refused, _together(rest, check_patterns)))


def _empty(path: Steps) -> str:
    """What to do about a key without a value; one with a blank in it is the rest of a text that a comma has cut."""
    cut = path and isinstance(path[-1], str) and " " in path[-1]
    return f"{_EMPTY}; inside braces a text with a comma in it needs quotes" if cut else _EMPTY


def _together(scenario: Scenario, check_patterns: PatternCheck | None) -> Iterator[Finding]:
    yield from contradictions(scenario)
    if check_patterns is not None:
        yield from _patterns(scenario, check_patterns)


def _patterns(scenario: Scenario, check_patterns: PatternCheck) -> Iterator[Finding]:
    """What Go says against the routes, and which route is the other one of a conflict."""
    patterns = [route.pattern for route in scenario.server.routes]
    first: dict[str, int] = {}
    for index, pattern in enumerate(patterns):
        first.setdefault(pattern, index)
    for index, message in check_patterns(scenario.server.go, patterns).items():
        _, _, rival = message.partition(f'pattern "{patterns[index]}" conflicts with pattern "')
        other = first.get(rival.partition('":\n')[0])
        beside = () if other is None else ("server", "routes", other, "pattern")
        yield Finding(("server", "routes", index, "pattern"), message, other=beside)


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
        holder = holder[step] if has_step(holder, step) else None
    if isinstance(holder, dict) and path:
        holder.pop(str(path[-1]), None)
    elif path and has_step(holder, path[-1]):
        holder[path[-1]] = {}
