"""Why ServeMux answers as it does, in words for someone who learns it: for the answer, and for each pattern.

The tree decides; here each pattern is held against the request by itself, the way a reader would do it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from journey_tui.simulation.go.mux.asked import Asked
from journey_tui.simulation.go.mux.conflict import Relation, compare, compare_methods, compare_paths
from journey_tui.simulation.go.mux.mismatch import mismatch, path_mismatch
from journey_tui.simulation.go.mux.pattern import Pattern
from journey_tui.simulation.go.quoting import visible

_LONGEST: Final = 80  # of what a reason quotes


class Candidate(NamedTuple):
    """One registered pattern held against a request, as the trace tells it."""

    pattern: str
    matched: bool
    """Whether it is the pattern that was taken: at most one is."""
    reason: str
    """Why, in a short sentence."""


class Outcome(StrEnum):
    """What becomes of one pattern."""

    WINS = "wins"
    """Its handler is called."""
    WAITS = "waits"
    """It takes the request where the client is sent to."""
    LOSES = "loses"
    """It matches too, but another pattern goes first."""
    NO = "no"
    """It does not match."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One registered pattern held against a request."""

    pattern: str
    outcome: Outcome
    reason: str
    """Why, in a short sentence."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons for one answer."""

    reason: str = ""
    verdicts: tuple[Verdict, ...] = ()


def explain_not_asked(reason: str, patterns: Sequence[Pattern]) -> Explanation:
    """net/http answered by itself."""
    return Explanation(reason, tuple(Verdict(pattern.text, Outcome.NO, reason) for pattern in patterns))


def explain_found(asked: Asked, patterns: Sequence[Pattern], winner: Pattern) -> Explanation:
    """A handler was found."""
    reasons = _mismatches(asked, patterns)
    fitting = sum(not reason for reason in reasons)
    why = "the only pattern that matches" if fitting == 1 else f"the most specific of {fitting} that match"
    return Explanation(why, _verdicts(patterns, reasons, winner, Outcome.WINS, why))


def explain_redirect(
    asked: Asked, patterns: Sequence[Pattern], winner: Pattern | None, location: str, *, added_slash: bool
) -> Explanation:
    """The client is sent elsewhere; `winner` is what takes the request there."""
    path = asked.path + "/" if added_slash else asked.path
    sent_to = "there" if location.partition("?")[0] == path else f"to {_cut(location)}"
    takes = f"takes {_cut(path)}: the client is sent {sent_to}"
    verdicts = _verdicts(patterns, _mismatches(asked, patterns), winner, Outcome.WAITS, takes)
    if added_slash:
        why = f"no pattern takes {_cut(asked.path)} exactly, but one takes it with a slash more"
    elif winner:
        why = f"the path is not clean: {_cut(path)} is, and {_cut(winner.text)} takes it there"
    else:
        why = f"the path is not clean: {_cut(path)} is, even if no pattern takes it there"
    return Explanation(why, verdicts)


def explain_not_found(asked: Asked, patterns: Sequence[Pattern], allowed: set[str]) -> Explanation:
    """No handler was found: 405 when another method would have one, else 404."""
    reasons = _mismatches(asked, patterns)
    if allowed:
        notes = [_allow_note(asked, pattern, allowed) for pattern in patterns]
        reasons = [note or reason for note, reason in zip(notes, reasons, strict=True)]
        why = f"no pattern takes {_cut(asked.method)} here, but {', '.join(sorted(allowed))} would be taken"
    elif not asked.path:
        why = "the target has no path, and every pattern has one"
    else:
        why = "no pattern matches"
    return Explanation(why, _verdicts(patterns, reasons))


def _allow_note(asked: Asked, pattern: Pattern, allowed: set[str]) -> str:
    """What a pattern adds to the Allow header, if anything."""
    if pattern.method not in allowed or pattern.host not in {"", asked.fallback_host}:
        return ""
    if not path_mismatch(pattern, asked.path):
        return f"{mismatch(pattern, pattern.host, asked.method, asked.path)}: it is in Allow"
    if not asked.path.endswith("/") and not path_mismatch(pattern, asked.path + "/"):
        return f"takes {pattern.method} {_cut(asked.path)}/, a slash more: it is in Allow"
    return ""


def _mismatches(asked: Asked, patterns: Sequence[Pattern]) -> list[str]:
    return [mismatch(pattern, asked.host, asked.method, asked.path) for pattern in patterns]


def _verdicts(
    patterns: Sequence[Pattern],
    reasons: Sequence[str],
    winner: Pattern | None = None,
    outcome: Outcome = Outcome.NO,
    why: str = "",
) -> tuple[Verdict, ...]:
    """`outcome` and `why` are the winner's."""
    verdicts = []
    for pattern, reason in zip(patterns, reasons, strict=True):
        if pattern is winner:
            verdicts.append(Verdict(pattern.text, outcome, why))
        elif reason:
            verdicts.append(Verdict(pattern.text, Outcome.NO, reason))
        else:
            verdicts.append(Verdict(pattern.text, Outcome.LOSES, _why_not(pattern, winner)))
    return tuple(verdicts)


def _why_not(pattern: Pattern, winner: Pattern | None) -> str:
    """Why a pattern that matches by itself is not taken."""
    if not winner:
        return "matches by itself, but another pattern has its place in Go's tree"
    if winner.host and not pattern.host:
        return f"matches, but {_cut(winner.text)} names the host"
    if compare(winner, pattern) != Relation.MORE_SPECIFIC:
        return f"matches, but {_cut(winner.text)} is tried first"
    wider = [
        name
        for name, relation in (
            ("methods", compare_methods(winner, pattern)),
            ("paths", compare_paths(winner, pattern)),
        )
        if relation == Relation.MORE_SPECIFIC
    ]
    return f"less specific than {_cut(winner.text)}: takes more {' and '.join(wider)}"


def _cut(text: str) -> str:
    return visible(text, _LONGEST)
