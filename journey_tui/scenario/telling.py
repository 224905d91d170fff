"""Tells what was found wrong with a file: each mistake where it stands, from top to bottom, as many as are read.

Only what is told is put into words: the nearest allowed word is looked for, and where the other of two values that
contradict each other stands. So a file with ten thousand mistakes costs little more than one with a hundred.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from journey_tui.scenario.errors import Finding, Problem, Steps, Unknown
from journey_tui.scenario.suggestions import did_you_mean
from journey_tui.scenario.yaml_reader import Node, has_step

MOST_TOLD: Final = 100
"""Mistakes that are told; who made more sees the rest next time."""

_FEW_WORDS: Final = 20
"""A longer list of what is allowed is told once for a file."""


class _Placed(NamedTuple):
    line: int
    column: int
    finding: Finding


def problems_of(root: Node, name: str, findings: Iterable[Finding]) -> list[Problem]:
    """Return what a user reads: the first mistakes of the file, and how many more there are."""
    placed = [_Placed(*place(root, finding.path, finding.about_key), finding) for finding in findings]
    every = sorted(chain(_repeated(root), placed), key=lambda each: each[:2])
    told: dict[Problem, None] = {}
    listed: set[tuple[str, ...]] = set()
    for count, each in enumerate(every):
        if len(told) == MOST_TOLD:
            more = len(every) - count
            last = Problem(name, 0, 0, "", f"and {more:,} more mistake{'s'[: more != 1]}; mend these first")
            return [*told, last]
        message = each.finding.message + _ending(root, each.finding, listed)
        told[Problem(name, each.line, each.column, spelled(each.finding.path), message)] = None
    return list(told)


def _ending(root: Node, finding: Finding, listed: set[tuple[str, ...]]) -> str:
    """What is allowed, did you mean …, and where the other one stands."""
    said = _allowed(finding.unknown, listed) if finding.unknown else ""
    if finding.other:
        said += f"; {spelled(finding.other)} stands in line {place(root, finding.other)[0]}"
    return said


def _allowed(unknown: Unknown, listed: set[tuple[str, ...]]) -> str:
    said = ""
    if unknown.listed and unknown.allowed not in listed:
        said = f"; allowed: {', '.join(unknown.allowed)}"
    elif unknown.listed:
        said = "; allowed: as said above"
    if len(unknown.allowed) > _FEW_WORDS:
        listed.add(unknown.allowed)
    return said + did_you_mean(unknown.word, unknown.allowed)


def place(root: Node, path: Steps, about_key: bool = False) -> tuple[int, int]:
    """Return where a value stands: what is no scalar where its key is, a missing one where its mapping begins."""
    node = root
    found = (root.line, root.column)
    for step in path:
        if not has_step(node.value, step):
            break
        keys, node = node.key_places, node.value[step]
        written = not (about_key or node.value is None or isinstance(node.value, list | dict))
        found = (node.line, node.column) if written else keys.get(str(step), (node.line, node.column))
    return found


def spelled(path: Steps) -> str:
    """Return a path as messages show it: `clients[0].requests[1].target`."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".")


def _repeated(root: Node) -> Iterator[_Placed]:
    for path, node in root.walk():
        for key, line, column in node.repeated:
            first = node.key_places[key][0]
            yield _Placed(line, column, Finding((*path, key), f"stands here twice; first in line {first}"))
