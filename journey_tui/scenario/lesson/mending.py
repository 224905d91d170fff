"""Puts something harmless in the place of a chapter or a stop that was refused, so that the others can be checked too."""

from typing import Any

from journey_tui.scenario.errors import Steps
from journey_tui.scenario.yaml_reader import has_step

_MOMENT = {"at": "start"}
_HARMLESS = {
    "chapters": {"title": "?", "when": _MOMENT},
    "stops": {"say": "?", "when": _MOMENT},
}
_MINUTES = 45


def mended(data: dict[str, Any], path: Steps) -> Steps:
    """Return what is still to be taken out of the document because of a refused value: a path, or nothing.

    A part of a lesson holds together only as a whole: without its `when` a stop would be missing something, which
    nobody has left out.
    """
    if path[:1] != ("lesson",) or not isinstance(data.get("lesson"), dict):
        return path
    if path[1:] == ("minutes",):
        data["lesson"]["minutes"] = _MINUTES
        return ()
    part = str(path[1]) if len(path) > 1 else ""
    items = data["lesson"].get(part)
    if len(path) < 3 or part not in _HARMLESS or not has_step(items, path[2]):
        return path
    item, place = items[path[2]], path[2]
    name = item.get("id") if isinstance(item, dict) and path[3:] != ("id",) else None
    items[place] = {"id": name if isinstance(name, str) else f"refused-{part}-{place}", **_HARMLESS[part]}
    return ()
